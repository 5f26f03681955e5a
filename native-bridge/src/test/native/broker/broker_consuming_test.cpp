// Goal: what is consumed through the interface is what was asked for, as often as was said.
// Method: consumers of each kind, filters, orders, offsets and events, against a real broker, under -Xcheck:jni.
// Failure: programs in any language get messages twice, never, or of others.
#include <map>
#include <set>
#include <thread>

#include "broker_support.h"

using namespace support;

namespace {

// A store of offsets in the program, as a host would have one.
struct OffsetStore {
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, int64_t> offsets;
  std::atomic<int> releases{0};

  static int32_t read(void *context, ons_str_t topic, ons_str_t partition, int64_t *offset_out) {
    auto *self = static_cast<OffsetStore *>(context);
    std::lock_guard<std::mutex> lock(self->mutex);
    auto found = self->offsets.find({text(topic), text(partition)});
    if (found == self->offsets.end()) return 0;
    *offset_out = found->second;
    return 1;
  }
  static void write(void *context, ons_str_t topic, ons_str_t partition, int64_t offset) {
    auto *self = static_cast<OffsetStore *>(context);
    std::lock_guard<std::mutex> lock(self->mutex);
    self->offsets[{text(topic), text(partition)}] = offset;
  }
  static void release(void *context) { ++static_cast<OffsetStore *>(context)->releases; }

  void use(Client &consumer) {
    Error error;
    ONS_OK_OR_SHOW(ons_consumer_set_offset_store(consumer.number, read, write, this, release, &error), error);
  }
  int64_t sum() {
    std::lock_guard<std::mutex> lock(mutex);
    int64_t sum = 0;
    for (auto &entry : offsets) sum += entry.second;
    return sum;
  }
};

void subscribe_sql(Client &consumer, const char *topic, const char *condition, Listener &listener) {
  Error error;
  ONS_OK_OR_SHOW(ons_consumer_subscribe(consumer.number, str(topic), str(condition), ONS_FILTER_SQL, Listener::consume,
                                        &listener, Listener::release, &error), error);
}

void send_with_age(Client &producer, const char *topic, const char *body, const char *tag, const char *age) {
  Message message(topic, body, tag);
  ons_property_t properties[] = {{ONS_STR("age"), str(age)}};
  message.properties = properties;
  message.property_count = 1;
  producer.send(message);
}

}  // namespace

TEST_F(Whole, a_sql_condition_chooses_by_properties_and_tag) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_sql")), producer(ons_producer_open, properties());
  subscribe_sql(consumer, "whole-sql", "age > 17 AND TAGS IN ('A', 'B')", listener);
  producer.start();
  send_with_age(producer, "whole-sql", "too young", "A", "17");
  send_with_age(producer, "whole-sql", "wrong tag", "C", "99");
  send_with_age(producer, "whole-sql", "right", "B", "18");
  consumer.start();
  EXPECT_EQ("right", listener.inbox.take().body);
  EXPECT_TRUE(listener.inbox.empty());
}

TEST_F(Whole, a_condition_that_is_no_sql_is_refused_with_its_text) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_no_sql"));
  Error error;
  ons_status_t status = ons_consumer_subscribe(consumer.number, ONS_STR("whole-no-sql"), ONS_STR("age >"),
                                               ONS_FILTER_SQL, Listener::consume, &listener, nullptr, &error);
  if (status == ONS_OK) status = ons_client_start(consumer.number, &error);
  EXPECT_EQ(ONS_E_INVALID, status);
  EXPECT_NE(std::string::npos, std::string(error.message).find("age >")) << error.message;
}

TEST_F(Whole, a_rate_limit_spreads_messages_over_time) {
  Listener listener;
  Inbox<int64_t> times;
  listener.answer = [&](const ons_message_t &) {
    times.put(now_ms());
    return ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_consumer_open, properties("GID_rate")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-rate", listener);
  Error error;
  ONS_OK_OR_SHOW(ons_consumer_rate_limit(consumer.number, ONS_STR("whole-rate"), 10, &error), error);
  producer.start();
  for (int i = 0; i < 8; ++i) producer.send(Message("whole-rate", "x"));
  consumer.start();
  int64_t first = times.take(), last = first;
  for (int i = 1; i < 8; ++i) last = times.take();
  EXPECT_GE(last - first, 600) << "seven more at ten a second";
}

TEST_F(Whole, what_is_answered_later_comes_again_and_is_counted) {
  Listener listener;
  listener.answer = [](const ons_message_t &message) {
    return message.reconsume_times == 0 ? ONS_CONSUME_LATER : ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_consumer_open, properties("GID_again")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-again", listener);
  producer.start();
  auto sent = producer.send(Message("whole-again", "x"));
  consumer.start();
  EXPECT_EQ(0, listener.inbox.take().reconsume_times);
  Received again = listener.inbox.take();
  EXPECT_EQ(1, again.reconsume_times);
  EXPECT_EQ(sent.message_id, again.id);
  ASSERT_EQ(ONS_OK, ons_consumer_unsubscribe(consumer.number, ONS_STR("whole-again"), nullptr));
  listener.released.await();
  auto statistics = consumer.statistics();
  EXPECT_EQ(2u, statistics.received);
  EXPECT_EQ(1u, statistics.consumed);
  EXPECT_EQ(1u, statistics.consume_failures);
}

TEST_F(Whole, an_answer_of_zero_is_no_success) {
  Listener listener;
  listener.answer = [](const ons_message_t &message) {
    return message.reconsume_times == 0 ? 0 : ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_consumer_open, properties("GID_again")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-zero", listener);
  producer.start();
  producer.send(Message("whole-zero", "x"));
  consumer.start();
  listener.inbox.take();
  EXPECT_EQ(1, listener.inbox.take().reconsume_times);
}

TEST_F(Whole, an_ordered_consumer_that_suspends_keeps_the_order) {
  Listener listener;
  std::atomic<bool> suspended{false};
  listener.answer = [&](const ons_message_t &message) {
    return body(message) == "1" && !suspended.exchange(true) ? ONS_CONSUME_LATER : ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_order_consumer_open, properties("GID_suspend", {{"suspendTimeMillis", "50"}}));
  Client producer(ons_order_producer_open, properties());
  consumer.subscribe("whole-suspend", listener);
  producer.start();
  for (int i = 0; i < 4; ++i) producer.send(Message("whole-suspend", std::to_string(i), "", "", "one"));
  consumer.start();
  for (auto expected : {"0", "1", "1", "2", "3"}) ASSERT_EQ(expected, listener.inbox.take().body);
}

TEST_F(Whole, a_batch_consumer_gets_several_and_answers_once) {
  struct Batches {
    Inbox<size_t> sizes;
    std::atomic<int> calls{0};
  } batches;
  auto consume = [](void *context, const ons_message_t *, size_t count) -> int32_t {
    auto *self = static_cast<Batches *>(context);
    ++self->calls;
    self->sizes.put(count);
    return ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_batch_consumer_open,
                  properties("GID_batches", {{"ConsumeMessageBatchMaxSize", "4"},
                                             {"BatchConsumeMaxAwaitDurationInSeconds", "2"}}));
  Client producer(ons_producer_open, properties());
  Error error;
  ONS_OK_OR_SHOW(ons_consumer_subscribe(consumer.number, ONS_STR("whole-batches"), ONS_STR("*"), ONS_FILTER_TAG,
                                        consume, &batches, nullptr, &error), error);
  producer.start();
  for (int i = 0; i < 8; ++i) producer.send(Message("whole-batches", "x"));
  consumer.start();
  size_t all = 0, largest = 0;
  while (all < 8) {
    size_t size = batches.sizes.take();
    ASSERT_GT(size, 0u);
    all += size;
    largest = std::max(largest, size);
  }
  EXPECT_EQ(8u, all);
  EXPECT_EQ(4u, largest);
  ASSERT_EQ(ONS_OK, ons_consumer_unsubscribe(consumer.number, ONS_STR("whole-batches"), nullptr));
}

TEST_F(Whole, a_broadcasting_consumer_keeps_its_progress_in_the_programs_store) {
  OffsetStore store;
  Client producer(ons_producer_open, properties());
  producer.start();
  producer.send(Message("whole-one-queue", "before"));
  auto broadcasting = properties("GID_broadcast", {{"MessageModel", "BROADCASTING"}});
  {
    Listener listener;
    Client consumer(ons_consumer_open, broadcasting);
    store.use(consumer);
    consumer.subscribe("whole-one-queue", listener);
    consumer.start();
    // It begins at the end; the store knows where that is as soon as the queue is read.
    auto deadline = std::chrono::steady_clock::now() + DEADLINE;
    while (store.sum() == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    ASSERT_EQ(1, store.sum());
    producer.send(Message("whole-one-queue", "first"));
    EXPECT_EQ("first", listener.inbox.take().body);
    ASSERT_EQ(ONS_OK, consumer.close());
    EXPECT_EQ(1, listener.releases);
  }
  EXPECT_EQ(2, store.sum());
  EXPECT_EQ(1, store.releases);
  producer.send(Message("whole-one-queue", "meanwhile"));
  Listener listener;
  Client consumer(ons_consumer_open, broadcasting);
  store.use(consumer);
  consumer.subscribe("whole-one-queue", listener);
  consumer.start();
  EXPECT_EQ("meanwhile", listener.inbox.take().body);
}

TEST_F(Whole, two_broadcasting_consumers_get_every_message_each) {
  Listener first, second;
  OffsetStore stores[2];
  auto broadcasting = properties("GID_each", {{"MessageModel", "BROADCASTING"}});
  Client one(ons_consumer_open, broadcasting), two(ons_consumer_open, broadcasting);
  Client producer(ons_producer_open, properties());
  producer.start();
  // The store says where to begin, so that no message can come before the reading has begun.
  for (auto &store : stores) store.offsets[{"whole-each", "never asked"}] = 0;
  producer.send(Message("whole-each", "makes the topic"));
  Client *consumers[] = {&one, &two};
  Listener *listeners[] = {&first, &second};
  for (int i = 0; i < 2; ++i) {
    stores[i].use(*consumers[i]);
    consumers[i]->subscribe("whole-each", *listeners[i]);
    consumers[i]->start();
  }
  auto deadline = std::chrono::steady_clock::now() + DEADLINE;
  for (auto &store : stores) {
    auto queues = [&] {
      std::lock_guard<std::mutex> lock(store.mutex);
      return store.offsets.size();
    };
    while (queues() < 9 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    ASSERT_EQ(9u, queues()) << "eight queues, and the one of this test";
  }
  for (int i = 0; i < 5; ++i) producer.send(Message("whole-each", std::to_string(i)));
  for (auto *listener : listeners) {
    std::set<std::string> bodies;
    for (int i = 0; i < 5; ++i) bodies.insert(listener->inbox.take().body);
    EXPECT_EQ((std::set<std::string>{"0", "1", "2", "3", "4"}), bodies);
  }
}

TEST_F(Whole, the_server_asks_the_checker_about_what_was_left_undecided) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_checked"));
  consumer.subscribe("whole-checked", listener);
  consumer.start();
  struct Checker {
    Inbox<Received> asked;
    std::atomic<int> releases{0};
  } checker;
  auto check = [](void *context, const ons_message_t *message) -> int32_t {
    static_cast<Checker *>(context)->asked.put(received(*message));
    return ONS_TRANSACTION_COMMIT;
  };
  auto release = [](void *context) { ++static_cast<Checker *>(context)->releases; };
  auto all = properties("GID_checker", {{"CheckImmunityTimeInSeconds", "1"}});
  Error error;
  ons_client_t number = 0;
  ONS_OK_OR_SHOW(ons_transaction_producer_open(all.list.data(), all.list.size(), check, &checker, release, &number,
                                               &error), error);
  {
    Client producer(number);
    producer.start();
    auto unknown = [](void *, const ons_message_t *) -> int32_t { return ONS_TRANSACTION_UNKNOWN; };
    Message message("whole-checked", EVERY_WIDTH, "tag", "key");
    ons_send_result_t result = ONS_SEND_RESULT_INIT;
    ONS_OK_OR_SHOW(ons_producer_send_transaction(number, &message, unknown, nullptr, &result, &error), error);
    Received asked = checker.asked.take();
    EXPECT_EQ(EVERY_WIDTH, asked.body);
    EXPECT_EQ("key", asked.key);
    EXPECT_EQ(result.message_id, asked.id);
    EXPECT_EQ(EVERY_WIDTH, listener.inbox.take().body);
    ASSERT_EQ(ONS_OK, producer.close());
  }
  EXPECT_EQ(1, checker.releases);
}

TEST_F(Whole, questions_about_transactions_may_be_events) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_polled_checks"));
  consumer.subscribe("whole-polled-checks", listener);
  consumer.start();
  auto all = properties("GID_polled_checker", {{"CheckImmunityTimeInSeconds", "1"}});
  Error error;
  ons_client_t number = 0;
  ONS_OK_OR_SHOW(ons_transaction_producer_open(all.list.data(), all.list.size(), nullptr, nullptr, nullptr, &number,
                                               &error), error);
  Client producer(number);
  EXPECT_EQ(ONS_E_INVALID, ons_client_start(number, nullptr)) << "nobody would answer";
  ONS_OK_OR_SHOW(ons_client_use_events(number, &error), error);
  producer.start();
  auto unknown = [](void *, const ons_message_t *) -> int32_t { return ONS_TRANSACTION_UNKNOWN; };
  Message message("whole-polled-checks", "asked");
  ONS_OK_OR_SHOW(ons_producer_send_transaction(number, &message, unknown, nullptr, nullptr, &error), error);
  std::vector<uint8_t> buffer(1 << 16);
  size_t size = 0, count = 0;
  ONS_OK_OR_SHOW(ons_events_poll(number, 1, 30000, buffer.data(), buffer.size(), &size, &count, &error), error);
  ASSERT_EQ(1u, count);
  auto question = decode(buffer.data(), size)[0];
  EXPECT_EQ(ONS_FRAME_CHECK, question.kind);
  EXPECT_EQ("asked", question.body);
  int32_t commit = ONS_TRANSACTION_COMMIT;
  ONS_OK_OR_SHOW(ons_events_complete(number, &question.token, &commit, 1, &error), error);
  EXPECT_EQ("asked", listener.inbox.take().body);
}

TEST_F(Whole, events_of_ordered_and_batch_consumers_are_answered_too) {
  struct Kind {
    Open consumer, producer;
    const char *topic, *group;
  };
  for (Kind kind : {Kind{ons_order_consumer_open, ons_order_producer_open, "whole-ordered-events", "GID_oe"},
                    Kind{ons_batch_consumer_open, ons_producer_open, "whole-batch-events", "GID_be"}}) {
    Client consumer(kind.consumer, properties(kind.group)), producer(kind.producer, properties());
    ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
    Error error;
    ONS_OK_OR_SHOW(ons_consumer_subscribe(consumer.number, str(kind.topic), ONS_STR("*"), ONS_FILTER_TAG, nullptr,
                                          nullptr, nullptr, &error), error);
    producer.start();
    for (int i = 0; i < 6; ++i) producer.send(Message(kind.topic, std::to_string(i), "", "", "one"));
    consumer.start();
    std::vector<uint8_t> buffer(1 << 16);
    std::vector<std::string> bodies;
    while (bodies.size() < 6) {
      size_t size = 0, count = 0;
      ONS_OK_OR_SHOW(ons_events_poll(consumer.number, 10, 30000, buffer.data(), buffer.size(), &size, &count, &error),
                     error);
      ASSERT_GT(count, 0u) << kind.topic << " after " << bodies.size();
      for (auto &frame : decode(buffer.data(), size)) {
        bodies.push_back(frame.body);
        int32_t success = ONS_CONSUME_SUCCESS;
        ONS_OK_OR_SHOW(ons_events_complete(consumer.number, &frame.token, &success, 1, &error), error);
      }
    }
    EXPECT_EQ((std::vector<std::string>{"0", "1", "2", "3", "4", "5"}), bodies);
    EXPECT_EQ(6u, consumer.statistics().consumed) << kind.topic;
  }
}

TEST_F(Whole, a_client_that_closes_waits_for_the_answers_of_what_was_polled) {
  Client consumer(ons_consumer_open, properties("GID_late", {{"ons.shutdownTimeoutMillis", "120000"}}));
  Client producer(ons_producer_open, properties());
  ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
  Error error;
  ONS_OK_OR_SHOW(ons_consumer_subscribe(consumer.number, ONS_STR("whole-late"), ONS_STR("*"), ONS_FILTER_TAG, nullptr,
                                        nullptr, nullptr, &error), error);
  producer.start();
  producer.send(Message("whole-late", "in hand"));
  consumer.start();
  std::vector<uint8_t> buffer(1 << 16);
  size_t size = 0, count = 0;
  ONS_OK_OR_SHOW(ons_events_poll(consumer.number, 1, 30000, buffer.data(), buffer.size(), &size, &count, &error),
                 error);
  ASSERT_EQ(1u, count);

  auto begin = std::chrono::steady_clock::now();
  ons_status_t closed = ONS_E_INTERNAL;
  std::thread closing([&] { closed = ons_client_close(consumer.number, nullptr); });
  while (ons_consumer_unsubscribe(consumer.number, ONS_STR("other"), nullptr) != ONS_E_CLOSED) {
    std::this_thread::yield();
  }
  int32_t success = ONS_CONSUME_SUCCESS;
  uint64_t token = decode(buffer.data(), size)[0].token;
  EXPECT_EQ(ONS_OK, ons_events_complete(consumer.number, &token, &success, 1, &error)) << error.message;
  closing.join();

  EXPECT_EQ(ONS_OK, closed);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}
