#ifndef ONS_CLASSIC_ONSCLIENT_H
#define ONS_CLASSIC_ONSCLIENT_H

/// Programs write it before classes that they export; with header-only classes there is nothing to export.
#ifndef ONSCLIENT_API
#define ONSCLIENT_API
#endif

#endif
