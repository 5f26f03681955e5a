#ifndef OPENONS_CLASSIC_V3_ORDERCONSUMER_H
#define OPENONS_CLASSIC_V3_ORDERCONSUMER_H

#include <string>

#include "../text.hpp"
#include "MessageOrderListener.h"

ONS_NAMESPACE_BEGIN

/// Gives messages to a listener in the order of their message groups. Made by ONSFactory; may be deleted.
class OrderConsumer {
 public:
  OrderConsumer() = default;
  OrderConsumer(const OrderConsumer&) = delete;
  OrderConsumer& operator=(const OrderConsumer&) = delete;
  virtual ~OrderConsumer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Subscribes to a topic, before the start.
  virtual void subscribe(const std::string& topic, const std::string& filter_expression) = 0;
  void subscribe(const char* topic, const char* filter_expression) {
    subscribe(detail::Text(topic).required("the topic of a subscription"),
              detail::Text(filter_expression).required("the expression of a subscription"));
  }
  /// The listener of all subscriptions. Before the start.
  virtual void registerMessageListener(MessageOrderListener* listener) = 0;
};

ONS_NAMESPACE_END

#endif
