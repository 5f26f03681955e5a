// Sends messages of one group and receives them in order, with the classes of 3.0.   classic3_ordered [address]
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <string>

#include "ons/ONSFactory.h"

using namespace ons;

class CollectingListener : public MessageOrderListener {
 public:
  OrderAction consume(const Message& message, const ConsumeOrderContext&) noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    bodies_ += " " + message.getBody();
    count_++;
    changed_.notify_all();
    return OrderAction::Success;
  }

  std::string await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
    return bodies_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string bodies_;
  int count_ = 0;
};

int main(int argc, char** argv) {
  ONSFactoryProperty factory_property;
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_classic3_ordered");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factory_property.setSendMsgTimeout(std::chrono::seconds(30));
  factory_property.setSuspendDuration(std::chrono::milliseconds(100));
  std::string topic = "classic3-ordered";
  std::string tag = "*";

  OrderProducer* producer = ONSFactory::getInstance()->createOrderProducer(factory_property);
  producer->start();
  const int count = 5;
  for (int i = 0; i < count; i++) {
    Message message(topic, "TagA", "step" + std::to_string(i));
    SendResultONS result = producer->send(message, "message-group-0");
    std::cout << "sent " << result.getMessageId() << std::endl;
  }
  producer->shutdown();

  OrderConsumer* consumer = ONSFactory::getInstance()->createOrderConsumer(factory_property);
  CollectingListener listener;
  consumer->subscribe(topic, tag);
  consumer->registerMessageListener(&listener);
  consumer->start();
  std::cout << "received" << listener.await(count) << std::endl;
  consumer->shutdown();
  return 0;
}
