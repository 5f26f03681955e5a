#ifndef OPENONS_CLASSIC_V3_MESSAGEORDERLISTENER_H
#define OPENONS_CLASSIC_V3_MESSAGEORDERLISTENER_H

#include "../ConsumeOrderContext.h"
#include "../ONSClientException.h"
#include "Message.h"
#include "OrderAction.h"

ONS_NAMESPACE_BEGIN

/// Handles messages, those of one sharding key one after the other. Yours: keep it until the consumer is shut down.
/// A listener has one of the two functions. An exception counts as Suspend.
class MessageOrderListener {
 public:
  virtual ~MessageOrderListener() = default;
  virtual OrderAction consume(const Message& message, const ConsumeOrderContext& context) {
    Message copy(message);
    ConsumeOrderContext of_its_own(context);
    return consume(copy, of_its_own);
  }
  /// As builds before 3.0.0 had it.
  virtual OrderAction consume(Message&, ConsumeOrderContext&) {
    throw ONSClientException("a MessageOrderListener has no function consume(const Message&," +
                                 std::string(" const ConsumeOrderContext&); write one"),
                             MESSAGE_LISTENER_IS_EMPTY);
  }
};

ONS_NAMESPACE_END

#endif
