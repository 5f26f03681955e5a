#ifndef ONS_CLASSIC_MESSAGEMODEL_H
#define ONS_CLASSIC_MESSAGEMODEL_H

namespace ons {

/// Whether a message goes to all consumers of the group or to one of them.
enum MessageModel { BROADCASTING, CLUSTERING };

}  // namespace ons

#endif
