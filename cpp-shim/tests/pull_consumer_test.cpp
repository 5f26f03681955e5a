// Goal: polled messages stay valid as long as their owner, and commits are kept.
// Method: polls of all sizes, moves and commits, in echo mode.
// Failure: programs read freed memory, or repeat messages.
#include "support.hpp"

using openons::Messages;
using openons::Partition;
using openons::PullConsumer;

namespace {

struct Pulls : testing::Test {
  PullConsumer consumer = support::started(PullConsumer::open(support::properties()));
  openons::Producer producer = support::producer();
  std::vector<Partition> partitions = consumer.partitions(support::topic());

  void SetUp() override { consumer.assign(partitions); }
};

}  // namespace

TEST_F(Pulls, give_what_was_sent_to_assigned_queues) {
  ASSERT_FALSE(partitions.empty());
  EXPECT_EQ(partitions[0].topic, support::topic());
  openons::Message message(support::topic(), std::string("a\0b", 3));
  auto sent = producer.send(message.set_tag("TagA").set_property("colour", "green").set_property("size", "7"));

  Messages messages = consumer.poll(support::deadline);

  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].message_id(), sent.message_id);
  EXPECT_EQ(messages[0].body().str(), message.body());
  EXPECT_EQ(messages[0].tag(), "TagA");
  EXPECT_EQ(messages[0].property("colour"), "green");
  EXPECT_EQ(messages[0].property("none"), "");
  EXPECT_EQ(messages[0].properties(), message.properties());
  EXPECT_EQ(messages[0].partition(), partitions[0].name);
}

TEST_F(Pulls, that_find_nothing_in_time_are_empty) {
  EXPECT_TRUE(consumer.poll(openons::Milliseconds(0)).empty());
}

TEST_F(Pulls, give_messages_that_outgrow_the_first_buffer) {
  producer.send({support::topic(), std::string(1 << 20, 'x')});
  Messages messages = consumer.poll(support::deadline);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].body().size(), 1u << 20);
}

TEST_F(Pulls, give_messages_that_stay_valid_when_they_are_moved) {
  for (int i = 0; i < 3; i++) {
    producer.send(openons::Message(support::topic(), "body").set_property("n", std::to_string(i)));
  }
  Messages first = consumer.poll(support::deadline);
  Messages moved = std::move(first);
  ASSERT_FALSE(moved.empty());
  int n = 0;
  for (const auto& message : moved) {
    EXPECT_EQ(message.property("n"), std::to_string(n++));
  }
}

TEST_F(Pulls, commit_what_was_polled) {
  producer.send({support::topic(), "body"});
  ASSERT_EQ(consumer.poll(support::deadline).size(), 1u);
  consumer.commit();
  EXPECT_EQ(consumer.committed(partitions[0]), 1);
  consumer.commit(partitions[0], 5);
  EXPECT_EQ(consumer.committed(partitions[0]), 5);
}

TEST_F(Pulls, pause_and_resume) {
  consumer.pause(partitions);
  producer.send({support::topic(), "body"});
  EXPECT_TRUE(consumer.poll(openons::Milliseconds(0)).empty());
  consumer.resume(partitions);
  EXPECT_EQ(consumer.poll(support::deadline).size(), 1u);
}

TEST_F(Pulls, release_the_callback_of_changed_queues_at_the_close) {
  auto token = std::make_shared<int>(0);
  consumer.on_partitions_changed(support::topic(), [token](const std::string&, const std::vector<Partition>&) {});
  EXPECT_EQ(token.use_count(), 2);
  consumer.close();
  EXPECT_EQ(token.use_count(), 1);
}

TEST_F(Pulls, refuse_waits_that_are_too_long) {
  EXPECT_THROW(consumer.poll(std::chrono::hours(1000)), openons::InvalidError);
}
