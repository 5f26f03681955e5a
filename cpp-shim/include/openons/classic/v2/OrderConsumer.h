#ifndef OPENONS_CLASSIC_V2_ORDERCONSUMER_H
#define OPENONS_CLASSIC_V2_ORDERCONSUMER_H

#include <string>

#include "../ONSClientException.h"
#include "MessageOrderListener.h"

ONS_NAMESPACE_BEGIN

/// Gives messages to listeners in the order of their sharding keys. Made by ONSFactory; may be deleted.
class OrderConsumer {
 public:
  OrderConsumer() = default;
  OrderConsumer(const OrderConsumer&) = delete;
  OrderConsumer& operator=(const OrderConsumer&) = delete;
  virtual ~OrderConsumer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Subscribes a listener to a topic, before the start.
  virtual void subscribe(const char* topic, const char* subExpression, MessageOrderListener* listener) = 0;
  void subscribe(const std::string& topic, const std::string& subExpression, MessageOrderListener* listener) {
    subscribe(topic.c_str(), subExpression.c_str(), listener);
  }
};

ONS_NAMESPACE_END

#endif
