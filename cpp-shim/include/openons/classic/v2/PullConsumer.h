#ifndef OPENONS_CLASSIC_V2_PULLCONSUMER_H
#define OPENONS_CLASSIC_V2_PULLCONSUMER_H

#include <string>
#include <vector>

#include "../ONSClientException.h"
#include "MessageQueueONS.h"
#include "PullResultONS.h"

ONS_NAMESPACE_BEGIN

/// Fetches messages from queues when it is asked. Made by ONSFactory; may be deleted.
class PullConsumer {
 public:
  PullConsumer() = default;
  PullConsumer(const PullConsumer&) = delete;
  PullConsumer& operator=(const PullConsumer&) = delete;
  virtual ~PullConsumer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Asks the server for the queues of a topic.
  virtual void fetchSubscribeMessageQueues(const std::string& topic, std::vector<MessageQueueONS>& queues) = 0;
  /// Fetches up to `maxNums` (1 to 1,024) messages from an offset on.
  virtual PullResultONS pull(const MessageQueueONS& queue, const std::string& subExpression, long long offset,
                             int maxNums) = 0;
  /// The offset of the first message stored at or after a time, milliseconds since 1970 UTC.
  virtual long long searchOffset(const MessageQueueONS& queue, long long timestamp) = 0;
  /// The offsets behind the last and of the first message.
  virtual long long maxOffset(const MessageQueueONS& queue) = 0;
  virtual long long minOffset(const MessageQueueONS& queue) = 0;
  /// Commits an offset for the group, at the server, and waits for it.
  virtual void updateConsumeOffset(const MessageQueueONS& queue, long long offset) = 0;
  /// Without effect: offsets are kept at the server only.
  virtual void removeConsumeOffset(const MessageQueueONS& queue) = 0;
  /// The offset that the group has committed; -1 when none. Always asks the server.
  virtual long long fetchConsumeOffset(const MessageQueueONS& queue, bool fromStore) = 0;
  /// Has nothing left to do: updateConsumeOffset returns when the server has stored the offset.
  virtual void persistConsumerOffset4PullConsumer(const MessageQueueONS& queue) = 0;
};

ONS_NAMESPACE_END

#endif
