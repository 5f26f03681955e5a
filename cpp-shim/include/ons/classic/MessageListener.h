#ifndef ONS_CLASSIC_MESSAGELISTENER_H
#define ONS_CLASSIC_MESSAGELISTENER_H

#include "Action.h"
#include "ConsumeContext.h"
#include "Message.h"

namespace ons {

/// Handles messages. Called on several threads of the library at a time. Yours: keep it until the consumer is shut
/// down. An exception counts as ReconsumeLater.
class MessageListener {
 public:
  virtual ~MessageListener() = default;
  virtual Action consume(Message& message, ConsumeContext& context) = 0;
};

}  // namespace ons

#endif
