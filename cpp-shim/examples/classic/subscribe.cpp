// Receives the messages of two topics with one listener, for a minute.
#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>

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

int main() {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ConsumerId, "GID_classic");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::MessageModel, ONSFactoryProperty::CLUSTERING);

  PushConsumer* consumer = ONSFactory::getInstance()->createPushConsumer(factoryInfo);
  PrintingListener* listener = new PrintingListener();
  consumer->subscribe("classic", "TagA || TagB", listener);
  consumer->subscribe("classic-timed", "*", listener);
  consumer->start();
  std::this_thread::sleep_for(std::chrono::seconds(60));
  consumer->shutdown();
  delete listener;
  return 0;
}
