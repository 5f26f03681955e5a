#ifndef OPENONS_CLASSIC_ONSCLIENT_H
#define OPENONS_CLASSIC_ONSCLIENT_H

/// The namespace of the classes. A program may define another name before its first include, the same everywhere.
#ifndef ONS_NAMESPACE
#define ONS_NAMESPACE ons
#endif
#define ONS_NAMESPACE_BEGIN namespace ONS_NAMESPACE {
#define ONS_NAMESPACE_END }

/// Programs write it before classes that they export; with header-only classes there is nothing to export.
#ifndef ONSCLIENT_API
#define ONSCLIENT_API
#endif

#endif
