#ifndef OPENONS_CLASSIC_V3_ACTION_H
#define OPENONS_CLASSIC_V3_ACTION_H

#include <cstdint>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// A listener's answer: handled, or to be delivered again later.
enum class Action : std::int8_t { CommitMessage = 0, ReconsumeLater = 1 };

ONS_NAMESPACE_END

#endif
