#ifndef OPENONS_CLASSIC_V2_MESSAGEORDERLISTENER_H
#define OPENONS_CLASSIC_V2_MESSAGEORDERLISTENER_H

#include "../ConsumeOrderContext.h"
#include "Message.h"
#include "OrderAction.h"

ONS_NAMESPACE_BEGIN

/// Handles messages, those of one sharding key one after the other. Yours: keep it until the consumer is shut down.
/// An exception counts as Suspend.
class MessageOrderListener {
 public:
  virtual ~MessageOrderListener() = default;
  virtual OrderAction consume(Message& message, ConsumeOrderContext& context) = 0;
};

ONS_NAMESPACE_END

#endif
