// Receives messages in the order of their sharding key, for a minute.
#include <chrono>
#include <iostream>
#include <thread>

#include "ONSFactory.h"

using namespace ons;

class PrintingListener : public MessageOrderListener {
 public:
  virtual OrderAction consume(Message& message, ConsumeOrderContext& context) {
    (void)context;
    std::cout << message.getMsgID() << ": " << message.getBody() << std::endl;
    return Success;
  }
};

int main() {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ConsumerId, "GID_classic_ordered");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic-ordered");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SuspendTimeMillis, "100");

  PrintingListener listener;
  OrderConsumer* consumer = ONSFactory::getInstance()->createOrderConsumer(factoryInfo);
  consumer->subscribe(factoryInfo.getPublishTopics(), "*", &listener);
  consumer->start();
  std::this_thread::sleep_for(std::chrono::seconds(60));
  consumer->shutdown();
  return 0;
}
