#ifndef OPENONS_CLASSIC_V3_ONSPULLSTATUS_H
#define OPENONS_CLASSIC_V3_ONSPULLSTATUS_H

#include <cstdint>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// What a pull found: messages; nothing new; nothing that matches; an offset that the queue does not have; or no
/// answer from the server in time. (In the SDK the last two are the same number.)
enum class ONSPullStatus : std::uint8_t {
  ONS_FOUND = 0,
  ONS_NO_NEW_MSG = 1,
  ONS_NO_MATCHED_MSG = 2,
  ONS_OFFSET_ILLEGAL = 3,
  ONS_BROKER_TIMEOUT = 4
};

ONS_NAMESPACE_END

#endif
