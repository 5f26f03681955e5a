#ifndef ONS_CLASSIC_ORDERACTION_H
#define ONS_CLASSIC_ORDERACTION_H

namespace ons {

/// An ordered listener's answer: handled, or to be delivered again after SuspendTimeMillis.
enum OrderAction { Success, Suspend };

}  // namespace ons

#endif
