#ifndef OPENONS_CLASSIC_V3_PUSHCONSUMER_H
#define OPENONS_CLASSIC_V3_PUSHCONSUMER_H

#include <memory>
#include <string>

#include "../text.hpp"
#include "MessageListener.h"
#include "OffsetStore.h"

ONS_NAMESPACE_BEGIN

/// Gives messages to a listener. Made by ONSFactory; may be deleted, which shuts it down.
class PushConsumer {
 public:
  PushConsumer() = default;
  PushConsumer(const PushConsumer&) = delete;
  PushConsumer& operator=(const PushConsumer&) = delete;
  virtual ~PushConsumer() = default;

  virtual void start() = 0;
  /// Waits for running listeners; afterwards none is called.
  virtual void shutdown() = 0;
  /// Subscribes to a topic; `filter_expression`: "TagA || TagB" or "*".
  virtual void subscribe(const std::string& topic, const std::string& filter_expression) = 0;
  void subscribe(const char* topic, const char* filter_expression) {
    subscribe(detail::Text(topic).required("the topic of a subscription"),
              detail::Text(filter_expression).required("the expression of a subscription"));
  }
  /// The listener of all subscriptions. Before the start.
  virtual void registerMessageListener(MessageListener* listener) = 0;
  /// Keeps the progress of broadcasting in `store`, instead of a file. Before the start.
  virtual void withOffsetStore(std::unique_ptr<OffsetStore> store) = 0;
};

ONS_NAMESPACE_END

#endif
