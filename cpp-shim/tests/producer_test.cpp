// Goal: everything that a message has is sent, and each outcome is told once.
// Method: each way of sending, with threads, futures and callbacks, in echo mode.
// Failure: programs in C++ lose messages or outcomes.
#include "support.hpp"

#include <atomic>
#include <set>
#include <thread>

using openons::Message;
using openons::MessageView;
using support::Inbox;

namespace {

// What a listener saw, kept.
struct Seen {
  explicit Seen(const MessageView& view)
      : message(view.to_message()), id(view.message_id()), born_at(view.born_at()) {}
  Message message;
  std::string id;
  openons::TimePoint born_at;
};

openons::Consumer consumer_of(const std::string& topic, Inbox<Seen>& inbox) {
  auto consumer = openons::Consumer::open(support::properties());
  consumer.subscribe(topic, "*", [&inbox](const MessageView& message) {
    inbox.put(Seen(message));
    return openons::ConsumeResult::success;
  });
  consumer.start();
  return consumer;
}

}  // namespace

TEST(Producer, sends_everything_that_a_message_has) {
  Inbox<Seen> inbox;
  auto consumer = consumer_of(support::topic(), inbox);
  auto producer = support::producer();
  Message message(support::topic(), "body");
  message.set_tag("TagA").set_key("key-1 key-2").set_sharding_key("order-1");
  message.set_property("colour", "gr\xC3\xBCn").set_property("\xF0\x9F\x98\x80", "");

  auto before = std::chrono::system_clock::now() - std::chrono::seconds(1);
  auto sent = producer.send(message);

  auto seen = inbox.take();
  ASSERT_TRUE(seen);
  EXPECT_FALSE(sent.message_id.empty());
  EXPECT_EQ(seen->id, sent.message_id);
  EXPECT_EQ(seen->message.topic(), message.topic());
  EXPECT_EQ(seen->message.tag(), "TagA");
  EXPECT_EQ(seen->message.key(), "key-1 key-2");
  EXPECT_EQ(seen->message.sharding_key(), "order-1");
  EXPECT_EQ(seen->message.properties(), message.properties());
  EXPECT_EQ(seen->message.body(), "body");
  EXPECT_GE(seen->born_at, before);
}

TEST(Producer, sends_every_byte_and_four_mebibytes) {
  Inbox<Seen> inbox;
  auto consumer = consumer_of(support::topic(), inbox);
  auto producer = support::producer();
  std::string body(4 << 20, '\0');
  for (std::size_t i = 0; i < body.size(); i++) {
    body[i] = static_cast<char>(i % 256);
  }

  producer.send({support::topic(), body});
  auto large = inbox.take();
  ASSERT_TRUE(large);
  EXPECT_TRUE(large->message.body() == body);
}

TEST(Producer, refuses_text_that_is_not_utf8) {
  auto producer = support::producer();
  EXPECT_THROW(producer.send(Message(support::topic(), "body").set_tag("\xFF")), openons::InvalidError);
}

TEST(Producer, completes_each_future_once) {
  Inbox<Seen> inbox;
  auto consumer = consumer_of(support::topic(), inbox);
  auto producer = support::producer();
  std::vector<std::future<openons::SendResult>> futures;
  for (int i = 0; i < 100; i++) {
    futures.push_back(producer.send_async({support::topic(), std::to_string(i)}));
  }
  std::set<std::string> ids;
  for (auto& future : futures) {
    ASSERT_EQ(future.wait_for(support::deadline), std::future_status::ready);
    ids.insert(future.get().message_id);
  }
  EXPECT_EQ(ids.size(), 100u);
}

TEST(Producer, calls_each_callback_once) {
  auto producer = support::producer();
  std::atomic<int> calls{0};
  for (int i = 0; i < 100; i++) {
    producer.send_async({support::topic(), "body"}, [&](const openons::SendOutcome& outcome) {
      EXPECT_TRUE(outcome);
      EXPECT_FALSE(outcome.value().message_id.empty());
      calls++;
    });
  }
  producer.close();
  EXPECT_EQ(calls, 100);
}

TEST(Producer, does_not_call_the_callback_of_a_send_that_throws) {
  auto producer = openons::Producer::open(support::properties());
  auto token = std::make_shared<int>(0);
  EXPECT_THROW(producer.send_async({support::topic(), "not started"}, [token](const openons::SendOutcome&) { FAIL(); }),
               openons::StateError);
  EXPECT_EQ(token.use_count(), 1) << "the callback is released, too";
}

TEST(Producer, survives_a_callback_that_throws) {
  auto producer = support::producer();
  producer.send_async({support::topic(), "body"}, [](const openons::SendOutcome&) { throw std::runtime_error("no"); });
  producer.send_async({support::topic(), "body"}, [](const openons::SendOutcome&) { throw 42; });
  EXPECT_EQ(producer.send_async({support::topic(), "body"}).wait_for(support::deadline), std::future_status::ready);
}

TEST(Producer, tells_the_outcome_of_each_message_of_a_batch) {
  Inbox<Seen> inbox;
  auto consumer = consumer_of(support::topic(), inbox);
  auto producer = support::producer();

  auto outcomes = producer.send_batch({{support::topic(), "1"}, {support::topic(), "2"}, {support::topic(), "3"}});

  ASSERT_EQ(outcomes.size(), 3u);
  for (const auto& outcome : outcomes) {
    auto seen = inbox.take();
    ASSERT_TRUE(outcome);
    ASSERT_TRUE(seen);
    EXPECT_EQ(outcome.value().message_id, seen->id);
  }
}

TEST(Producer, refuses_an_empty_batch) {
  auto producer = support::producer();
  EXPECT_THROW(producer.send_batch({}), openons::InvalidError);
}

TEST(Producer, sends_one_way) {
  Inbox<Seen> inbox;
  auto consumer = consumer_of(support::topic(), inbox);
  support::producer().send_oneway({support::topic(), "away"});
  auto seen = inbox.take();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->message.body(), "away");
}

TEST(Producer, has_a_twin_without_exceptions) {
  std::error_code error;
  auto producer = openons::Producer::open(support::properties());
  EXPECT_EQ(producer.send({support::topic(), "body"}, error).message_id, "");
  EXPECT_EQ(error, openons::Status::state);
  producer.start(error);
  EXPECT_FALSE(error);
  EXPECT_NE(producer.send({support::topic(), "body"}, error).message_id, "");
  EXPECT_FALSE(error);
  producer.close(error);
  EXPECT_FALSE(error);
  producer.send({support::topic(), "body"}, error);
  EXPECT_EQ(error, openons::Status::closed);
}

TEST(Producer, is_shared_by_many_threads) {
  Inbox<Seen> inbox;
  auto consumer = consumer_of(support::topic(), inbox);
  auto producer = support::producer();
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; t++) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; i++) {
        producer.send({support::topic(), "body"});
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  std::set<std::string> ids;
  for (int i = 0; i < 400; i++) {
    auto seen = inbox.take();
    ASSERT_TRUE(seen);
    ids.insert(seen->id);
  }
  EXPECT_EQ(ids.size(), 400u);
}

TEST(OrderProducer, needs_a_sharding_key) {
  auto producer = support::started(openons::OrderProducer::open(support::properties()));
  EXPECT_THROW(producer.send({support::topic(), "body"}), openons::InvalidError);
  EXPECT_NE(producer.send(Message(support::topic(), "body").set_sharding_key("k")).message_id, "");
}
