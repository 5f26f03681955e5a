#ifndef OPENONS_CLASSIC_V3_ONSFACTORY_H
#define OPENONS_CLASSIC_V3_ONSFACTORY_H

#include "ONSFactoryAPI.h"
#include "clients.hpp"

ONS_NAMESPACE_BEGIN

namespace detail {

class Factory final : public ONSFactoryAPI {
 public:
  Producer* createProducer(ONSFactoryProperty& property) override {
    return create<ProducerClient>(property, ONSFactoryProperty::ProducerId);
  }
  OrderProducer* createOrderProducer(ONSFactoryProperty& property) override {
    return create<OrderProducerClient>(property, ONSFactoryProperty::ProducerId);
  }
  TransactionProducer* createTransactionProducer(ONSFactoryProperty& property,
                                                 LocalTransactionChecker* checker) override {
    require(checker, "the checker of createTransactionProducer");
    return create<TransactionProducerClient>(property, ONSFactoryProperty::ProducerId, checker);
  }
  PushConsumer* createPushConsumer(ONSFactoryProperty& property) override {
    return create<PushConsumerClient>(property, ONSFactoryProperty::ConsumerId, property.throttle());
  }
  OrderConsumer* createOrderConsumer(ONSFactoryProperty& property) override {
    return create<OrderConsumerClient>(property, ONSFactoryProperty::ConsumerId, property.throttle());
  }
  PullConsumer* createPullConsumer(ONSFactoryProperty& property) override {
    return create<PullConsumerClient>(property, ONSFactoryProperty::ConsumerId);
  }

 private:
  template <class Client, class... Arguments>
  static Client* create(const ONSFactoryProperty& property, const char* group_key, const Arguments&... arguments) {
    openons::Properties properties = translate(property.getFactoryProperties(), group_key);
    rocketmq::detail::process_logger().add_to(properties);
    return translated([&] { return new Client(properties, arguments...); });
  }
};

}  // namespace detail

class ONSFactory {
 public:
  ONSFactory() = delete;

  static ONSFactoryAPI* getInstance() {
    static detail::Factory factory;
    return &factory;
  }
};

ONS_NAMESPACE_END

#endif
