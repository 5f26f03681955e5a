// Receives messages in the order of their sharding key, until Enter.   classic_ordered_receive [address]
#include <iostream>

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

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ConsumerId, "GID_classic_ordered");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic-ordered");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SuspendTimeMillis, "100");

  PrintingListener listener;
  OrderConsumer* consumer = ONSFactory::getInstance()->createOrderConsumer(factoryInfo);
  consumer->subscribe(factoryInfo.getPublishTopics(), "*", &listener);
  consumer->start();
  std::cin.get();
  consumer->shutdown();
  return 0;
}
