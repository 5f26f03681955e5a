// Members of 3.0 as programs write them, and classes of programs in place of the SDK's. It must compile.
#include "ons/LocalTransactionChecker.h"
#include "ons/LocalTransactionExecuter.h"
#include "ons/MessageQueueSelectorONS.h"
#include "ons/ONSEnvironmentVariableFactoryProperty.h"
#include "ons/ONSErrorCode.h"
#include "ons/ONSFactory.h"
#include "ons/ONSFactoryAPI.h"
#include "ons/ONSPullStatus.h"
#include "ons/TransactionProducer.h"

#include <chrono>
#include <iostream>
#include <memory>

using namespace ons;

// Of builds before 3.0.0: no noexcept, messages that are not constant.
namespace ons {

class EarlyChecker : public LocalTransactionChecker {
 public:
  TransactionStatus check(Message&) override { return TransactionStatus::CommitTransaction; }
};

class EarlyExecuter : public LocalTransactionExecuter {
 public:
  TransactionStatus execute(const Message&) override { return TransactionStatus::RollbackTransaction; }
};

class EarlyListener : public MessageListener {
 public:
  Action consume(Message& message, ConsumeContext&) override {
    std::cout << message.getTopic() << std::endl;
    return Action::ReconsumeLater;
  }
};

class EarlyOrderListener : public MessageOrderListener {
 public:
  OrderAction consume(Message&, ConsumeOrderContext&) override { return Success; }
};

}  // namespace ons

class ProducerOfProgram : public Producer {
 public:
  void start() override {}
  void shutdown() override {}
  SendResultONS send(Message&) noexcept(false) override { return SendResultONS(); }
  SendResultONS send(Message&, std::error_code&) noexcept override { return {}; }
  void sendAsync(Message&, SendCallbackONS*) noexcept override {}
  void sendOneway(Message&) noexcept override {}
};

class PushConsumerOfProgram : public PushConsumer {
 public:
  void start() override {}
  void shutdown() override {}
  void subscribe(const std::string&, const std::string&) override {}
  void registerMessageListener(MessageListener*) override {}
  void withOffsetStore(std::unique_ptr<OffsetStore>) override {}
};

class FactoryOfProgram : public ONSFactoryAPI {
 public:
  Producer* createProducer(ONSFactoryProperty&) override { return new ProducerOfProgram(); }
  OrderProducer* createOrderProducer(ONSFactoryProperty&) override { return nullptr; }
  OrderConsumer* createOrderConsumer(ONSFactoryProperty&) override { return nullptr; }
  TransactionProducer* createTransactionProducer(ONSFactoryProperty&, LocalTransactionChecker*) override {
    return nullptr;
  }
  PullConsumer* createPullConsumer(ONSFactoryProperty&) override { return nullptr; }
  PushConsumer* createPushConsumer(ONSFactoryProperty&) override { return new PushConsumerOfProgram(); }
};

int main() {
  ONSFactoryProperty property(false);
  property.setSendMsgTimeout(3000).setSendMsgTimeout(std::chrono::seconds(3)).setSendMsgRetryTimes(3);
  if (property) {
    return 1;
  }
  FactoryOfProgram factory;
  std::unique_ptr<Producer> producer(factory.createProducer(property));
  std::unique_ptr<PushConsumer> consumer(factory.createPushConsumer(property));
  const char* topic = "topic";
  consumer->subscribe(topic, "*");
  consumer->subscribe(topic, std::string("*"));
  Message message("topic", "TagA", "key", "body");
  message.setStartDeliverTime(std::chrono::system_clock::now());
  std::string key = message.getKeys().front();
  std::int64_t offset = message.getQueueOffset();
  SendResultONS result = producer->send(message);
  bool sent = result;
  const std::string& id = result.getMessageId();
  PullResultONS pulled(ONSPullStatus::ONS_FOUND, 1, 0, 2);
  EarlyChecker checker;
  EarlyExecuter executer;
  EarlyListener listener;
  EarlyOrderListener order_listener;
  try {
    throw ONSClientException("of one argument");
  } catch (const ONSClientException& e) {
    return e.GetError() == OTHER_ERROR && !sent && id.empty() && offset == 0 && key == "key" &&
                   pulled.message_list_.empty()
               ? 0
               : 1;
  }
}
