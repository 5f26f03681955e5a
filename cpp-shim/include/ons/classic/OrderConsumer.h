#ifndef ONS_CLASSIC_ORDERCONSUMER_H
#define ONS_CLASSIC_ORDERCONSUMER_H

#include <string>

#include "MessageOrderListener.h"

namespace ons {

/// Gives the messages of a sharding key to listeners, in order. Made by ONSFactory; may be deleted.
class OrderConsumer {
 public:
  OrderConsumer() = default;
  OrderConsumer(const OrderConsumer&) = delete;
  OrderConsumer& operator=(const OrderConsumer&) = delete;
  virtual ~OrderConsumer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Subscribes a listener to a topic, before the start.
  virtual void subscribe(const std::string& topic, const std::string& subExpression,
                         MessageOrderListener* listener) = 0;
  /// Subscribes the consumer's listener, see registerMessageListener.
  virtual void subscribe(const std::string& topic, const std::string& subExpression) = 0;
  /// The listener of subscriptions that have none of their own. Before the start.
  virtual void registerMessageListener(MessageOrderListener* listener) = 0;
};

}  // namespace ons

#endif
