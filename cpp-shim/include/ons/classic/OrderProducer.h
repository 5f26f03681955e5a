#ifndef ONS_CLASSIC_ORDERPRODUCER_H
#define ONS_CLASSIC_ORDERPRODUCER_H

#include <string>

#include "Message.h"
#include "SendResultONS.h"

namespace ons {

/// Sends messages that are delivered in the order of their sharding key. Made by ONSFactory; may be deleted.
class OrderProducer {
 public:
  OrderProducer() = default;
  OrderProducer(const OrderProducer&) = delete;
  OrderProducer& operator=(const OrderProducer&) = delete;
  virtual ~OrderProducer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Sends a message and waits until the server has stored it. Neither the key nor the body may be empty.
  virtual SendResultONS send(Message& message, std::string shardingKey) = 0;
};

}  // namespace ons

#endif
