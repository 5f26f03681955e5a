// Goal: each kind of consumer gets what it subscribed to, and its answers count.
// Method: listeners of all kinds, exceptions included, in echo mode.
// Failure: programs in C++ lose messages, or end when a listener throws.
#include "support.hpp"

#include <atomic>
#include <future>
#include <thread>

using openons::ConsumeResult;
using openons::Consumer;
using openons::MessageView;
using support::Inbox;

TEST(Consumer, gets_the_tags_that_it_subscribed_to) {
  Inbox<std::string> inbox;
  auto consumer = Consumer::open(support::properties());
  consumer.subscribe(support::topic(), "TagA || TagC", [&](const MessageView& message) {
    inbox.put(message.tag());
    return ConsumeResult::success;
  });
  consumer.start();
  auto producer = support::producer();
  for (const char* tag : {"TagA", "TagB", "TagC"}) {
    producer.send(openons::Message(support::topic(), "body").set_tag(tag));
  }
  EXPECT_EQ(inbox.take(), "TagA");
  EXPECT_EQ(inbox.take(), "TagC");
  EXPECT_EQ(inbox.size(), 0u);
}

TEST(Consumer, goes_on_after_a_listener_that_throws) {
  Inbox<std::string> inbox;
  auto consumer = Consumer::open(support::properties());
  consumer.subscribe(support::topic(), "*", [&](const MessageView& message) -> ConsumeResult {
    inbox.put(message.body());
    if (message.body() == "standard") {
      throw std::runtime_error("on purpose");
    }
    if (message.body() == "other") {
      throw 42;
    }
    return ConsumeResult::success;
  });
  consumer.start();
  auto producer = support::producer();
  for (const char* body : {"standard", "other", "good"}) {
    producer.send({support::topic(), body});
    EXPECT_EQ(inbox.take(), body);
  }
  consumer.close();
}

TEST(Consumer, counts_an_exception_as_a_failure) {
  auto consumer = Consumer::open(support::properties());
  std::promise<openons::Statistics> after;
  consumer.subscribe(support::topic(), "*", [&](const MessageView& message) -> ConsumeResult {
    if (message.body() == "last") {
      after.set_value(consumer.statistics());
      return ConsumeResult::success;
    }
    throw std::runtime_error("on purpose");
  });
  consumer.start();
  auto producer = support::producer();
  producer.send({support::topic(), "first"});
  producer.send({support::topic(), "last"});
  auto statistics = after.get_future();
  ASSERT_EQ(statistics.wait_for(support::deadline), std::future_status::ready);
  auto counted = statistics.get();
  EXPECT_EQ(counted.consume_failures, 1u);
  EXPECT_EQ(counted.consumed, 0u);
}

TEST(Consumer, releases_its_listener_when_it_is_closed) {
  auto token = std::make_shared<int>(0);
  auto consumer = Consumer::open(support::properties());
  consumer.subscribe(support::topic(), "*", [token](const MessageView&) { return ConsumeResult::success; });
  consumer.start();
  EXPECT_EQ(token.use_count(), 2);
  consumer.close();
  EXPECT_EQ(token.use_count(), 1);
}

TEST(Consumer, releases_a_listener_that_is_refused) {
  auto token = std::make_shared<int>(0);
  auto consumer = Consumer::open(support::properties());
  consumer.close();
  EXPECT_THROW(consumer.subscribe(support::topic(), "*",
                                  [token](const MessageView&) { return ConsumeResult::success; }),
               openons::ClosedError);
  EXPECT_EQ(token.use_count(), 1);
}

TEST(Consumer, needs_a_listener) {
  auto consumer = Consumer::open(support::properties());
  EXPECT_THROW(consumer.subscribe(support::topic(), "*", openons::Listener()), openons::Error);
}

TEST(Consumer, needs_a_group) {
  EXPECT_THROW(Consumer::open({{"NAMESRV_ADDR", "127.0.0.1:8081"}}), openons::InvalidError);
}

TEST(Consumer, is_not_closed_by_its_own_listener) {
  Inbox<openons::Status> inbox;
  auto consumer = Consumer::open(support::properties());
  consumer.subscribe(support::topic(), "*", [&](const MessageView&) {
    try {
      consumer.close();
      inbox.put(openons::Status::ok);
    } catch (const openons::Error& error) {
      inbox.put(error.status());
    }
    return ConsumeResult::success;
  });
  consumer.start();
  support::producer().send({support::topic(), "body"});
  EXPECT_EQ(inbox.take(), openons::Status::state);
  consumer.close();
}

TEST(Consumer, waits_for_a_running_listener_when_it_is_closed) {
  std::promise<void> entered;
  std::promise<void> leave;
  std::atomic<bool> left{false};
  auto may_leave = leave.get_future();
  auto consumer = Consumer::open(support::properties());
  consumer.subscribe(support::topic(), "*", [&](const MessageView&) {
    entered.set_value();
    may_leave.wait_for(support::deadline);
    left = true;
    return ConsumeResult::success;
  });
  consumer.start();
  support::producer().send({support::topic(), "body"});
  ASSERT_EQ(entered.get_future().wait_for(support::deadline), std::future_status::ready);

  auto closed = std::async(std::launch::async, [&] {
    consumer.close();
    return left.load();
  });
  leave.set_value();
  EXPECT_TRUE(closed.get()) << "close returned while the listener was running";
}

TEST(BatchConsumer, gets_messages_together) {
  Inbox<std::vector<std::string>> inbox;
  std::promise<void> sent_all;
  auto all = sent_all.get_future().share();
  auto consumer = openons::BatchConsumer::open(support::properties());
  consumer.subscribe(support::topic(), "*", [&, all](const std::vector<MessageView>& messages) {
    std::vector<std::string> bodies;
    for (const auto& message : messages) {
      bodies.push_back(message.body());
    }
    inbox.put(bodies);
    all.wait_for(support::deadline);  // The others wait meanwhile, and come together.
    return ConsumeResult::success;
  });
  consumer.start();
  auto producer = support::producer();
  producer.send({support::topic(), "1"});
  auto first = inbox.take();
  producer.send({support::topic(), "2"});
  producer.send(openons::Message(support::topic(), "3").set_property("colour", "green"));
  sent_all.set_value();
  ASSERT_TRUE(first);
  EXPECT_EQ(*first, (std::vector<std::string>{"1"}));
  auto rest = inbox.take();
  ASSERT_TRUE(rest);
  EXPECT_EQ(*rest, (std::vector<std::string>{"2", "3"}));
}

TEST(OrderConsumer, gets_the_messages_of_a_sharding_key_in_order) {
  Inbox<std::string> inbox;
  auto consumer = openons::OrderConsumer::open(support::properties());
  consumer.subscribe(support::topic(), "*", [&](const MessageView& message) {
    inbox.put(message.sharding_key().str() + message.body().str());
    return ConsumeResult::success;
  });
  consumer.start();
  auto producer = support::started(openons::OrderProducer::open(support::properties()));
  for (int i = 0; i < 20; i++) {
    producer.send(openons::Message(support::topic(), std::to_string(i)).set_sharding_key("k"));
  }
  for (int i = 0; i < 20; i++) {
    EXPECT_EQ(inbox.take(), "k" + std::to_string(i));
  }
}
