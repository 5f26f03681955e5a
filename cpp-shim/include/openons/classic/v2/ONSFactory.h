#ifndef OPENONS_CLASSIC_V2_ONSFACTORY_H
#define OPENONS_CLASSIC_V2_ONSFACTORY_H

#include <stdexcept>

#include "../ONSClientException.h"
#include "LocalTransactionChecker.h"
#include "ONSChannel.h"
#include "ONSFactoryProperty.h"
#include "OrderConsumer.h"
#include "OrderProducer.h"
#include "Producer.h"
#include "PullConsumer.h"
#include "PushConsumer.h"
#include "TransactionProducer.h"
#include "clients.hpp"

ONS_NAMESPACE_BEGIN

/// Makes clients, not started. Yours: shut each down, then delete it, or leave it to the end of the process.
/// A property out of range throws ONSClientException, which names key, value and range.
class ONSFactoryAPI {
 public:
  virtual ~ONSFactoryAPI() = default;

  virtual Producer* createProducer(ONSFactoryProperty property) {
    return create<detail::ProducerClient>(property, ONSFactoryProperty::ProducerId);
  }

  virtual OrderProducer* createOrderProducer(ONSFactoryProperty property) {
    return create<detail::OrderProducerClient>(property, ONSFactoryProperty::ProducerId);
  }

  /// The checker stays yours; keep it until the producer is shut down.
  virtual TransactionProducer* createTransactionProducer(ONSFactoryProperty property,
                                                         LocalTransactionChecker* checker) {
    detail::require(checker, "the checker of createTransactionProducer");
    return create<detail::TransactionProducerClient>(property, ONSFactoryProperty::ProducerId, checker);
  }

  virtual PushConsumer* createPushConsumer(ONSFactoryProperty property) {
    return create<detail::PushConsumerClient>(property, ONSFactoryProperty::ConsumerId);
  }

  virtual OrderConsumer* createOrderConsumer(ONSFactoryProperty property) {
    return create<detail::OrderConsumerClient>(property, ONSFactoryProperty::ConsumerId);
  }

  virtual PullConsumer* createPullConsumer(ONSFactoryProperty property) {
    return create<detail::PullConsumerClient>(property, ONSFactoryProperty::ConsumerId);
  }

 private:
  template <class Client, class... Arguments>
  static Client* create(const ONSFactoryProperty& property, const char* group_key, Arguments... arguments) {
    return detail::translated(
        [&] { return new Client(detail::translate(property.getFactoryProperties(), group_key), arguments...); });
  }
};

class ONSFactory {
 public:
  ONSFactory() = delete;

  static ONSFactoryAPI* getInstance() {
    static ONSFactoryAPI factory;
    return &factory;
  }
};

ONS_NAMESPACE_END

#endif
