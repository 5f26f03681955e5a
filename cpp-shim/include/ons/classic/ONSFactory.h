#ifndef ONS_CLASSIC_ONSFACTORY_H
#define ONS_CLASSIC_ONSFACTORY_H

#include "ConsumerClients.h"
#include "ONSFactoryProperty.h"
#include "OrderConsumer.h"
#include "OrderProducer.h"
#include "Producer.h"
#include "ProducerClients.h"
#include "PullConsumer.h"
#include "PushConsumer.h"
#include "TransactionProducer.h"

namespace ons {

/// Makes clients, not started. Yours: shut each down, then delete it, or leave it to the end of the process.
/// A property out of range throws ONSClientException, which names key, value and range.
class ONSFactoryAPI {
 public:
  virtual ~ONSFactoryAPI() = default;

  virtual Producer* createProducer(const ONSFactoryProperty& property) {
    return create<detail::ProducerClient>(property, ONSFactoryProperty::ProducerId);
  }

  virtual OrderProducer* createOrderProducer(const ONSFactoryProperty& property) {
    return create<detail::OrderProducerClient>(property, ONSFactoryProperty::ProducerId);
  }

  /// The checker stays yours; keep it until the producer is shut down.
  virtual TransactionProducer* createTransactionProducer(const ONSFactoryProperty& property,
                                                         LocalTransactionChecker* checker) {
    detail::require(checker, "the checker of createTransactionProducer");
    return create<detail::TransactionProducerClient>(property, ONSFactoryProperty::ProducerId, checker);
  }

  virtual PushConsumer* createPushConsumer(const ONSFactoryProperty& property) {
    return create<detail::PushConsumerClient>(property, ONSFactoryProperty::ConsumerId, property.rateLimits());
  }

  virtual OrderConsumer* createOrderConsumer(const ONSFactoryProperty& property) {
    return create<detail::OrderConsumerClient>(property, ONSFactoryProperty::ConsumerId, property.rateLimits());
  }

  virtual PullConsumer* createPullConsumer(const ONSFactoryProperty& property) {
    return create<detail::PullConsumerClient>(property, ONSFactoryProperty::ConsumerId);
  }

 private:
  template <class Client, class... Arguments>
  static Client* create(const ONSFactoryProperty& property, const char* group_key, Arguments... arguments) {
    return detail::translated([&] { return new Client(detail::translate(property, group_key), arguments...); });
  }
};

class ONSFactory {
 public:
  static ONSFactoryAPI* getInstance() {
    static ONSFactoryAPI factory;
    return &factory;
  }

 private:
  ONSFactory() = delete;
};

}  // namespace ons

#endif
