#ifndef ONS_CLASSIC_ONSFACTORY_H
#define ONS_CLASSIC_ONSFACTORY_H

#include <cstdlib>

#include "../runtime.hpp"
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
    return detail::translated([&] {
      open_logs(property);
      return new Client(detail::translate(property, group_key), arguments...);
    });
  }

  /// Logs are the library's, one folder for the process: the first client that names one decides, unless the library
  /// was started before.
  static void open_logs(const ONSFactoryProperty& property) {
    openons::RuntimeOptions options;
    const char* folder = std::getenv("ROCKETMQ_LOG_HOME");
    options.log_folder = *property.getLogPath() != '\0' ? property.getLogPath() : folder != nullptr ? folder : "";
    if (options.log_folder.empty()) {
      return;
    }
    try {
      openons::runtime::open(options);
    } catch (const openons::StateError&) {
      // The library runs already, and keeps the folder that it has.
    }
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
