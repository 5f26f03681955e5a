#ifndef ONS_CLASSIC_PUSHCONSUMER_H
#define ONS_CLASSIC_PUSHCONSUMER_H

#include <memory>
#include <string>

#include "MessageListener.h"
#include "OffsetStore.h"

namespace ons {

/// Gives messages to listeners. Made by ONSFactory; may be deleted, which shuts it down.
class PushConsumer {
 public:
  PushConsumer() = default;
  PushConsumer(const PushConsumer&) = delete;
  PushConsumer& operator=(const PushConsumer&) = delete;
  virtual ~PushConsumer() = default;

  virtual void start() = 0;
  /// Waits for running listeners; afterwards none is called any more.
  virtual void shutdown() = 0;
  /// Subscribes a listener to a topic; `subExpression`: "TagA || TagB" or "*".
  virtual void subscribe(const std::string& topic, const std::string& subExpression, MessageListener* listener) = 0;
  /// Subscribes the consumer's listener, see registerMessageListener.
  virtual void subscribe(const std::string& topic, const std::string& subExpression) = 0;
  virtual void unsubscribe(const std::string& topic) = 0;
  /// The listener of subscriptions that have none of their own. Before the start.
  virtual void registerMessageListener(MessageListener* listener) = 0;
  /// Keeps the progress of broadcasting in `store`, instead of a file. Before the start.
  virtual void withOffsetStore(std::unique_ptr<OffsetStore> store) = 0;
};

}  // namespace ons

#endif
