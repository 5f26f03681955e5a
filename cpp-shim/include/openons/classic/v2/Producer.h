#ifndef OPENONS_CLASSIC_V2_PRODUCER_H
#define OPENONS_CLASSIC_V2_PRODUCER_H

#include "Message.h"
#include "MessageQueueONS.h"
#include "SendCallbackONS.h"
#include "SendResultONS.h"

ONS_NAMESPACE_BEGIN

/// Sends messages. Made by ONSFactory; may be deleted, which shuts it down. Failures throw ONSClientException.
class Producer {
 public:
  Producer() = default;
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  virtual ~Producer() = default;

  /// Once, before sending. After a shutdown it is refused.
  virtual void start() = 0;
  virtual void shutdown() = 0;

  /// Sends a message and waits until the server has stored it. No exception: sent. The body must not be empty.
  virtual SendResultONS send(Message& message) = 0;
  /// Refused: the server chooses the queue. OrderProducer keeps messages of a sharding key together.
  virtual SendResultONS send(Message& message, const MessageQueueONS& queue) = 0;
  /// Sends a message and returns at once; `callback` is told the end, also that of a message which is refused, and
  /// must live until then. Throws only without a callback, or when the producer is not started or shut down.
  virtual void sendAsync(Message& message, SendCallbackONS* callback) = 0;
  /// Sends a message without asking whether it arrived.
  virtual void sendOneway(Message& message) = 0;
};

ONS_NAMESPACE_END

#endif
