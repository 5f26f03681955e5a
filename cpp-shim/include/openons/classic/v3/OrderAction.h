#ifndef OPENONS_CLASSIC_V3_ORDERACTION_H
#define OPENONS_CLASSIC_V3_ORDERACTION_H

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// An ordered listener's answer: handled, or to be delivered again after the suspend duration.
enum OrderAction { Success, Suspend };

ONS_NAMESPACE_END

#endif
