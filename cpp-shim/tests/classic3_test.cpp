// The classic classes of 3.0. In a program of its own: a program is written for one generation.
#include "support.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ons/ONSEnvironmentVariableFactoryProperty.h"
#include "ons/ONSErrorCode.h"
#include "ons/ONSFactory.h"
#include "rocketmq/Logger.h"

using support::Inbox;
using namespace ons;

namespace {

ONSFactoryProperty factory_property() {
  ONSFactoryProperty property(false);
  property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, "127.0.0.1:8081");
  property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_three");
  return property;
}

template <class Create>
auto made(Create create) {
  ONSFactoryProperty property = factory_property();
  auto* client = (ONSFactory::getInstance()->*create)(property);
  return std::unique_ptr<std::remove_pointer_t<decltype(client)>>(client);
}

std::unique_ptr<Producer> started_producer() {
  auto producer = made(&ONSFactoryAPI::createProducer);
  producer->start();
  return producer;
}

template <class Call>
int error_of(Call call) {
  try {
    call();
  } catch (const ONSClientException& error) {
    EXPECT_NE(std::string(error.what()), "");
    return error.GetError();
  }
  ADD_FAILURE() << "no ONSClientException";
  return 0;
}

class KeepingListener : public MessageListener {
 public:
  Action consume(const Message& message, ConsumeContext&) noexcept override {
    messages.put(message);
    return Action::CommitMessage;
  }
  Inbox<Message> messages;
};

class EarlyListener : public MessageListener {
 public:
  Action consume(Message& message, ConsumeContext&) override {
    messages.put(message);
    return Action::CommitMessage;
  }
  Inbox<Message> messages;
};

class KeepingOrderListener : public MessageOrderListener {
 public:
  OrderAction consume(const Message& message, const ConsumeOrderContext&) noexcept override {
    messages.put(message);
    return OrderAction::Success;
  }
  Inbox<Message> messages;
};

class Deciding : public LocalTransactionExecutor, public LocalTransactionChecker {
 public:
  explicit Deciding(TransactionStatus status) : status_(status) {}
  TransactionStatus execute(const Message& message) noexcept override {
    ids.put(message.getMsgID());
    return status_;
  }
  TransactionStatus check(const Message& message) noexcept override {
    ids.put(message.getMsgID());
    return TransactionStatus::CommitTransaction;
  }
  Inbox<std::string> ids;

 private:
  TransactionStatus status_;
};

class KeepingCallback : public SendCallbackONS {
 public:
  void onSuccess(SendResultONS& result) noexcept override { outcomes.put(result.getMessageId()); }
  void onException(ONSClientException& error) noexcept override {
    outcomes.put(std::string("failed: ") + error.what());
  }
  Inbox<std::string> outcomes;
};

/// A variable of the environment as long as this lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    const char* before = std::getenv(name);
    was_set_ = before != nullptr;
    before_ = was_set_ ? before : "";
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { was_set_ ? setenv(name_, before_.c_str(), 1) : unsetenv(name_); }

 private:
  const char* name_;
  std::string before_;
  bool was_set_;
};

/// A home folder with a file of credentials as long as this lives.
class Home {
 public:
  explicit Home(const std::string& credential) {
    std::filesystem::create_directories(folder_ / "ons");
    std::ofstream(folder_ / "ons" / "credential") << credential;
  }
  ~Home() { std::filesystem::remove_all(folder_); }

 private:
  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / support::topic();
  Variable home_{"HOME", folder_.string()};
};

}  // namespace

TEST(Classic3Consumer, gives_messages_to_its_one_listener) {
  KeepingListener listener;
  auto consumer = made(&ONSFactoryAPI::createPushConsumer);
  consumer->subscribe(support::topic(), "TagA || TagB");
  consumer->registerMessageListener(&listener);
  consumer->start();
  auto producer = started_producer();
  Message message(support::topic(), "TagA", "key-1", std::string("a\0b", 3));
  message.attachKey("key-2");
  message.putUserProperty("colour", "green");
  auto before = std::chrono::system_clock::now() - std::chrono::seconds(60);

  SendResultONS result = producer->send(message);

  ASSERT_TRUE(result);
  auto received = listener.messages.take();
  ASSERT_TRUE(received);
  EXPECT_EQ(received->getMsgID(), result.getMessageId());
  EXPECT_EQ(received->getTopic(), support::topic());
  EXPECT_EQ(received->getTag(), "TagA");
  EXPECT_EQ(received->getKeys(), (std::vector<std::string>{"key-1", "key-2"}));
  EXPECT_EQ(received->getBody(), message.getBody());
  EXPECT_EQ(received->getUserProperty("colour"), "green");
  EXPECT_EQ(received->getUserProperty("shape"), "");
  EXPECT_GT(received->getBornTimestamp(), before);
  EXPECT_EQ(received->getReconsumeTimes(), 0);
  consumer->shutdown();
}

TEST(Classic3Consumer, takes_a_listener_of_the_builds_before_3_0_0) {
  EarlyListener listener;
  auto consumer = made(&ONSFactoryAPI::createPushConsumer);
  consumer->subscribe(support::topic(), "*");
  consumer->registerMessageListener(&listener);
  consumer->start();
  Message message(support::topic(), "TagA", "body");
  started_producer()->send(message);
  EXPECT_TRUE(listener.messages.take());
  consumer->shutdown();
}

TEST(Classic3Consumer, needs_a_listener_before_the_start) {
  auto consumer = made(&ONSFactoryAPI::createPushConsumer);
  consumer->subscribe(support::topic(), "*");
  EXPECT_EQ(error_of([&] { consumer->start(); }), MESSAGE_LISTENER_IS_EMPTY);
  EXPECT_EQ(error_of([&] { consumer->registerMessageListener(nullptr); }), MESSAGE_LISTENER_IS_EMPTY);
  error_of([&] { consumer->withOffsetStore(nullptr); });
  const char* null = nullptr;
  error_of([&] { consumer->subscribe(null, "*"); });
}

TEST(Classic3Consumer, names_the_function_that_a_listener_lacks) {
  MessageListener listener;
  ConsumeContext context;
  const Message message("topic", "body");
  EXPECT_EQ(error_of([&] { listener.consume(message, context); }), MESSAGE_LISTENER_IS_EMPTY);
  MessageOrderListener order_listener;
  const ConsumeOrderContext order_context{};
  EXPECT_EQ(error_of([&] { order_listener.consume(message, order_context); }), MESSAGE_LISTENER_IS_EMPTY);
  LocalTransactionChecker checker;
  error_of([&] { checker.check(message); });
  LocalTransactionExecuter executer;
  error_of([&] { executer.execute(message); });
}

TEST(Classic3OrderProducer, sends_in_order_by_message_group) {
  KeepingOrderListener listener;
  auto consumer = made(&ONSFactoryAPI::createOrderConsumer);
  consumer->subscribe(support::topic(), "*");
  consumer->registerMessageListener(&listener);
  consumer->start();
  auto producer = made(&ONSFactoryAPI::createOrderProducer);
  producer->start();
  for (int i = 0; i < 10; i++) {
    Message message(support::topic(), std::to_string(i));
    EXPECT_TRUE(producer->send(message, "group-7"));
  }
  for (int i = 0; i < 10; i++) {
    auto received = listener.messages.take();
    ASSERT_TRUE(received);
    EXPECT_EQ(received->getBody(), std::to_string(i));
  }
  consumer->shutdown();
}

TEST(Classic3Transactions, ask_the_checker_about_what_the_executor_left_open) {
  Deciding decision(TransactionStatus::Unknow);
  ONSFactoryProperty property = factory_property();
  std::unique_ptr<TransactionProducer> producer(
      ONSFactory::getInstance()->createTransactionProducer(property, &decision));
  producer->start();
  Message message(support::topic(), "body");
  std::string id = producer->send(message, &decision).getMessageId();
  EXPECT_EQ(decision.ids.take(), id);
  EXPECT_EQ(decision.ids.take(), id);
  producer->shutdown();
  error_of([&] { ONSFactory::getInstance()->createTransactionProducer(property, nullptr); });
}

TEST(Classic3Producer, sets_an_error_code_instead_of_throwing) {
  auto producer = started_producer();
  std::error_code error;
  Message good(support::topic(), "body");
  EXPECT_TRUE(producer->send(good, error));
  EXPECT_FALSE(error);
  Message empty(support::topic(), "");
  EXPECT_FALSE(producer->send(empty, error));
  EXPECT_EQ(error, openons::Status::invalid);
  producer->shutdown();
  EXPECT_FALSE(producer->send(good, error));
  EXPECT_EQ(error, openons::Status::closed);
}

TEST(Classic3Producer, tells_the_callback_every_end_of_an_asynchronous_send) {
  auto producer = started_producer();
  KeepingCallback callback;
  Message good(support::topic(), "body");
  Message empty(support::topic(), "");
  producer->sendAsync(good, &callback);
  auto sent = callback.outcomes.take();
  ASSERT_TRUE(sent);
  EXPECT_NE(sent->find("failed"), 0u);
  producer->sendAsync(empty, &callback);
  EXPECT_EQ(callback.outcomes.take().value_or("").find("failed: "), 0u);
  producer->shutdown();
  producer->sendAsync(good, &callback);
  EXPECT_EQ(callback.outcomes.take().value_or("").find("failed: "), 0u);
  EXPECT_EQ(callback.outcomes.size(), 0u);
  EXPECT_EQ(error_of([&] { producer->sendAsync(good, nullptr); }), SEND_CALLBACK_IS_EMPTY);
}

TEST(Classic3Producer, logs_why_a_one_way_message_was_not_sent) {
  auto producer = started_producer();
  Message empty(support::topic(), "");
  static_assert(noexcept(producer->sendOneway(empty)), "as in the SDK");
  testing::internal::CaptureStderr();
  producer->sendOneway(empty);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("empty body"), std::string::npos);
}

TEST(Classic3Property, has_defaults_and_setters_that_chain) {
  Home home("{}");
  ONSFactoryProperty property;
  EXPECT_EQ(property.getSendMsgTimeout(), std::chrono::seconds(3));
  EXPECT_EQ(property.getSuspendTimeMillis(), std::chrono::seconds(3));
  EXPECT_EQ(property.getMaxMsgCacheSize(), 1000);
  EXPECT_EQ(property.getMessageModel(), ONSFactoryProperty::CLUSTERING);
  EXPECT_TRUE(property.getOnsTraceSwitch());
  EXPECT_EQ(property.getChannel(), ONSFactoryProperty::DEFAULT_CHANNEL);
  EXPECT_EQ(property.getConsumeThreadNums(), -1);
  EXPECT_EQ(property.getGroupId(), ONSFactoryProperty::EMPTY_STRING);
  EXPECT_FALSE(property);

  property.setSendMsgTimeout(std::chrono::seconds(5))
      .setSendMsgRetryTimes(2)
      .setMaxMsgCacheSize(500)
      .withTraceFeature(Trace::OFF)
      .setMessageModel(MessageModel::BROADCASTING)
      .setSuspendDuration(std::chrono::milliseconds(100))
      .setOnsChannel(ONSChannel::INNER);

  EXPECT_EQ(property.getSendMsgTimeout(), std::chrono::seconds(5));
  EXPECT_EQ(property.getSendMsgRetryTimes(), 2);
  EXPECT_EQ(property.getMaxMsgCacheSize(), 500);
  EXPECT_FALSE(property.getOnsTraceSwitch());
  EXPECT_EQ(property.getMessageModel(), "BROADCASTING");
  EXPECT_EQ(property.getSuspendTimeMillis(), std::chrono::milliseconds(100));
  EXPECT_EQ(property.getOnsChannel(), ONSChannel::INNER);
  EXPECT_TRUE(property);
}

TEST(Classic3Property, gives_the_group_under_its_older_names) {
  ONSFactoryProperty property(false);
  property.setFactoryProperty(ONSFactoryProperty::ConsumerId, "GID_old");
  EXPECT_EQ(property.getConsumerId(), "GID_old");
  EXPECT_EQ(property.getProducerId(), "");
  property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_new");
  EXPECT_EQ(property.getConsumerId(), "GID_new");
  EXPECT_EQ(property.getProducerId(), "GID_new");
}

TEST(Classic3Property, bounds_rates_by_topic) {
  ONSFactoryProperty property = factory_property();
  property.throttle(support::topic(), 16);
  EXPECT_EQ(property.throttle().at(support::topic()), 16u);
  std::unique_ptr<PushConsumer> consumer(ONSFactory::getInstance()->createPushConsumer(property));
  // The echo mode has none, so its refusal shows that the limit came to the library.
  EXPECT_EQ(error_of([&] { consumer->subscribe(support::topic(), "*"); }),
            static_cast<int>(openons::Status::unsupported));
  consumer->subscribe("another", "*");
}

TEST(Classic3Property, reads_the_credential_file_and_then_the_environment) {
  Home home("{\n  \"AccessKey\": \"a \\\"quoted\\\" key\", \"SecretKey\":\"secret\",\n \"GroupId\": \"GID_file\"}\n");
  Variable group("GroupId", "GID_environment");
  Variable address("NAMESRV_ADDR", "");
  ONSFactoryProperty property;
  EXPECT_EQ(property.getAccessKey(), "a \"quoted\" key");
  EXPECT_EQ(property.getSecretKey(), "secret");
  EXPECT_EQ(property.getGroupId(), "GID_file");
  EXPECT_TRUE(property);
  ONSEnvironmentVariableFactoryProperty of_environment;
  EXPECT_EQ(of_environment.getAccessKey(), "a \"quoted\" key");
  EXPECT_EQ(of_environment.getGroupId(), "GID_environment");
  EXPECT_EQ(of_environment.getNameSrvAddr(), "");
}

TEST(Classic3Property, names_the_place_where_the_credential_file_is_damaged) {
  for (const char* text : {"", "{", "[]", "{\"AccessKey\"}", "{\"AccessKey\": 5}", "{\"AccessKey\": \"a",
                           "{\"AccessKey\": \"a\\u0041\"}", "{\"AccessKey\": \"a\"} more", "{\"a\": \"b\",}"}) {
    Home home(text);
    try {
      ONSFactoryProperty property;
      ADD_FAILURE() << text;
    } catch (const ONSClientException& error) {
      EXPECT_NE(std::string(error.what()).find("ons/credential, byte "), std::string::npos) << error.what();
    }
  }
}

TEST(Classic3Message, keeps_what_it_is_given) {
  Message message("topic", "body");
  EXPECT_EQ(message.getStartDeliverTime(), std::chrono::system_clock::time_point());
  EXPECT_TRUE(message.getKeys().empty());
  auto later = std::chrono::system_clock::time_point(std::chrono::milliseconds(123456789012LL));
  message.setStartDeliverTime(later);
  EXPECT_EQ(message.getStartDeliverTime(), later);
  const char* null = nullptr;
  error_of([&] { Message(null, "body"); });
  error_of([&] { message.setBody(null); });
  error_of([&] { message.attachKey(null); });
  ONSClientException error("of one argument");
  EXPECT_EQ(error.GetError(), OTHER_ERROR);
}

TEST(Classic3Logger, leads_the_logs_of_later_clients) {
  Variable home("HOME", "/folder/of/test");
  rocketmq::detail::ProcessLogger logger;
  openons::Properties before;
  logger.setLevel(rocketmq::Level::Debug);
  logger.setFileCount(3);
  logger.add_to(before);
  EXPECT_TRUE(before.entries().empty());

  logger.init();

  openons::Properties after;
  logger.add_to(after);
  const std::map<std::string, std::string> expected = {{"ons.client.logRoot", "/folder/of/test/logs/rocketmq"},
                                                       {"ons.client.logLevel", "DEBUG"},
                                                       {"ons.client.logFileMaxIndex", "3"}};
  EXPECT_EQ(after.entries(), expected);
  openons::Properties of_program = {{"ons.client.logRoot", "/of/program"}};
  logger.setLogHome("/of/logger");
  logger.add_to(of_program);
  EXPECT_EQ(of_program.get("ons.client.logRoot"), "/of/program");
  logger.setLevel(rocketmq::Level::Off);
  openons::Properties off;
  logger.add_to(off);
  EXPECT_TRUE(off.entries().empty());
}

TEST(Classic3Logger, says_what_is_without_effect) {
  testing::internal::CaptureStderr();
  rocketmq::getLogger().setFileSize(1048576);
  rocketmq::getLogger().setPattern("%v");
  std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("setFileSize is without effect"), std::string::npos);
  EXPECT_NE(said.find("setPattern is without effect"), std::string::npos);
}
