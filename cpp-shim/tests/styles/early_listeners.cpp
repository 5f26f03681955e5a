// 3.0, builds before 3.0.0: listeners and checkers of messages that are not constant, without noexcept, inside of the
// SDK's namespace; static counters; error codes; smart pointers to clients.
#include "styles.hpp"

#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <system_error>

#include "ons/TransactionProducer.h"

#include "ons/LocalTransactionChecker.h"
#include "ons/ONSCallback.h"
#include "ons/ONSFactory.h"
#include "ons/TransactionStatus.h"

using namespace std;
using namespace ons;

namespace {

std::mutex m;
std::condition_variable cv;

class CountingCallback : public SendCallbackONS {
 public:
  void onSuccess(SendResultONS& send_result) override {
    std::lock_guard<std::mutex> lg(m);
    success_num += send_result ? 1 : 0;
    cv.notify_all();
  }
  void onException(ONSClientException& e) override {
    std::lock_guard<std::mutex> lg(m);
    failed_num++;
    std::cout << e.what() << std::endl;
    cv.notify_all();
  }
  static int success_num;
  static int failed_num;
};

int CountingCallback::success_num = 0;
int CountingCallback::failed_num = 0;

class PrintingListener : public MessageListener {
 public:
  Action consume(Message& message, ConsumeContext& context) override {
    (void)context;
    std::lock_guard<std::mutex> lg(m);
    std::cout << "Received a message. Topic: " << message.getTopic() << ", MsgId: " << message.getMsgID() << std::endl;
    received++;
    cv.notify_all();
    return Action::CommitMessage;
  }
  int received = 0;
};

}  // namespace

namespace ons {

class BookingChecker : public LocalTransactionChecker {
 public:
  TransactionStatus check(Message& msg) override {
    return msg.getBody().empty() ? TransactionStatus::RollbackTransaction : TransactionStatus::CommitTransaction;
  }
};

class BookingExecutor : public LocalTransactionExecuter {
 public:
  TransactionStatus execute(const Message& msg) override {
    return msg.getMsgID().empty() ? TransactionStatus::Unknow : TransactionStatus::CommitTransaction;
  }
};

}  // namespace ons

bool style_of_early_listeners(const char* address) {
  ONSFactoryProperty factory_property(true);
  factory_property.setFactoryProperty(ons::ONSFactoryProperty::GroupId, "GID_style_early");
  factory_property.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ons::ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factory_property.setFactoryProperty(ons::ONSFactoryProperty::NAMESRV_ADDR, address);
  factory_property.setSendMsgTimeout(60000);

  std::unique_ptr<BookingChecker> checker(new BookingChecker());
  std::unique_ptr<BookingExecutor> executor(new BookingExecutor());
  auto transaction_producer = ONSFactory::getInstance()->createTransactionProducer(factory_property, checker.get());
  transaction_producer->start();
  Message half("style-early", "TagA", "of a transaction");
  transaction_producer->send(half, executor.get());
  transaction_producer->shutdown();

  factory_property.setFactoryProperty(ons::ONSFactoryProperty::GroupId, "GID_style_early_2");
  std::shared_ptr<Producer> producer(ONSFactory::getInstance()->createProducer(factory_property));
  producer->start();
  auto callback = std::make_shared<CountingCallback>();
  Message message("style-early", "TagA", "key-0", "of its own");
  message.attachKey("key-1");
  for (const std::string& key : message.getKeys()) {
    message.putUserProperty(key, "yes");
  }
  producer->sendAsync(message, callback.get());
  std::error_code ec;
  SendResultONS result = producer->send(message, ec);
  producer->sendOneway(message);

  const char* topic = "style-early";
  PrintingListener listener;
  PushConsumer* consumer = ONSFactory::getInstance()->createPushConsumer(factory_property);
  consumer->registerMessageListener(&listener);
  consumer->subscribe(topic, "*");
  consumer->start();
  bool all;
  {
    std::unique_lock<std::mutex> lock(m);
    all = cv.wait_for(lock, std::chrono::minutes(2),
                      [&] { return listener.received == 4 && CountingCallback::success_num == 1; });
  }
  consumer->shutdown();
  producer->shutdown();
  return all && !ec && result && CountingCallback::failed_num == 0;
}
