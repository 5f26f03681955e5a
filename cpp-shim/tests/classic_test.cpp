#include "support.hpp"

#include "ONSClientException.h"
#include "ONSFactory.h"

using support::Inbox;

namespace {

ons::ONSFactoryProperty factory_property() {
  ons::ONSFactoryProperty property;
  property.setFactoryProperty(ons::ONSFactoryProperty::NAMESRV_ADDR, "127.0.0.1:8081");
  property.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, "any");
  property.setFactoryProperty(ons::ONSFactoryProperty::SecretKey, "any");
  property.setFactoryProperty(ons::ONSFactoryProperty::ProducerId, "GID_producer");
  property.setFactoryProperty(ons::ONSFactoryProperty::ConsumerId, "GID_consumer");
  return property;
}

ons::ONSFactoryAPI& factory() { return *ons::ONSFactory::getInstance(); }

template <class Client>
std::unique_ptr<Client> owned(Client* client) {
  return std::unique_ptr<Client>(client);
}

std::unique_ptr<ons::Producer> started_producer() {
  auto producer = owned(factory().createProducer(factory_property()));
  producer->start();
  return producer;
}

template <class Call>
int error_of(Call call) {
  try {
    call();
  } catch (const ons::ONSClientException& error) {
    EXPECT_STREQ(error.what(), error.GetMsg());
    EXPECT_NE(std::string(error.what()), "");
    return error.GetError();
  }
  ADD_FAILURE() << "no ONSClientException";
  return 0;
}

openons::Properties translated(const ons::ONSFactoryProperty& property, const char* group_key) {
  return ons::detail::translate(property.getFactoryProperties(), group_key);
}

class KeepingListener : public ons::MessageListener {
 public:
  Action consume(ons::Message& message, ons::ConsumeContext&) override {
    messages.put(message);
    return CommitMessage;
  }
  Inbox<ons::Message> messages;
};

class KeepingOrderListener : public ons::MessageOrderListener {
 public:
  OrderAction consume(ons::Message& message, ons::ConsumeOrderContext&) override {
    messages.put(message);
    return Success;
  }
  Inbox<ons::Message> messages;
};

class Deciding : public ons::LocalTransactionExecuter, public ons::LocalTransactionChecker {
 public:
  explicit Deciding(ons::TransactionStatus status) : status_(status) {}
  ons::TransactionStatus execute(ons::Message& message) override {
    ids.put(message.getMsgID());
    return status_;
  }
  ons::TransactionStatus check(ons::Message& message) override { return execute(message); }
  Inbox<std::string> ids;

 private:
  ons::TransactionStatus status_;
};

class KeepingCallback : public ons::SendCallbackONS {
 public:
  void onSuccess(ons::SendResultONS& result) override { ids.put(result.getMessageId()); }
  void onException(ons::ONSClientException& error) override { ids.put(std::string("failed: ") + error.what()); }
  Inbox<std::string> ids;
};

}  // namespace

TEST(ClassicProducer, sends_what_a_classic_consumer_receives) {
  KeepingListener listener;
  auto consumer = owned(factory().createPushConsumer(factory_property()));
  consumer->subscribe(support::topic(), "TagA || TagB", &listener);
  consumer->start();
  auto producer = started_producer();
  ons::Message message(support::topic(), "TagA", std::string("a\0b", 3));
  message.setKey("ORDERID_100");
  message.putUserProperties("colour", "green");

  ons::SendResultONS result = producer->send(message);

  auto received = listener.messages.take();
  ASSERT_TRUE(received);
  EXPECT_STREQ(received->getMsgID(), result.getMessageId());
  EXPECT_STREQ(message.getMsgID(), result.getMessageId());
  EXPECT_EQ(received->getTopic(), support::topic());
  EXPECT_STREQ(received->getTag(), "TagA");
  EXPECT_STREQ(received->getKey(), "ORDERID_100");
  EXPECT_EQ(received->getMsgBody(), std::string("a\0b", 3));
  EXPECT_STREQ(received->getBody(), "a");
  EXPECT_STREQ(received->getUserProperties("colour"), "green");
  EXPECT_GT(received->getBornTimestamp(), 0);
  consumer->shutdown();
  producer->shutdown();
}

TEST(ClassicProducer, refuses_an_empty_body) {
  auto producer = started_producer();
  ons::Message message(support::topic(), "TagA", "");
  EXPECT_EQ(error_of([&] { producer->send(message); }), ons::MESSAGE_BODY_EMPTY);
  EXPECT_EQ(error_of([&] { producer->sendOneway(message); }), ons::MESSAGE_BODY_EMPTY);
}

TEST(ClassicProducer, tells_the_callback_why_an_asynchronous_message_was_refused) {
  auto producer = started_producer();
  KeepingCallback callback;
  ons::Message without_body(support::topic(), "TagA", "");
  producer->sendAsync(without_body, &callback);
  ons::Message without_topic("", "TagA", "body");
  producer->sendAsync(without_topic, &callback);
  for (int i = 0; i < 2; i++) {
    auto outcome = callback.ids.take();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->find("failed: "), 0u) << *outcome;
  }
  producer->shutdown();
  EXPECT_EQ(callback.ids.size(), 0u);
}

TEST(ClassicProducer, throws_when_it_cannot_send_asynchronously_at_all) {
  auto producer = started_producer();
  producer->shutdown();
  KeepingCallback callback;
  ons::Message message(support::topic(), "TagA", "body");
  EXPECT_EQ(error_of([&] { producer->sendAsync(message, &callback); }), static_cast<int>(openons::Status::closed));
  EXPECT_EQ(callback.ids.size(), 0u);
}

TEST(ClassicProducer, is_not_started_again_after_its_shutdown) {
  auto producer = started_producer();
  producer->shutdown();
  producer->shutdown();
  EXPECT_EQ(error_of([&] { producer->start(); }), static_cast<int>(openons::Status::closed));
}

TEST(ClassicProducer, tells_the_end_of_an_asynchronous_send_once) {
  auto producer = started_producer();
  KeepingCallback callback;
  ons::Message message(support::topic(), "TagA", "body");
  producer->sendAsync(message, &callback);
  auto id = callback.ids.take();
  ASSERT_TRUE(id);
  EXPECT_EQ(id->find("failed"), std::string::npos);
  producer->shutdown();
  EXPECT_EQ(callback.ids.size(), 0u);
  EXPECT_EQ(error_of([&] { producer->sendAsync(message, nullptr); }), ons::SEND_CALLBACK_IS_EMPTY);
}

TEST(ClassicProducer, cannot_choose_the_queue) {
  auto producer = started_producer();
  ons::Message message(support::topic(), "TagA", "body");
  EXPECT_EQ(error_of([&] { producer->send(message, ons::MessageQueueONS("t", "broker", 1)); }),
            static_cast<int>(openons::Status::unsupported));
}

TEST(ClassicOrderProducer, sends_in_order_by_sharding_key) {
  KeepingOrderListener listener;
  auto consumer = owned(factory().createOrderConsumer(factory_property()));
  consumer->subscribe(support::topic(), "*", &listener);
  consumer->start();
  auto producer = owned(factory().createOrderProducer(factory_property()));
  producer->start();
  for (int i = 0; i < 10; i++) {
    ons::Message message(support::topic(), "TagA", std::to_string(i));
    producer->send(message, "order-7");
  }
  for (int i = 0; i < 10; i++) {
    auto received = listener.messages.take();
    ASSERT_TRUE(received);
    EXPECT_EQ(received->getMsgBody(), std::to_string(i));
    EXPECT_STREQ(received->getShardingKey(), "order-7");
  }
  consumer->shutdown();
}

TEST(ClassicTransactions, ask_the_checker_about_what_the_executer_left_open) {
  Deciding checker(ons::CommitTransaction);
  Deciding executer(ons::Unknow);
  auto producer = owned(factory().createTransactionProducer(factory_property(), &checker));
  producer->start();
  ons::Message message(support::topic(), "TagA", "body");
  std::string id = producer->send(message, &executer).getMessageId();
  EXPECT_EQ(executer.ids.take(), id);
  EXPECT_EQ(checker.ids.take(), id);
  producer->shutdown();
}

TEST(ClassicTransactions, that_roll_back_throw) {
  Deciding decision(ons::RollbackTransaction);
  auto producer = owned(factory().createTransactionProducer(factory_property(), &decision));
  producer->start();
  ons::Message message(support::topic(), "TagA", "body");
  error_of([&] { producer->send(message, &decision); });
  error_of([&] { producer->send(message, nullptr); });
  error_of([&] { factory().createTransactionProducer(factory_property(), nullptr); });
}

TEST(ClassicConsumer, needs_a_listener_and_a_group) {
  auto consumer = owned(factory().createPushConsumer(factory_property()));
  EXPECT_EQ(error_of([&] { consumer->subscribe(support::topic(), "*", nullptr); }), ons::MESSAGE_LISTENER_IS_EMPTY);
  EXPECT_NE(error_of([&] { consumer->subscribe(static_cast<const char*>(nullptr), "*", nullptr); }), 0);
  error_of([&] { factory().createPushConsumer(ons::ONSFactoryProperty()); });
}

TEST(ClassicConsumer, of_a_program_needs_no_more_functions_than_the_SDK_has) {
  struct OfProgram : ons::PushConsumer {
    void start() override {}
    void shutdown() override {}
    void subscribe(const char*, const char*, ons::MessageListener*) override {}
  } consumer;
  ons::PushConsumer& any = consumer;
  any.subscribe(std::string("topic"), "*", nullptr);
  error_of([&] { any.unsubscribe("topic"); });
}

TEST(ClassicPullConsumer, names_queues_by_broker_and_number) {
  ons::MessageQueueONS queue(openons::Partition{"topic", "broker-a#3"});
  EXPECT_EQ(queue.getBrokerName(), "broker-a");
  EXPECT_EQ(queue.getQueueId(), 3);
  EXPECT_EQ(queue.partition(), (openons::Partition{"topic", "broker-a#3"}));
  EXPECT_EQ(queue, ons::MessageQueueONS("topic", "broker-a", 3));
  EXPECT_LT(queue, ons::MessageQueueONS("topic", "broker-a", 4));
  EXPECT_EQ(queue.compareTo(ons::MessageQueueONS("topic", "broker-a", 3)), 0);
  EXPECT_LT(queue.compareTo(ons::MessageQueueONS("topic", "broker-a", 4)), 0);
  EXPECT_GT(queue.compareTo(ons::MessageQueueONS("topic", "broker", 4)), 0);
  EXPECT_LT(queue.compareTo(ons::MessageQueueONS("topics", "a", 0)), 0);
  for (const char* name : {"", "#", "broker", "broker#", "broker#x", "broker#-1", "broker#99999999999999999999"}) {
    EXPECT_THROW(ons::MessageQueueONS(openons::Partition{"topic", name}), ons::ONSClientException) << name;
  }
}

TEST(ClassicProperty, is_translated_to_the_keys_of_the_library) {
  ons::ONSFactoryProperty property = factory_property();
  property.setFactoryProperty(ons::ONSFactoryProperty::SuspendTimeMillis, "100");
  property.setOnsChannel(ons::ALIYUN);
  property.setMaxMsgCacheSize(1000);
  property.setSendMsgTimeout(2000);
  property.setSendMsgRetryTimes(3);
  property.setFactoryProperty(ons::ONSFactoryProperty::InstanceId, "MQ_INST_1");
  property.setFactoryProperty(ons::ONSFactoryProperty::PublishTopics, "topic");
  property.setFactoryProperty("ons.tls", "off");

  auto entries = translated(property, ons::ONSFactoryProperty::ConsumerId).entries();

  EXPECT_EQ(entries, (std::map<std::string, std::string>{{"NAMESRV_ADDR", "127.0.0.1:8081"},
                                                         {"AccessKey", "any"},
                                                         {"SecretKey", "any"},
                                                         {"GROUP_ID", "GID_consumer"},
                                                         {"suspendTimeMillis", "100"},
                                                         {"maxCachedMessageAmount", "1000"},
                                                         {"SendMsgTimeoutMillis", "2000"},
                                                         {"SendMsgRetryTimes", "3"},
                                                         {"INSTANCE_ID", "MQ_INST_1"},
                                                         {"ons.tls", "off"}}));
}

TEST(ClassicProperty, leads_the_log_to_the_folder_of_the_property_else_of_the_environment) {
  auto folder = [](const ons::ONSFactoryProperty& property) {
    return translated(property, ons::ONSFactoryProperty::ProducerId).get("ons.client.logRoot");
  };
  ons::ONSFactoryProperty property = factory_property();
  EXPECT_EQ(folder(property), "");
  setenv("ROCKETMQ_LOG_HOME", "/of/environment", 1);
  EXPECT_EQ(folder(property), "/of/environment");
  property.setFactoryProperty(ons::ONSFactoryProperty::LogPath, "/of/property");
  EXPECT_EQ(folder(property), "/of/property");
  unsetenv("ROCKETMQ_LOG_HOME");
}

TEST(ClassicProperty, prefers_the_group_id_to_its_older_names) {
  ons::ONSFactoryProperty property = factory_property();
  property.setFactoryProperty(ons::ONSFactoryProperty::GroupId, "GID_new");
  EXPECT_EQ(translated(property, ons::ONSFactoryProperty::ProducerId).get("GROUP_ID"), "GID_new");
}

TEST(ClassicProperty, without_effect_says_so_once) {
  ons::ONSFactoryProperty property = factory_property();
  property.setOnsTraceSwitch(true);
  testing::internal::CaptureStderr();
  translated(property, ons::ONSFactoryProperty::ProducerId);
  translated(property, ons::ONSFactoryProperty::ConsumerId);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "property OnsTraceSwitch is without effect: messages are not traced\n");
}

TEST(ClassicProperty, needs_no_keys_on_other_channels_than_ALIYUN) {
  ons::ONSFactoryProperty property;
  property.setOnsChannel(ons::LOCAL);
  auto local = translated(property, ons::ONSFactoryProperty::ProducerId);
  EXPECT_EQ(local.get("AccessKey"), "DefaultKey");
  EXPECT_EQ(local.get("SecretKey"), "DefaultKey");
  property.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, "mine");
  EXPECT_EQ(translated(property, ons::ONSFactoryProperty::ProducerId).get("AccessKey"), "mine");
  property.setOnsChannel(ons::ALIYUN);
  EXPECT_EQ(translated(property, ons::ONSFactoryProperty::ProducerId).get("SecretKey"), "");
}

TEST(ClassicProperty, is_checked_when_it_is_set_where_the_SDK_is_strict) {
  using Keys = ons::ONSFactoryProperty;
  ons::ONSFactoryProperty property;
  EXPECT_TRUE(property.checkValidityOfFactoryProperties(Keys::MessageModel, Keys::BROADCASTING));
  EXPECT_TRUE(property.checkValidityOfFactoryProperties("any", ""));
  error_of([&] { property.checkValidityOfFactoryProperties(Keys::MessageModel, "BOTH"); });
  error_of([&] { property.setFactoryProperty(Keys::MessageModel, "BOTH"); });
  error_of([&] { property.setFactoryProperty(Keys::AccessKey, ""); });
  error_of([&] { property.setFactoryProperty(Keys::SecretKey, std::string()); });
  error_of([&] { property.setFactoryProperty(nullptr, "value"); });
  error_of([&] { property.setOnsChannel(static_cast<ons::ONSChannel>(9)); });
  EXPECT_TRUE(property.getFactoryProperties().empty());
}

TEST(ClassicProperty, reads_back_what_was_set) {
  ons::ONSFactoryProperty property;
  EXPECT_EQ(property.getSendMsgTimeout(), -1);
  EXPECT_STREQ(property.getPublishTopics(), "");
  EXPECT_EQ(property.getOnsChannel(), ons::ALIYUN);
  EXPECT_STREQ(property.getChannel(), "ALIYUN");
  EXPECT_EQ(property.getMaxMsgCacheSizeInMiB(), -1);
  EXPECT_TRUE(property.getOnsTraceSwitch());
  property.setSendMsgTimeout(5);
  property.setOnsChannel(ons::INNER);
  property.setOnsTraceSwitch(false);
  EXPECT_EQ(property.getSendMsgTimeout(), 5);
  EXPECT_EQ(property.getOnsChannel(), ons::INNER);
  EXPECT_FALSE(property.getOnsTraceSwitch());
  property.setFactoryProperty(ons::ONSFactoryProperty::ConsumeThreadNums, "many");
  error_of([&] { property.getConsumeThreadNums(); });
  error_of([&] { property.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, static_cast<const char*>(nullptr)); });
}

TEST(ClassicMessage, keeps_system_and_user_properties) {
  ons::Message message("topic", "TagA", "key", "body");
  message.setStartDeliverTime(123456789012LL);
  EXPECT_STREQ(message.getSystemProperties(ons::SystemPropKey::TAG), "TagA");
  EXPECT_STREQ(message.getSystemProperties(ons::SystemPropKey::KEY), "key");
  EXPECT_STREQ(message.getSystemProperties(ons::SystemPropKey::MSGID), "");
  EXPECT_STREQ(message.getSystemProperties(ons::SystemPropKey::STARTDELIVERTIME), "123456789012");
  message.putSystemProperties(ons::SystemPropKey::TAG, "TagB");
  message.putSystemProperties(ons::SystemPropKey::STARTDELIVERTIME, "5");
  message.putSystemProperties("of-its-own", "kept");
  EXPECT_STREQ(message.getTag(), "TagB");
  EXPECT_EQ(message.getStartDeliverTime(), 5);
  EXPECT_EQ(message.getSystemProperties().at("of-its-own"), "kept");
  error_of([&] { message.putSystemProperties(ons::SystemPropKey::STARTDELIVERTIME, "soon"); });
  message.putUserProperties("colour", "green");
  EXPECT_STREQ(message.getUserProperties("colour"), "green");
  EXPECT_STREQ(message.getUserProperties("shape"), "");
  EXPECT_NE(message.toString().find("topic"), std::string::npos);
  EXPECT_NE(message.toUserString().find("green"), std::string::npos);
}

TEST(ClassicMessage, shows_its_texts_as_C_strings_that_live_as_long_as_it_does) {
  const ons::Message message(std::string(100, 't'), std::string(100, 'a'), std::string(100, 'k'),
                             std::string(100, 'b'));
  const char* topic = message.getTopic();
  const char* body = message.getBody();
  ons::Message copy(message);
  EXPECT_EQ(topic, std::string(100, 't'));
  EXPECT_EQ(body, std::string(100, 'b'));
  EXPECT_EQ(message.getTag(), std::string(100, 'a'));
  EXPECT_EQ(message.getKey(), std::string(100, 'k'));
  EXPECT_NE(copy.getTopic(), topic);
}

TEST(ClassicMessage, answers_a_null_pointer) {
  const char* null = nullptr;
  error_of([&] { ons::Message(null, "TagA", "body"); });
  error_of([&] { ons::Message("topic", "TagA", null); });
  error_of([&] { ons::Message("topic", "TagA", "key", null); });
  error_of([&] { ons::Message(null, 5, "TagA", 4, "body", 4); });
  ons::Message message("topic", null, null, "body");
  EXPECT_STREQ(message.getTag(), "");
  EXPECT_STREQ(message.getKey(), "");
  message.setKey("key");
  message.setKey(null);
  message.setTag(null);
  message.setMsgID(null);
  message.setTopic(NULL);
  EXPECT_STREQ(message.getKey(), "");
  EXPECT_STREQ(message.getTopic(), "");
  error_of([&] { message.putUserProperties("key", null); });
  error_of([&] { message.putSystemProperties(null, "value"); });
  EXPECT_EQ(message.getUserProperties(null), nullptr);
  EXPECT_EQ(message.getSystemProperties(null), nullptr);
  EXPECT_EQ(message.getByteBody(nullptr), nullptr);
}

TEST(ClassicMessage, takes_what_becomes_a_text_by_itself) {
  struct Name {
    operator const char*() const { return "name"; }
  };
  struct Long {
    operator std::string() const { return "long"; }
  };
  ons::Message message(Name(), Long(), "body");
  EXPECT_STREQ(message.getTopic(), "name");
  EXPECT_STREQ(message.getTag(), "long");
}

TEST(ClassicMessage, gives_its_bytes) {
  unsigned char bytes[] = {0, 255, 7};
  ons::Message message;
  message.setBody(bytes, 3);
  int size = 0;
  const ons::Message& constant = message;
  const char* body = constant.getByteBody(&size);
  ASSERT_EQ(size, 3);
  EXPECT_EQ(std::memcmp(body, bytes, 3), 0);
  error_of([&] { message.setBody(bytes, -1); });
  message.setBody(static_cast<unsigned char*>(nullptr), 3);
  EXPECT_EQ(message.getBodySize(), 0u);
}
