#ifndef ONS_CLASSIC_MESSAGEORDERLISTENER_H
#define ONS_CLASSIC_MESSAGEORDERLISTENER_H

#include "ConsumeOrderContext.h"
#include "Message.h"
#include "OrderAction.h"

namespace ons {

/// Handles messages, those of one sharding key one after the other. Yours: keep it until the consumer is shut down.
/// An exception counts as Suspend.
class MessageOrderListener {
 public:
  virtual ~MessageOrderListener() = default;
  virtual OrderAction consume(Message& message, ConsumeOrderContext& context) = 0;
};

}  // namespace ons

#endif
