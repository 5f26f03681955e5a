#ifndef OPENONS_CLASSIC_V2_MESSAGEMODEL_H
#define OPENONS_CLASSIC_V2_MESSAGEMODEL_H

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// Whether a message goes to all consumers of the group or to one of them.
enum MessageModel { BROADCASTING, CLUSTERING };

ONS_NAMESPACE_END

#endif
