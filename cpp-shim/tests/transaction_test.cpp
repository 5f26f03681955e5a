// Goal: a local transaction decides whether its message is delivered.
// Method: commit, rollback, unknown and exceptions, in echo mode.
// Failure: messages of failed transactions are delivered.
#include "support.hpp"

using openons::MessageView;
using openons::TransactionProducer;
using openons::TransactionStatus;
using support::Inbox;

namespace {

struct Transactions : testing::Test {
  Inbox<std::string> delivered;
  Inbox<std::string> checked;
  openons::Consumer consumer = openons::Consumer::open(support::properties());
  TransactionProducer producer =
      TransactionProducer::open(support::properties(), [this](const MessageView& half) {
        checked.put(half.message_id());
        return TransactionStatus::commit;
      });

  void SetUp() override {
    consumer.subscribe(support::topic(), "*", [this](const MessageView& message) {
      delivered.put(message.message_id());
      return openons::ConsumeResult::success;
    });
    consumer.start();
    producer.start();
  }

  // Closed before the inboxes end.
  void TearDown() override {
    producer.close();
    consumer.close();
  }
};

}  // namespace

TEST_F(Transactions, that_commit_are_delivered) {
  auto sent = producer.send({support::topic(), "body"}, [](const MessageView& half) {
    EXPECT_EQ(half.body(), "body");
    return TransactionStatus::commit;
  });
  EXPECT_EQ(delivered.take(), sent.message_id);
}

TEST_F(Transactions, that_roll_back_throw_and_are_dropped) {
  EXPECT_THROW(producer.send({support::topic(), "body"},
                             [](const MessageView&) { return TransactionStatus::rollback; }),
               openons::RolledBackError);
  EXPECT_EQ(delivered.size(), 0u);
}

TEST_F(Transactions, that_are_left_open_are_checked) {
  auto sent =
      producer.send({support::topic(), "body"}, [](const MessageView&) { return TransactionStatus::unknown; });
  EXPECT_EQ(checked.take(), sent.message_id);
  EXPECT_EQ(delivered.take(), sent.message_id);
}

TEST_F(Transactions, whose_executer_throws_are_checked_and_the_exception_comes_out) {
  EXPECT_THROW(producer.send({support::topic(), "body"},
                             [](const MessageView&) -> TransactionStatus { throw std::out_of_range("on purpose"); }),
               std::out_of_range);
  EXPECT_TRUE(checked.take());
  EXPECT_TRUE(delivered.take());
}

TEST_F(Transactions, need_an_executer) {
  EXPECT_THROW(producer.send({support::topic(), "body"}, openons::TransactionExecuter()), openons::InvalidError);
}
