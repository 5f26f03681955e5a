#ifndef OPENONS_CLASSIC_V3_ORDERPRODUCER_H
#define OPENONS_CLASSIC_V3_ORDERPRODUCER_H

#include <string>

#include "../ONSClientException.h"
#include "Message.h"
#include "SendResultONS.h"

ONS_NAMESPACE_BEGIN

/// Sends messages that are delivered in the order of their message group. Made by ONSFactory; may be deleted.
class OrderProducer {
 public:
  OrderProducer() = default;
  OrderProducer(const OrderProducer&) = delete;
  OrderProducer& operator=(const OrderProducer&) = delete;
  virtual ~OrderProducer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Sends a message and waits until the server has stored it. Neither the group nor the body may be empty.
  virtual SendResultONS send(Message& message, std::string message_group) = 0;
};

ONS_NAMESPACE_END

#endif
