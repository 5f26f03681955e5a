// Goal: messages cross the border unharmed, in every way of sending.
// Method: each way of sending and of listening, in echo mode and under valgrind.
// Failure: messages are lost or garbled.
#include <set>
#include <thread>

#include "echo_support.h"

using namespace support;

namespace {

class Echo : public EchoTest {};

// The end of an asynchronous send, as a test sees it.
struct Ended {
  ons_status_t status = 1;
  std::string id, message;
};
using Ends = Inbox<Ended>;

void ended(void *context, const ons_send_result_t *result, const ons_error_t *error) {
  static_cast<Ends *>(context)->put({result->status, result->message_id, error == nullptr ? "" : error->message});
}

}  // namespace

TEST_F(Echo, a_message_sent_comes_to_the_consumer_of_its_topic_as_it_was) {
  Listener listener;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("as-it-was", listener);
  consumer.start();
  producer.start();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  Message message("as-it-was", bytes, "tag", "k1 k2", "shard");
  std::string smile = "\xF0\x9F\x98\x80 \xF0\x9D\x84\x9E";
  ons_property_t properties[] = {{ONS_STR("face"), str(smile)}};
  message.properties = properties;
  message.property_count = 1;

  auto result = producer.send(message);

  Received got = listener.inbox.take();
  EXPECT_EQ(bytes, got.body);
  EXPECT_EQ("tag", got.tag);
  EXPECT_EQ("k1 k2", got.key);
  EXPECT_EQ("shard", got.sharding_key);
  ASSERT_EQ(1u, got.properties.size());
  EXPECT_EQ(smile, got.properties[0].second);
  EXPECT_EQ(result.message_id, got.id);
  EXPECT_EQ(0u, got.token);
}

TEST_F(Echo, bodies_may_be_empty_and_4_mib) {
  Listener listener;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("sizes", listener);
  consumer.start();
  producer.start();
  std::string large(4 << 20, 'x');
  large.back() = 'y';
  producer.send(Message("sizes", ""));
  producer.send(Message("sizes", large));
  EXPECT_EQ("", listener.inbox.take().body);
  EXPECT_TRUE(large == listener.inbox.take().body);
}

TEST_F(Echo, tags_filter) {
  Listener listener;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("tags", listener, "A || C");
  consumer.start();
  producer.start();
  for (auto tag : {"A", "B", "C"}) producer.send(Message("tags", tag, tag));
  EXPECT_EQ("A", listener.inbox.take().body);
  EXPECT_EQ("C", listener.inbox.take().body);
}

TEST_F(Echo, an_asynchronous_send_ends_exactly_once) {
  Client producer(ons_producer_open, none);
  producer.start();
  Ends ends;
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    Message message("async", std::to_string(i));
    Error error;
    ONS_OK_OR_SHOW(ons_producer_send_async(producer.number, &message, ended, &ends, &error), error);
  }
  for (int i = 0; i < 1000; ++i) {
    Ended end = ends.take();
    EXPECT_EQ(ONS_OK, end.status);
    ids.insert(end.id);
  }
  EXPECT_EQ(1000u, ids.size());
  EXPECT_EQ(ONS_OK, producer.close());
  EXPECT_TRUE(ends.empty());
}

TEST_F(Echo, what_is_in_flight_ends_before_close_returns) {
  Client producer(ons_producer_open, none);
  producer.start();
  Ends ends;
  for (int i = 0; i < 500; ++i) {
    Message message("close-async", "");
    ASSERT_EQ(ONS_OK, ons_producer_send_async(producer.number, &message, ended, &ends, nullptr));
  }
  EXPECT_EQ(ONS_OK, producer.close());
  for (int i = 0; i < 500; ++i) {
    ASSERT_FALSE(ends.empty());
    ends.take();
  }
}

TEST_F(Echo, one_way_batch_and_ordered_messages_arrive) {
  Listener listener;
  Client consumer(ons_order_consumer_open, group), producer(ons_producer_open, none),
      ordered(ons_order_producer_open, none);
  consumer.subscribe("ways", listener);
  consumer.start();
  producer.start();
  ordered.start();
  Message one_way("ways", "one-way");
  EXPECT_EQ(ONS_OK, ons_producer_send_oneway(producer.number, &one_way, nullptr));
  EXPECT_EQ("one-way", listener.inbox.take().body);

  ons_message_t batch[3] = {ONS_MESSAGE_INIT, ONS_MESSAGE_INIT, ONS_MESSAGE_INIT};
  std::string bodies[3] = {"b0", "b1", "b2"};
  for (int i = 0; i < 3; ++i) {
    batch[i].topic = ONS_STR("ways");
    batch[i].body = reinterpret_cast<const uint8_t *>(bodies[i].data());
    batch[i].body_size = 2;
  }
  ons_send_result_t results[3] = {ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT};
  EXPECT_EQ(ONS_OK, ons_producer_send_batch(producer.number, batch, 3, results, nullptr));
  for (int i = 0; i < 3; ++i) {
    auto got = listener.inbox.take();
    EXPECT_EQ(bodies[i], got.body);
    EXPECT_EQ(results[i].message_id, got.id);
  }

  for (int i = 0; i < 100; ++i) ordered.send(Message("ways", std::to_string(i), "", "", "one"));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(std::to_string(i), listener.inbox.take().body);
  Message no_key("ways", "");
  Error error;
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send(ordered.number, &no_key, nullptr, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("sharding_key"));
}

TEST_F(Echo, every_result_of_a_batch_is_written_when_one_breaks_a_rule) {
  Client producer(ons_producer_open, none);
  producer.start();
  ons_message_t batch[2] = {ONS_MESSAGE_INIT, ONS_MESSAGE_INIT};
  batch[0].topic = ONS_STR("good");
  ons_send_result_t results[2] = {ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT};
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_batch(producer.number, batch, 2, results, nullptr));
  EXPECT_EQ(ONS_E_INVALID, results[0].status);
  EXPECT_EQ(ONS_E_INVALID, results[1].status);
}

TEST_F(Echo, a_batch_listener_gets_several_at_a_time) {
  struct Batches {
    Signal go;
    Inbox<size_t> counts;
    std::atomic<bool> waited{false};
  } batches;
  Client consumer(ons_batch_consumer_open, group), producer(ons_producer_open, none);
  auto listener = [](void *context, const ons_message_t *, size_t count) -> int32_t {
    auto *self = static_cast<Batches *>(context);
    if (!self->waited.exchange(true)) self->go.await();
    self->counts.put(count);
    return ONS_CONSUME_SUCCESS;
  };
  ASSERT_EQ(ONS_OK, ons_consumer_subscribe(consumer.number, ONS_STR("batches"), ONS_STR(""), ONS_FILTER_TAG, listener,
                                           &batches, nullptr, nullptr));
  consumer.start();
  producer.start();
  for (int i = 0; i < 10; ++i) producer.send(Message("batches", "m"));
  batches.go.raise();
  size_t calls = 0;
  for (size_t total = 0; total < 10; ++calls) total += batches.counts.take();
  EXPECT_LE(calls, 2u);
}

TEST_F(Echo, a_transaction_is_delivered_when_committed_and_dropped_when_rolled_back) {
  Listener listener;
  Client consumer(ons_consumer_open, group);
  consumer.subscribe("transactions", listener);
  consumer.start();
  struct Checks {
    Inbox<std::string> bodies;
    std::atomic<int> asked{0};
    Signal released;
  } checks;
  auto checker = [](void *context, const ons_message_t *message) -> int32_t {
    auto *self = static_cast<Checks *>(context);
    self->bodies.put(body(*message));
    return ++self->asked == 1 ? ONS_TRANSACTION_UNKNOWN : ONS_TRANSACTION_COMMIT;
  };
  auto release = [](void *context) { static_cast<Checks *>(context)->released.raise(); };
  ons_client_t number = 0;
  ASSERT_EQ(ONS_OK, ons_transaction_producer_open(nullptr, 0, checker, &checks, release, &number, nullptr));
  Client producer(number);
  producer.start();
  auto executer = [](void *context, const ons_message_t *) { return *static_cast<int32_t *>(context); };
  auto send = [&](const char *text, int32_t decision, ons_error_t *error) {
    Message message("transactions", text);
    return ons_producer_send_transaction(number, &message, executer, &decision, nullptr, error);
  };
  Error error;
  EXPECT_EQ(ONS_E_INVALID, send("rolled back", ONS_TRANSACTION_ROLLBACK, &error));
  EXPECT_STREQ("TRANSACTION_ROLLED_BACK", error.name);
  EXPECT_EQ(ONS_OK, send("committed", ONS_TRANSACTION_COMMIT, nullptr));
  EXPECT_EQ("committed", listener.inbox.take().body);
  EXPECT_EQ(ONS_OK, send("unknown", ONS_TRANSACTION_UNKNOWN, nullptr));
  EXPECT_EQ("unknown", listener.inbox.take().body);
  EXPECT_EQ("unknown", checks.bodies.take());
  EXPECT_EQ("unknown", checks.bodies.take());
  EXPECT_EQ(ONS_OK, producer.close());
  checks.released.await();
}

TEST_F(Echo, thirty_two_threads_send_with_one_producer) {
  Listener listener;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("threads", listener);
  consumer.start();
  producer.start();
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) producer.send(Message("threads", std::to_string(t * 50 + i)));
    });
  }
  for (auto &thread : threads) thread.join();
  std::set<std::string> bodies;
  for (int i = 0; i < 1600; ++i) bodies.insert(listener.inbox.take().body);
  EXPECT_EQ(1600u, bodies.size());
  EXPECT_EQ(1600u, producer.statistics().sent);
}

TEST_F(Echo, results_of_listeners_are_counted_and_0_is_no_success) {
  Listener listener;
  listener.answer = [](const ons_message_t &message) {
    std::string text = body(message);
    if (text == "0") ons_callback_set_error(ONS_STR("no success"));
    return std::stoi(text);
  };
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("counted", listener);
  consumer.start();
  producer.start();
  for (auto answer : {"0", "1", "2", "7"}) producer.send(Message("counted", answer));
  for (int i = 0; i < 4; ++i) listener.inbox.take();
  Signal done;
  ASSERT_EQ(ONS_OK, ons_consumer_unsubscribe(consumer.number, ONS_STR("counted"), nullptr));
  listener.released.await();
  auto statistics = consumer.statistics();
  EXPECT_EQ(4u, statistics.received);
  EXPECT_EQ(1u, statistics.consumed);
  EXPECT_EQ(3u, statistics.consume_failures);
  EXPECT_EQ(0u, statistics.callbacks_running);
  EXPECT_EQ(4u, producer.statistics().sent);
  EXPECT_EQ(0u, producer.statistics().sends_in_flight);
}

TEST_F(Echo, a_callback_may_send) {
  Listener first, second;
  Client consumer(ons_consumer_open, group), other(ons_consumer_open, group), producer(ons_producer_open, none);
  first.answer = [&](const ons_message_t &message) {
    producer.send(Message("second", body(message) + "!"));
    return ONS_CONSUME_SUCCESS;
  };
  consumer.subscribe("first", first);
  other.subscribe("second", second);
  consumer.start();
  other.start();
  producer.start();
  producer.send(Message("first", "hello"));
  EXPECT_EQ("hello!", second.inbox.take().body);
}
