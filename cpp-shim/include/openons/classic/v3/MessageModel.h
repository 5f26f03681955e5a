#ifndef OPENONS_CLASSIC_V3_MESSAGEMODEL_H
#define OPENONS_CLASSIC_V3_MESSAGEMODEL_H

#include <cstdint>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// Whether a message goes to one consumer of the group or to all of them.
enum class MessageModel : std::uint8_t { CLUSTERING = 0, BROADCASTING = 1 };

ONS_NAMESPACE_END

#endif
