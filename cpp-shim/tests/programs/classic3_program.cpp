// A program for the C++ SDK 3.0, as users have them. Compiled by every standard and with either std::string.
#include <openons/runtime.hpp>

#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <string>
#include <system_error>

#include "ons/MessageModel.h"
#include "ons/ONSFactory.h"
#include "rocketmq/Logger.h"

using namespace std;
using namespace ons;

class CountingListener : public MessageListener {
 public:
  Action consume(const Message& message, ConsumeContext& context) noexcept override {
    (void)context;
    std::lock_guard<std::mutex> lock(mutex_);
    auto age = std::chrono::system_clock::now() - message.getBornTimestamp();
    if (message.getUserProperty("colour") == "green" && message.getKeys().size() == 1 &&
        age < std::chrono::hours(1)) {
      count_++;
    }
    changed_.notify_all();
    return Action::CommitMessage;
  }

  bool await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

class OrderListener : public MessageOrderListener {
 public:
  OrderAction consume(const Message& message, const ConsumeOrderContext&) noexcept override {
    return message.getBody().empty() ? OrderAction::Suspend : OrderAction::Success;
  }
};

class Callback : public SendCallbackONS {
 public:
  void onSuccess(SendResultONS& result) noexcept override { std::cout << result.getMessageId() << std::endl; }
  void onException(ONSClientException& error) noexcept override { std::cout << error.what() << std::endl; }
};

// Extending the SDK's namespace, as its own classes do.
ONS_NAMESPACE_BEGIN

class Checker : public LocalTransactionChecker {
 public:
  TransactionStatus check(const Message&) noexcept override { return TransactionStatus::Unknow; }
};

class Executer : public LocalTransactionExecuter {
 public:
  TransactionStatus execute(const Message&) noexcept override { return TransactionStatus::CommitTransaction; }
};

ONS_NAMESPACE_END

int run() {
  rocketmq::Logger& logger = rocketmq::getLogger();
  logger.setConsoleLevel(rocketmq::Level::Warn);

  ONSFactoryProperty factory_property;
  factory_property.setSendMsgTimeout(std::chrono::seconds(30))
      .withTraceFeature(Trace::OFF)
      .setMessageModel(MessageModel::CLUSTERING);
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_program");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, "127.0.0.1:8081");

  CountingListener listener;
  PushConsumer* consumer = ONSFactory::getInstance()->createPushConsumer(factory_property);
  std::string topic = "program";
  consumer->subscribe(topic, "*");
  consumer->registerMessageListener(&listener);
  consumer->start();

  Producer* producer = ONSFactory::getInstance()->createProducer(factory_property);
  producer->start();
  Message message("program", "TagA", "Key", "body");
  message.putUserProperty("colour", "green");
  Callback callback;
  SendResultONS result = producer->send(message);
  std::error_code error;
  result = producer->send(message, error);
  producer->sendAsync(message, &callback);
  producer->sendOneway(message);

  Checker checker;
  Executer executer;
  TransactionProducer* transactions = ONSFactory::getInstance()->createTransactionProducer(factory_property, &checker);
  transactions->start();
  transactions->send(message, &executer);

  OrderListener order_listener;
  OrderConsumer* order_consumer = ONSFactory::getInstance()->createOrderConsumer(factory_property);
  order_consumer->subscribe("program-ordered", "*");
  order_consumer->registerMessageListener(&order_listener);
  order_consumer->start();
  OrderProducer* order_producer = ONSFactory::getInstance()->createOrderProducer(factory_property);
  order_producer->start();
  order_producer->send(message, "group-7");

  PullConsumer* pull_consumer = ONSFactory::getInstance()->createPullConsumer(factory_property);
  pull_consumer->start();

  bool received = listener.await(5);
  bool thrown = false;
  try {
    Message empty("program", "");
    producer->send(empty);
  } catch (ONSClientException& e) {
    thrown = !std::string(e.what()).empty();
  }
  consumer->shutdown();
  order_consumer->shutdown();
  pull_consumer->shutdown();
  producer->shutdown();
  order_producer->shutdown();
  transactions->shutdown();
  delete consumer;
  delete order_consumer;
  delete pull_consumer;
  delete producer;
  delete order_producer;
  delete transactions;
  return received && thrown && !error && result ? 0 : 1;
}

int main() {
  openons::RuntimeOptions options;
  options.echo = true;
  openons::runtime::open(options);
  int status = run();
  openons::runtime::close();
  return status;
}
