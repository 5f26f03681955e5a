// Goal: C, Java inside of this process and a real broker work together.
// Method: one test for each kind of client, with threads, signals and forks beside them.
// Failure: users have the same failure with their first program.
#include <algorithm>
#include <clocale>
#include <set>
#include <thread>

#include "broker_support.h"

using namespace support;

namespace {

std::atomic<int> interrupts{0}, terminations{0}, users{0}, children{0};

}  // namespace

Broker *Whole::broker = nullptr;

void Whole::SetUpTestSuite() {
  setenv("LANG", "de_DE.UTF-8", 1);
  std::signal(SIGINT, [](int) { ++interrupts; });
  std::signal(SIGTERM, [](int) { ++terminations; });
  std::signal(SIGUSR2, [](int) { ++users; });
  std::signal(SIGCHLD, [](int) { ++children; });
  broker = new Broker({"--resources=@resources.json"},
                      {{"resources.json", R"({"topics": {"whole-one-queue": {"queues": 1}},
                        "groups": {"GID_again": {"backoff": ["100ms"]}}})"}});
}

void Whole::TearDownTestSuite() {
  Error error;
  EXPECT_EQ(ONS_OK, ons_runtime_close(10000, &error)) << error.message;
  delete broker;
}

TEST_F(Whole, messages_sent_in_every_way_reach_the_listener_unharmed) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_ways")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-ways", listener);
  producer.start();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  std::string smile = "\xF0\x9F\x98\x80";
  Message message("whole-ways", bytes, "tag", "key");
  ons_property_t face[] = {{ONS_STR("face"), str(smile)}};
  message.properties = face;
  message.property_count = 1;
  auto result = producer.send(message);
  consumer.start();
  Received got = listener.inbox.take();
  EXPECT_EQ(bytes, got.body);
  EXPECT_EQ("tag", got.tag);
  EXPECT_EQ("key", got.key);
  EXPECT_EQ(result.message_id, got.id);
  EXPECT_NE(got.properties.end(),
            std::find(got.properties.begin(), got.properties.end(), std::make_pair(std::string("face"), smile)));

  Ends ends;
  Message async("whole-ways", "async");
  Error error;
  ONS_OK_OR_SHOW(ons_producer_send_async(producer.number, &async, ended, &ends, &error), error);
  EXPECT_EQ(ONS_OK, ends.take().status);
  EXPECT_EQ("async", listener.inbox.take().body);

  Message one_way("whole-ways", "one-way");
  ONS_OK_OR_SHOW(ons_producer_send_oneway(producer.number, &one_way, &error), error);
  EXPECT_EQ("one-way", listener.inbox.take().body);

  ons_message_t batch[2] = {one_way, one_way};
  ons_send_result_t results[2] = {ONS_SEND_RESULT_INIT, ONS_SEND_RESULT_INIT};
  ONS_OK_OR_SHOW(ons_producer_send_batch(producer.number, batch, 2, results, &error), error);
  std::set<std::string> ids{listener.inbox.take().id, listener.inbox.take().id};
  EXPECT_EQ((std::set<std::string>{results[0].message_id, results[1].message_id}), ids);
  EXPECT_EQ(ONS_OK, consumer.close());
  EXPECT_EQ(1, listener.releases);
  EXPECT_EQ(4u, producer.statistics().sent);
}

TEST_F(Whole, ordered_messages_keep_their_order) {
  Listener listener;
  Client consumer(ons_order_consumer_open, properties("GID_order")), producer(ons_order_producer_open, properties());
  consumer.subscribe("whole-order", listener);
  producer.start();
  for (int i = 0; i < 20; ++i) producer.send(Message("whole-order", std::to_string(i), "", "", "one"));
  consumer.start();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(std::to_string(i), listener.inbox.take().body);
}

TEST_F(Whole, a_transaction_is_decided_by_its_executer) {
  Listener listener;
  Client consumer(ons_consumer_open, properties("GID_tx_consumer"));
  consumer.subscribe("whole-transactions", listener);
  consumer.start();
  auto checker = [](void *, const ons_message_t *) -> int32_t { return ONS_TRANSACTION_COMMIT; };
  auto p = properties("GID_tx");
  ons_client_t number = 0;
  Error error;
  ONS_OK_OR_SHOW(ons_transaction_producer_open(p.list.data(), p.list.size(), checker, nullptr, nullptr, &number,
                                               &error), error);
  Client producer(number);
  producer.start();
  auto executer = [](void *context, const ons_message_t *) { return *static_cast<int32_t *>(context); };
  int32_t rollback = ONS_TRANSACTION_ROLLBACK, commit = ONS_TRANSACTION_COMMIT;
  Message dropped("whole-transactions", "dropped"), kept("whole-transactions", "kept");
  EXPECT_EQ(ONS_E_INVALID,
            ons_producer_send_transaction(number, &dropped, executer, &rollback, nullptr, &error));
  EXPECT_STREQ("TRANSACTION_ROLLED_BACK", error.name);
  ONS_OK_OR_SHOW(ons_producer_send_transaction(number, &kept, executer, &commit, nullptr, &error), error);
  EXPECT_EQ("kept", listener.inbox.take().body);
}

TEST_F(Whole, events_are_polled_and_answered) {
  Client consumer(ons_consumer_open, properties("GID_events")), producer(ons_producer_open, properties());
  ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
  Error error;
  ONS_OK_OR_SHOW(ons_consumer_subscribe(consumer.number, ONS_STR("whole-events"), ONS_STR("*"), ONS_FILTER_TAG,
                                        nullptr, nullptr, nullptr, &error), error);
  producer.start();
  producer.send(Message("whole-events", "x"));
  consumer.start();
  std::vector<uint8_t> buffer(1 << 16);
  size_t size = 0, count = 0;
  ONS_OK_OR_SHOW(ons_events_poll(consumer.number, 10, 30000, buffer.data(), buffer.size(), &size, &count, &error),
                 error);
  auto frames = decode(buffer.data(), size);
  ASSERT_EQ(1u, frames.size());
  EXPECT_EQ("x", frames[0].body);
  int32_t success = ONS_CONSUME_SUCCESS;
  ONS_OK_OR_SHOW(ons_events_complete(consumer.number, &frames[0].token, &success, 1, &error), error);
  EXPECT_EQ(1u, consumer.statistics().consumed);
}

TEST_F(Whole, assigned_queues_are_pulled) {
  Client consumer(ons_pull_consumer_open, properties("GID_pull")), producer(ons_producer_open, properties());
  producer.start();
  producer.send(Message("whole-pull", "x"));
  consumer.start();
  ons_buffer_t names = {nullptr, 0};
  Error error;
  ONS_OK_OR_SHOW(ons_pull_partitions(consumer.number, ONS_STR("whole-pull"), &names, &error), error);
  std::string lines(reinterpret_cast<char *>(names.data), names.size);
  ons_buffer_release(&names);
  std::vector<ons_partition_t> partitions;
  for (size_t start = 0, end; start < lines.size(); start = end + 1) {
    end = std::min(lines.find('\n', start), lines.size());
    partitions.push_back({ONS_STR("whole-pull"), {lines.data() + start, end - start}});
  }
  ASSERT_FALSE(partitions.empty());
  ONS_OK_OR_SHOW(ons_pull_assign(consumer.number, partitions.data(), partitions.size(), &error), error);
  for (auto &partition : partitions) {
    ONS_OK_OR_SHOW(ons_pull_seek_to_beginning(consumer.number, partition, &error), error);
  }
  std::vector<uint8_t> buffer(1 << 16);
  size_t size = 0, count = 0;
  ONS_OK_OR_SHOW(ons_pull_poll(consumer.number, 30000, buffer.data(), buffer.size(), &size, &count, &error), error);
  auto frames = decode(buffer.data(), size);
  ASSERT_EQ(1u, frames.size());
  EXPECT_EQ("x", frames[0].body);
  ONS_OK_OR_SHOW(ons_pull_commit(consumer.number, &error), error);
}

TEST_F(Whole, five_hundred_short_lived_threads_send) {
  Client producer(ons_producer_open, properties());
  producer.start();
  for (int round = 0; round < 25; ++round) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 20; ++t) {
      threads.emplace_back([&] {
        Message message("whole-threads", "x");
        Error error;
        EXPECT_EQ(ONS_OK, ons_producer_send(producer.number, &message, nullptr, &error)) << error.message;
      });
    }
    for (auto &thread : threads) thread.join();
  }
  EXPECT_EQ(500u, producer.statistics().sent);
}

TEST_F(Whole, signals_and_locale_stay_those_of_the_host) {
  Client producer(ons_producer_open, properties());
  producer.start();
  kill(getpid(), SIGINT);
  kill(getpid(), SIGTERM);
  kill(getpid(), SIGUSR2);
  kill(getpid(), SIGCHLD);
  auto deadline = std::chrono::steady_clock::now() + DEADLINE;
  while ((interrupts == 0 || terminations == 0 || users == 0 || children == 0) &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(1, interrupts);
  EXPECT_EQ(1, terminations);
  EXPECT_EQ(1, users);
  EXPECT_GE(children, 1);
  EXPECT_STREQ("C", std::setlocale(LC_ALL, nullptr));
  producer.send(Message("whole-signals", "x"));
}

TEST_F(Whole, a_child_of_fork_is_refused) {
  Client producer(ons_producer_open, properties());
  producer.start();
  pid_t child = fork();
  if (child == 0) {
    Message message("whole-forked", "x");
    _exit(ons_producer_send(producer.number, &message, nullptr, nullptr) == ONS_E_FORKED ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(child, waitpid(child, &status, 0));
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  producer.send(Message("whole-forked", "the parent goes on"));
}
