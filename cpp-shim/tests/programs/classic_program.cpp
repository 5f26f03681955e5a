// A program for the C++ SDK 1.x and 2.x, as users have them. Compiled by every standard and with either std::string.
#include <openons/runtime.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

#include "MessageQueueSelectorONS.h"
#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

class CountingListener : public MessageListener {
 public:
  CountingListener() : count_(0) {}

  virtual Action consume(Message& message, ConsumeContext& context) {
    (void)context;
    std::lock_guard<std::mutex> lock(mutex_);
    const char* colour = message.getUserProperties("colour");
    const char* key = message.getKey();
    string body = message.getMsgBody();  // `using namespace std` comes with the SDK's headers.
    if (strcmp(colour, "green") == 0 && strcmp(key, "ORDERID_100") == 0 && body == message.getBody()) {
      count_++;
    }
    changed_.notify_all();
    return CommitMessage;
  }

  bool await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_;
};

class Callback : public SendCallbackONS {
 public:
  virtual void onSuccess(SendResultONS& result) { printf("sent %s\n", result.getMessageId()); }
  virtual void onException(ONSClientException& error) { printf("failed %d\n", error.GetError()); }
};

class Executer : public LocalTransactionExecuter {
  virtual TransactionStatus execute(Message& message) {
    int size = 0;
    return message.getByteBody(&size) == NULL || size == 0 ? RollbackTransaction : CommitTransaction;
  }
};

class Checker : public LocalTransactionChecker {
  virtual TransactionStatus check(Message&) { return Unknow; }
};

class OrderListener : public MessageOrderListener {
  virtual ::OrderAction consume(Message&, ConsumeOrderContext&) { return ::Suspend; }
};

class Selector : public MessageQueueSelectorONS {
 public:
  virtual MessageQueueONS select(const vector<MessageQueueONS>& mqs, const Message& msg, void*) {
    return mqs.at(msg.getBodySize() % mqs.size());
  }
};

int run() {
  ONSFactoryProperty factoryInfo;
  std::map<std::string, std::string> properties = {{ONSFactoryProperty::AccessKey, "any"},
                                                   {ONSFactoryProperty::SecretKey, "any"}};
  factoryInfo.setFactoryProperties(properties);
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_program");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ConsumerId, std::string("GID_program"));
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "program");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::MsgContent, "hello");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::MessageModel, ONSFactoryProperty::CLUSTERING);

  CountingListener* listener = new CountingListener();
  PushConsumer* consumer = ONSFactory::getInstance()->createPushConsumer(factoryInfo);
  consumer->subscribe(factoryInfo.getPublishTopics(), "*", listener);
  consumer->start();

  Producer* producer = ONSFactory::getInstance()->createProducer(factoryInfo);
  producer->start();
  Message message(factoryInfo.getPublishTopics(), "TagA", factoryInfo.getMessageContent());
  message.setKey("ORDERID_100");
  message.putUserProperties("colour", "green");
  Callback callback;
  SendResultONS result = producer->send(message);
  producer->sendAsync(message, &callback);
  producer->sendOneway(message);

  Checker* checker = new Checker();
  Executer executer;
  TransactionProducer* transactions = ONSFactory::getInstance()->createTransactionProducer(factoryInfo, checker);
  transactions->start();
  transactions->send(message, &executer);

  OrderListener orderListener;
  OrderConsumer* orderConsumer = ONSFactory::getInstance()->createOrderConsumer(factoryInfo);
  orderConsumer->subscribe("program-ordered", "*", &orderListener);
  orderConsumer->start();
  OrderProducer* orderProducer = ONSFactory::getInstance()->createOrderProducer(factoryInfo);
  orderProducer->start();
  orderProducer->send(message, "order-7");

  PullConsumer* pullConsumer = ONSFactory::getInstance()->createPullConsumer(factoryInfo);
  pullConsumer->start();
  vector<MessageQueueONS> queues(1, MessageQueueONS("program", "broker", 0));
  bool selected = Selector().select(queues, message, NULL).compareTo(queues[0]) == 0;

  bool received = listener->await(5);
  bool thrown = false;
  try {
    Message empty("program", "TagA", "");
    producer->send(empty);
  } catch (ONSClientException& e) {
    thrown = std::strlen(e.GetMsg()) > 0 && e.GetError() != 0;
  }
  consumer->shutdown();
  orderConsumer->shutdown();
  pullConsumer->shutdown();
  producer->shutdown();
  orderProducer->shutdown();
  transactions->shutdown();
  delete listener;
  delete checker;
  delete consumer;
  delete orderConsumer;
  delete pullConsumer;
  delete producer;
  delete orderProducer;
  delete transactions;
  return received && thrown && selected && std::strlen(result.getMessageId()) > 0 ? 0 : 1;
}

int main() {
  openons::RuntimeOptions options;
  options.echo = true;
  openons::runtime::open(options);
  int result = run();
  openons::runtime::close();
  return result;
}
