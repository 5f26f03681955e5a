#ifndef OPENONS_CLASSIC_V2_MESSAGELISTENER_H
#define OPENONS_CLASSIC_V2_MESSAGELISTENER_H

#include "../ConsumeContext.h"
#include "Action.h"
#include "Message.h"

ONS_NAMESPACE_BEGIN

/// Handles messages. Called on several threads of the library at a time. Yours: keep it until the consumer is shut
/// down. An exception counts as ReconsumeLater.
class MessageListener {
 public:
  virtual ~MessageListener() = default;
  virtual Action consume(Message& message, ConsumeContext& context) = 0;
};

ONS_NAMESPACE_END

#endif
