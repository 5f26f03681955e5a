// Goal: errors of a real broker reach C++ with the class and the predicates that they have in every language.
// Method: a broker that goes away in front of a batch; a check whose answer comes before the executer's.
// Failure: programs give up what they could try again, or believe that a dropped message is stored.
#include "broker_support.hpp"

using openons::Message;
using openons::MessageView;
using openons::TransactionStatus;
using support::Inbox;

TEST(BrokerErrors, of_each_message_of_a_batch_have_their_own_class_and_predicates) {
  support::Broker short_lived;
  auto properties = support::patient(short_lived.address);
  support::started(openons::Producer::open(properties)).send({support::topic(), "makes the topic"});
  auto producer = support::started(openons::Producer::open(properties.set("SendMsgTimeoutMillis", 1500)));
  short_lived.end();

  auto outcomes = producer.send_batch(
      {{support::topic(), std::string((4 << 20) + 1, 'x')}, {support::topic(), "1"}, {support::topic(), "2"}});

  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_THROW(outcomes[0].value(), openons::InvalidError);
  EXPECT_STREQ(outcomes[0].error().name(), "MESSAGE_BODY_TOO_LARGE");
  EXPECT_FALSE(outcomes[0].error().is_retryable());
  for (int i : {1, 2}) {
    ASSERT_FALSE(outcomes[i]);
    openons::Error error = outcomes[i].error();
    EXPECT_TRUE(error.is_retryable()) << error.what();
    EXPECT_EQ(error.is_timeout(), error.status() == openons::Status::timeout);
    EXPECT_FALSE(error.is_fatal());
    EXPECT_STRNE(error.name(), "");
    EXPECT_STRNE(error.what(), "");
  }
}

TEST(BrokerErrors, of_a_transaction_that_was_rolled_back_meanwhile_say_so) {
  Inbox<std::string> asked;
  Inbox<std::string> delivered;
  auto properties = support::patient().set("CheckImmunityTimeInSeconds", 1);
  auto consumer = openons::Consumer::open(properties);
  consumer.subscribe(support::topic(), "*", [&](const MessageView& message) {
    delivered.put(message.message_id());
    return openons::ConsumeResult::success;
  });
  consumer.start();
  auto producer = support::started(openons::TransactionProducer::open(properties, [&](const MessageView& half) {
    asked.put(half.message_id());
    return TransactionStatus::rollback;
  }));
  auto commits_after_the_check = [&](const MessageView&) {
    EXPECT_TRUE(asked.take());
    // Gives the answer to the check time to get to the broker.
    support::started(openons::Producer::open(properties)).send({support::topic() + "-other", "body"});
    return TransactionStatus::commit;
  };

  bool refused = false;
  for (int attempt = 0; attempt < 10 && !refused; attempt++) {
    try {
      auto sent = producer.send({support::topic(), "body"}, commits_after_the_check);
      EXPECT_EQ(delivered.take(), sent.message_id) << "what a send says is stored must come";
    } catch (const openons::RolledBackError& error) {
      refused = true;
      EXPECT_STREQ(error.name(), "TRANSACTION_ROLLED_BACK");
      EXPECT_FALSE(error.is_retryable());
      EXPECT_NE(std::string(error.what()).find("came too late"), std::string::npos) << error.what();
    }
  }
  EXPECT_TRUE(refused) << "the commit was always faster than the answer to the check";
  EXPECT_EQ(delivered.size(), 0u);
  producer.close();
  consumer.close();
}
