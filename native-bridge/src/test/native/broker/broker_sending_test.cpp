// Goal: what is sent through the interface is stored as it was, when it was said, and told exactly once.
// Method: every way of sending, with every kind of body, of failure and of close, to a real broker.
// Failure: messages are lost, changed, or their outcomes are told wrongly.
#include <map>
#include <set>
#include <thread>

#include "broker_support.h"

using namespace support;

TEST_F(Whole, bodies_and_texts_of_every_kind_come_as_they_were) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_kinds")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-kinds", listener);
  producer.start();
  std::string large(4 << 20, 'x');
  for (size_t i = 0; i < large.size(); i += 997) large[i] = static_cast<char>(i);
  std::map<std::string, std::string> bodies{{"one", "x"}, {"every", every_byte()}, {"large", large}};
  for (auto &[key, body] : bodies) {
    Message message("whole-kinds", body, "tag", key);
    ons_property_t wide[] = {{str(EVERY_WIDTH), str(EVERY_WIDTH)}, {ONS_STR("blank"), ONS_STR("")}};
    message.properties = wide;
    message.property_count = 2;
    producer.send(message);
  }
  int64_t before = now_ms();
  consumer.start();
  while (!bodies.empty()) {
    Received got = listener.inbox.take();
    ASSERT_EQ(1u, bodies.count(got.key)) << got.key;
    EXPECT_TRUE(bodies[got.key] == got.body) << got.key << " has " << got.body.size() << " bytes";
    std::map<std::string, std::string> found(got.properties.begin(), got.properties.end());
    EXPECT_EQ(EVERY_WIDTH, found[EVERY_WIDTH]);
    EXPECT_EQ(0, got.reconsume_times);
    EXPECT_NEAR(before, got.born_at_ms, 60000);
    EXPECT_NEAR(before, got.stored_at_ms, 60000);
    EXPECT_NE("", got.partition);
    bodies.erase(got.key);
  }
}

TEST_F(Whole, an_empty_body_is_refused_with_the_remedy) {
  Client producer(ons_producer_open, properties());
  producer.start();
  Message message("whole-empty", "");
  Error error;
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send(producer.number, &message, nullptr, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("give at least one byte")) << error.message;
}

TEST_F(Whole, a_body_that_is_too_large_is_refused_by_name) {
  Client producer(ons_producer_open, properties());
  producer.start();
  Message message("whole-too-large", std::string((4 << 20) + 1, 'x'));
  Error error;
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send(producer.number, &message, nullptr, &error));
  EXPECT_STREQ("MESSAGE_BODY_TOO_LARGE", error.name) << error.message;
  EXPECT_EQ(1u, producer.statistics().send_failures);
}

TEST_F(Whole, a_delayed_message_comes_at_its_time) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_delay")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-delay", listener);
  consumer.start();
  producer.start();
  Message message("whole-delay", "later");
  message.deliver_at_ms = now_ms() + 1000;
  producer.send(message);
  Received got = listener.inbox.take();
  EXPECT_GE(now_ms(), message.deliver_at_ms) << "it came too early";
  EXPECT_EQ(message.deliver_at_ms, got.deliver_at_ms);
}

TEST_F(Whole, a_recalled_message_never_comes) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_recall")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-recall", listener);
  consumer.start();
  producer.start();
  Message recalled("whole-recall", "recalled"), kept("whole-recall", "kept");
  recalled.deliver_at_ms = kept.deliver_at_ms = now_ms() + 1500;
  auto result = producer.send(recalled);
  ASSERT_STRNE("", result.recall_handle);
  char id[128] = "";
  Error error;
  ONS_OK_OR_SHOW(ons_producer_recall(producer.number, recalled.topic, str(result.recall_handle), id, &error), error);
  EXPECT_STREQ(result.message_id, id);
  producer.send(kept);
  EXPECT_EQ("kept", listener.inbox.take().body);
  EXPECT_TRUE(listener.inbox.empty());
  EXPECT_EQ(ONS_E_INVALID, ons_producer_recall(producer.number, recalled.topic, str(result.recall_handle), id, &error))
      << "a second time";
}

TEST_F(Whole, thirty_two_threads_share_a_producer_and_each_send_ends_once) {
  constexpr int THREADS = 32, EACH = 25;
  struct Counted {
    std::mutex mutex;
    std::map<std::string, int> ends;
    std::atomic<int> failures{0};
    Signal all;
  } counted;
  auto end = [](void *context, const ons_send_result_t *result, const ons_error_t *failure) {
    auto *self = static_cast<Counted *>(context);
    if (failure != nullptr) ++self->failures;
    std::lock_guard<std::mutex> lock(self->mutex);
    ++self->ends[result->message_id];
    if (self->ends.size() == THREADS * EACH) self->all.raise();
  };
  Client producer(ons_producer_open, properties());
  producer.start();
  std::vector<std::thread> threads;
  for (int t = 0; t < THREADS; ++t) {
    threads.emplace_back([&] {
      Message message("whole-shared", every_byte());
      Error error;
      for (int i = 0; i < EACH; ++i) {
        EXPECT_EQ(ONS_OK, ons_producer_send_async(producer.number, &message, end, &counted, &error)) << error.message;
        EXPECT_EQ(ONS_OK, ons_producer_send(producer.number, &message, nullptr, &error)) << error.message;
      }
    });
  }
  for (auto &thread : threads) thread.join();
  counted.all.await();
  ASSERT_EQ(ONS_OK, producer.close());
  EXPECT_EQ(0, counted.failures);
  EXPECT_EQ(size_t{THREADS * EACH}, counted.ends.size());
  for (auto &[id, times] : counted.ends) EXPECT_EQ(1, times) << id;
}

TEST_F(Whole, closing_a_producer_ends_every_send_exactly_once) {
  Ends ends;
  Client producer(ons_producer_open, properties());
  producer.start();
  Message message("whole-closing", "x");
  int accepted = 0;
  for (int i = 0; i < 500; ++i) {
    accepted += ons_producer_send_async(producer.number, &message, ended, &ends, nullptr) == ONS_OK;
  }
  ASSERT_EQ(ONS_OK, producer.close());
  std::set<std::string> ids;
  int closed = 0;
  for (int i = 0; i < accepted; ++i) {
    ASSERT_FALSE(ends.empty()) << "only " << i << " of " << accepted << " had ended when the close returned";
    Ended one = ends.take();
    if (one.status == ONS_OK) {
      EXPECT_TRUE(ids.insert(one.id).second) << one.id << " ended twice";
    } else {
      EXPECT_EQ(ONS_E_CLOSED, one.status) << one.message;
      ++closed;
    }
  }
  EXPECT_TRUE(ends.empty()) << "more ends than sends";
  EXPECT_EQ(accepted, static_cast<int>(ids.size()) + closed);
}

TEST_F(Whole, more_in_flight_than_allowed_are_throttled) {
  Ends ends;
  Client producer(ons_producer_open, properties("", {{"ons.maxInFlightMessages", "1"}}));
  producer.start();
  Message message("whole-throttled", std::string(1 << 20, 'x'));
  Error error;
  ons_status_t status = ONS_OK;
  int accepted = 0;
  while (status == ONS_OK) {
    status = ons_producer_send_async(producer.number, &message, ended, &ends, &error);
    accepted += status == ONS_OK;
    ASSERT_LT(accepted, 1000) << "nothing was ever throttled";
  }
  EXPECT_EQ(ONS_E_THROTTLED, status);
  EXPECT_EQ(1, ons_error_is_throttled(&error));
  EXPECT_EQ(1, ons_error_is_retryable(&error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("ons.maxInFlightMessages")) << error.message;
  for (int i = 0; i < accepted; ++i) EXPECT_EQ(ONS_OK, ends.take().status);
}

TEST_F(Whole, frames_end_as_events_also_of_an_ordered_producer) {
  for (auto open : {ons_producer_open, ons_order_producer_open}) {
    Client producer(open, properties());
    ASSERT_EQ(ONS_OK, ons_client_use_events(producer.number, nullptr));
    producer.start();
    std::vector<uint8_t> frames;
    for (uint64_t token = 7; token < 10; ++token) {
      Message message("whole-frames", EVERY_WIDTH, "", "", "one");
      uint8_t frame[512];
      size_t size = 0;
      ASSERT_EQ(ONS_OK, ons_frame_encode(&message, token, frame, sizeof frame, &size, nullptr));
      frames.insert(frames.end(), frame, frame + size);
    }
    size_t accepted = 0;
    Error error;
    ONS_OK_OR_SHOW(ons_producer_send_frames(producer.number, frames.data(), frames.size(), &accepted, &error), error);
    ASSERT_EQ(3u, accepted);
    std::vector<uint8_t> buffer(1 << 16);
    std::set<uint64_t> tokens;
    while (tokens.size() < 3) {
      size_t size = 0, count = 0;
      ONS_OK_OR_SHOW(ons_events_poll(producer.number, 10, 30000, buffer.data(), buffer.size(), &size, &count, &error),
                     error);
      ASSERT_GT(count, 0u);
      for (auto &end : decode(buffer.data(), size)) {
        EXPECT_EQ(ONS_FRAME_SEND_RESULT, end.kind);
        EXPECT_NE("", end.id);
        tokens.insert(end.token);
      }
    }
    EXPECT_EQ((std::set<uint64_t>{7, 8, 9}), tokens);
    EXPECT_EQ(3u, producer.statistics().sent);
  }
}

TEST_F(Whole, a_batch_tells_the_outcome_of_each_message) {
  Client producer(ons_producer_open, properties());
  producer.start();
  Message good("whole-batch", "x"), too_large("whole-batch", std::string((4 << 20) + 1, 'x'));
  ons_message_t messages[] = {good, too_large, good};
  ons_send_result_t results[3] = {ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT};
  Error error;
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_batch(producer.number, messages, 3, results, &error));
  EXPECT_STREQ("MESSAGE_BODY_TOO_LARGE", error.name);
  EXPECT_EQ(ONS_OK, results[0].status);
  EXPECT_EQ(ONS_E_INVALID, results[1].status);
  EXPECT_STREQ("", results[1].message_id);
  EXPECT_EQ(ONS_OK, results[2].status);
  EXPECT_EQ(2u, producer.statistics().sent);
  EXPECT_EQ(1u, producer.statistics().send_failures);
}

TEST_F(Whole, each_failed_message_of_a_batch_has_its_own_error_and_predicates) {
  Broker short_lived;
  Message good("whole-batch-errors", "x"), too_large("whole-batch-errors", std::string((4 << 20) + 1, 'x'));
  Client patient(ons_producer_open, properties("", {}, short_lived.address));
  patient.start();
  patient.send(good);
  Client producer(ons_producer_open, properties("", {{"SendMsgTimeoutMillis", "1500"}}, short_lived.address));
  producer.start();
  short_lived.end();
  ons_message_t messages[] = {too_large, good, good};
  ons_send_result_t results[3] = {ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT};
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_batch(producer.number, messages, 3, results, nullptr));
  Error refused;
  EXPECT_EQ(ONS_E_INVALID, ons_send_result_error(&results[0], &refused));
  EXPECT_STREQ("MESSAGE_BODY_TOO_LARGE", refused.name);
  EXPECT_EQ(0, ons_error_is_retryable(&refused));
  for (int i : {1, 2}) {
    Error lost;
    ons_status_t status = ons_send_result_error(&results[i], &lost);
    EXPECT_TRUE(status == ONS_E_UNREACHABLE || status == ONS_E_TIMEOUT) << lost.message;
    EXPECT_EQ(status, lost.status);
    EXPECT_EQ(status == ONS_E_TIMEOUT, ons_error_is_timeout(&lost) == 1);
    EXPECT_EQ(1, ons_error_is_retryable(&lost)) << lost.name << ": " << lost.message;
    EXPECT_STRNE("", lost.message);
  }
}

TEST_F(Whole, new_credentials_count_from_the_next_request) {
  Broker guarded({"--users=@users.json"},
                 {{"users.json", R"({"users": [{"accessKey": "good", "secretKey": "secret",
                                     "topics": {"*": "both"}, "groups": {"*": "both"}}]})"}});
  Client producer(ons_producer_open, properties("", {{"AccessKey", "good"}, {"SecretKey", "secret"}}, guarded.address));
  producer.start();
  producer.send(Message("whole-credentials", "x"));
  Properties wrong{{"AccessKey", "good"}, {"SecretKey", "wrong"}};
  Properties right{{"AccessKey", "good"}, {"SecretKey", "secret"}};
  Error error;
  ONS_OK_OR_SHOW(ons_client_update_credentials(producer.number, wrong.list.data(), 2, &error), error);
  Message message("whole-credentials", "x");
  EXPECT_EQ(ONS_E_DENIED, ons_producer_send(producer.number, &message, nullptr, &error));
  EXPECT_EQ(0, ons_error_is_retryable(&error)) << error.message;
  ONS_OK_OR_SHOW(ons_client_update_credentials(producer.number, right.list.data(), 2, &error), error);
  producer.send(message);
  ASSERT_EQ(ONS_OK, producer.close());
  EXPECT_EQ(ONS_E_CLOSED, ons_client_update_credentials(producer.number, right.list.data(), 2, nullptr));
}

TEST_F(Whole, a_description_tells_everything_but_secrets) {
  Client producer(ons_producer_open, properties("", {{"SecretKey", "top-secret"}, {"SendMsgTimeoutMillis", "4321"}}));
  producer.start();
  ons_buffer_t text = {nullptr, 0};
  Error error;
  ONS_OK_OR_SHOW(ons_client_describe(producer.number, &text, &error), error);
  std::string words = taken(&text);
  for (auto expected : {"SendMsgTimeoutMillis", "4321", broker->address.c_str()}) {
    EXPECT_NE(std::string::npos, words.find(expected)) << expected << ": " << words;
  }
  EXPECT_EQ(std::string::npos, words.find("top-secret")) << words;
  ONS_OK_OR_SHOW(ons_runtime_describe(&text, &error), error);
  words = taken(&text);
  for (auto expected : {"OpenONS 0.", "state: open", "java: ", "java options: -Xrs", ": producer"}) {
    EXPECT_NE(std::string::npos, words.find(expected)) << expected << ": " << words;
  }
}

TEST_F(Whole, a_server_that_is_not_there_is_told_by_its_address) {
  Client producer(ons_producer_open, properties("", {{"ons.startTimeoutMillis", "500"}}, "127.0.0.1:1"));
  Error error;
  ons_status_t status = ons_client_start(producer.number, &error);
  EXPECT_EQ(ONS_E_UNREACHABLE, status) << error.message;
  EXPECT_NE(std::string::npos, std::string(error.message).find("127.0.0.1:1")) << error.message;
  EXPECT_STRNE("", error.detail);
}
