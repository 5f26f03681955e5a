#ifndef OPENONS_CLASSIC_V3_TRACE_H
#define OPENONS_CLASSIC_V3_TRACE_H

#include <cstdint>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// Whether messages are traced. Without effect.
enum class Trace : std::uint8_t { ON = 0, OFF = 1 };

ONS_NAMESPACE_END

#endif
