#ifndef OPENONS_CLASSIC_V2_ORDERACTION_H
#define OPENONS_CLASSIC_V2_ORDERACTION_H

#include "generation.hpp"

/// An ordered listener's answer: handled, or to be delivered again after SuspendTimeMillis. Global, as programs
/// expect it.
enum OrderAction { Success, Suspend };

ONS_NAMESPACE_BEGIN
using ::OrderAction;
using ::Success;
using ::Suspend;
ONS_NAMESPACE_END

#endif
