// Receives messages with the classes of 3.0, until Enter.   classic3_subscribe [address]
#include <chrono>
#include <iostream>
#include <mutex>

#include "ons/MessageModel.h"
#include "ons/ONSFactory.h"

using namespace ons;

std::mutex console;

class PrintingListener : public MessageListener {
 public:
  Action consume(const Message& message, ConsumeContext&) noexcept override {
    auto age = std::chrono::system_clock::now() - message.getBornTimestamp();
    // It runs on several threads at a time.
    std::lock_guard<std::mutex> lock(console);
    std::cout << message.getTopic() << " " << message.getMsgID() << " " << message.getBody() << ", "
              << std::chrono::duration_cast<std::chrono::milliseconds>(age).count() << " ms old" << std::endl;
    return Action::CommitMessage;
  }
};

int main(int argc, char** argv) {
  ONSFactoryProperty factory_property;
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_classic3");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factory_property.setFactoryProperty(ONSFactoryProperty::ConsumeThreadNums, "4");
  factory_property.setMessageModel(MessageModel::CLUSTERING);
  factory_property.throttle("classic3", 100);

  PushConsumer* consumer = ONSFactory::getInstance()->createPushConsumer(factory_property);
  PrintingListener* listener = new PrintingListener();
  consumer->subscribe("classic3", "TagA || TagB");
  consumer->registerMessageListener(listener);
  consumer->start();
  std::cin.get();
  consumer->shutdown();
  delete listener;
  return 0;
}
