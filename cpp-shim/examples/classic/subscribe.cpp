// Receives the messages of two topics with one listener, until Enter.   classic_subscribe [address]
#include <iostream>
#include <mutex>

#include "ONSFactory.h"

using namespace ons;

std::mutex console;

class PrintingListener : public MessageListener {
 public:
  virtual Action consume(Message& message, ConsumeContext& context) {
    (void)context;
    // It runs on several threads at a time.
    std::lock_guard<std::mutex> lock(console);
    std::cout << message.getTopic() << " " << message.getMsgID() << std::endl;
    return CommitMessage;
  }
};

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ConsumerId, "GID_classic");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::MessageModel, ONSFactoryProperty::CLUSTERING);

  PushConsumer* consumer = ONSFactory::getInstance()->createPushConsumer(factoryInfo);
  PrintingListener* listener = new PrintingListener();
  consumer->subscribe("classic", "TagA || TagB", listener);
  consumer->subscribe("classic-timed", "*", listener);
  consumer->start();
  std::cin.get();
  consumer->shutdown();
  delete listener;
  return 0;
}
