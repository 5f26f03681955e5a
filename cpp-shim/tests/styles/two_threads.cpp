// 3.0: a consumer and a producer of ordered messages, each in a lambda on a thread of its own; clients by `auto`.
#include "styles.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

#include "ons/ONSFactory.h"
#include "rocketmq/Logger.h"

using namespace ons;

namespace {

class CountingListener : public ons::MessageOrderListener {
 public:
  OrderAction consume(const Message& message, const ConsumeOrderContext& context) noexcept override {
    (void)context;
    std::lock_guard<std::mutex> lock(mutex_);
    in_order_ = in_order_ && message.getBody() == std::to_string(count_);
    count_++;
    changed_.notify_all();
    return OrderAction::Success;
  }
  bool await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(2), [&] { return count_ == count; }) && in_order_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
  bool in_order_ = true;
};

}  // namespace

bool style_of_two_threads(const char* address) {
  rocketmq::Logger& logger = rocketmq::getLogger();
  logger.setLevel(rocketmq::Level::Off);
  logger.setConsoleLevel(rocketmq::Level::Warn);
  logger.init();

  ONSFactoryProperty factory_property;
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_style_threads");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, address);
  factory_property.setSendMsgTimeout(std::chrono::minutes(1)).setSendMsgRetryTimes(3);
  std::string topic = "style-threads";
  std::string tag = "*";
  const int count = 8;
  bool received = false;

  auto produce = [&] {
    auto order_producer = ONSFactory::getInstance()->createOrderProducer(factory_property);
    order_producer->start();
    for (int i = 0; i < count; ++i) {
      Message message(topic, "TagA", std::to_string(i));
      SendResultONS send_result = order_producer->send(message, "message-group-0");
      std::cout << "Message sent with message-id=" << send_result.getMessageId() << std::endl;
    }
    order_producer->shutdown();
  };
  auto consume = [&] {
    OrderConsumer* consumer = ONSFactory::getInstance()->createOrderConsumer(factory_property);
    consumer->subscribe(topic, tag);
    auto listener = new CountingListener();
    consumer->registerMessageListener(listener);
    consumer->start();
    received = listener->await(count);
    consumer->shutdown();
    delete listener;
  };
  std::thread t_producer(produce);
  t_producer.join();
  std::thread t_consumer(consume);
  t_consumer.join();
  return received;
}
