#ifndef OPENONS_CLASSIC_V3_PRODUCER_H
#define OPENONS_CLASSIC_V3_PRODUCER_H

#include <system_error>

#include "../ONSClientException.h"
#include "Message.h"
#include "MessageQueueONS.h"
#include "ONSCallback.h"
#include "SendResultONS.h"

ONS_NAMESPACE_BEGIN

/// Sends messages. Made by ONSFactory; may be deleted, which shuts it down.
class Producer {
 public:
  Producer() = default;
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  virtual ~Producer() = default;

  /// Once, before sending. After a shutdown it is refused.
  virtual void start() = 0;
  virtual void shutdown() = 0;

  /// Sends a message and waits until the server has stored it. The body must not be empty. A failure throws
  /// ONSClientException, or sets `error`.
  virtual SendResultONS send(Message& message) = 0;
  virtual SendResultONS send(Message& message, std::error_code& error) noexcept = 0;
  /// Sends a message and returns at once; `callback` is told the end, also that the message or the producer was
  /// refused, and must live until then. Throws only without a callback.
  virtual void sendAsync(Message& message, SendCallbackONS* callback) = 0;
  /// Sends a message without asking whether it arrived. A failure goes to rocketmq::getLogger().
  virtual void sendOneway(Message& message) noexcept = 0;
};

ONS_NAMESPACE_END

#endif
