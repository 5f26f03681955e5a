#ifndef OPENONS_CLASSIC_V3_MESSAGELISTENER_H
#define OPENONS_CLASSIC_V3_MESSAGELISTENER_H

#include "../ConsumeContext.h"
#include "../ONSClientException.h"
#include "Action.h"
#include "Message.h"

ONS_NAMESPACE_BEGIN

/// Handles messages. Called on several threads of the library at a time. Yours: keep it until the consumer is shut
/// down. A listener has one of the two functions. An exception counts as ReconsumeLater.
class MessageListener {
 public:
  virtual ~MessageListener() = default;
  virtual Action consume(const Message& message, ConsumeContext& context) {
    Message copy(message);
    return consume(copy, context);
  }
  /// As builds before 3.0.0 had it.
  virtual Action consume(Message&, ConsumeContext&) {
    throw ONSClientException("a MessageListener has no function consume(const Message&, ConsumeContext&); write one",
                             MESSAGE_LISTENER_IS_EMPTY);
  }
};

ONS_NAMESPACE_END

#endif
