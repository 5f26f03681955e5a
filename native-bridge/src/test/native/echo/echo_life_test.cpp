// Goal: clients end cleanly whatever runs meanwhile.
// Method: closes beside sends, polls and callbacks, in echo mode and under valgrind.
// Failure: a crash, a hang or a leak in a host.
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include "echo_support.h"

using namespace support;

namespace {

class Life : public EchoTest {};

size_t threads_of_process() {
  size_t count = 0;
  for (auto &entry : std::filesystem::directory_iterator("/proc/self/task")) count += entry.exists();
  return count;
}

}  // namespace

TEST_F(Life, close_waits_for_the_callback_that_runs_and_no_other_follows) {
  Listener listener;
  Signal entered, go;
  std::atomic<int> done{0};
  listener.answer = [&](const ons_message_t &) {
    if (done == 0) {
      entered.raise();
      go.await();
    }
    ++done;
    return ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("close-waits", listener);
  consumer.start();
  producer.start();
  for (int i = 0; i < 10; ++i) producer.send(Message("close-waits", "x"));
  entered.await();
  std::thread closer([&] { EXPECT_EQ(ONS_OK, consumer.close()); });
  // Until the close has begun: other calls are refused then.
  while (ons_consumer_unsubscribe(consumer.number, ONS_STR("other"), nullptr) == ONS_OK) std::this_thread::yield();
  go.raise();
  closer.join();
  EXPECT_EQ(1, done);
  EXPECT_EQ(1, listener.releases);
}

TEST_F(Life, a_callback_that_does_not_end_makes_close_time_out) {
  Properties impatient{{"GROUP_ID", "g"}, {"ons.shutdownTimeoutMillis", "50"}};
  Listener listener;
  Signal entered, go;
  listener.answer = [&](const ons_message_t &) {
    entered.raise();
    go.await();
    return ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_consumer_open, impatient), producer(ons_producer_open, none);
  consumer.subscribe("stuck", listener);
  consumer.start();
  producer.start();
  producer.send(Message("stuck", "x"));
  entered.await();
  EXPECT_EQ(ONS_E_TIMEOUT, consumer.close());
  EXPECT_EQ(ONS_E_CLOSED, consumer.close());
  EXPECT_EQ(0, listener.releases) << "its context is still in use";
  go.raise();
  listener.released.await();
  EXPECT_EQ(1, listener.releases);
}

TEST_F(Life, a_client_cannot_be_closed_from_its_own_callback) {
  Listener listener;
  Inbox<ons_status_t> closes;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none), other(ons_producer_open, none);
  listener.answer = [&](const ons_message_t &) {
    closes.put(consumer.close());
    closes.put(ons_runtime_close(0, nullptr));
    closes.put(other.close());
    return ONS_CONSUME_SUCCESS;
  };
  consumer.subscribe("own", listener);
  consumer.start();
  producer.start();
  producer.send(Message("own", "x"));
  EXPECT_EQ(ONS_E_STATE, closes.take());
  EXPECT_EQ(ONS_E_STATE, closes.take());
  EXPECT_EQ(ONS_OK, closes.take()) << "another client may be closed";
  listener.inbox.take();
  EXPECT_EQ(ONS_OK, consumer.close());
}

TEST_F(Life, a_listener_that_is_replaced_is_released_once) {
  Listener first, second;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("replaced", first);
  consumer.start();
  producer.start();
  consumer.subscribe("replaced", second);
  first.released.await();
  producer.send(Message("replaced", "x"));
  EXPECT_EQ("x", second.inbox.take().body);
  EXPECT_TRUE(first.inbox.empty());
  EXPECT_EQ(ONS_OK, consumer.close());
  EXPECT_EQ(1, first.releases);
  EXPECT_EQ(1, second.releases);
}

TEST_F(Life, a_thousand_rounds_leave_no_thread_and_no_number_comes_back) {
  const size_t rounds = std::getenv("ONS_TEST_SLOW") == nullptr ? 1000 : 50;
  std::set<ons_client_t> numbers;
  size_t before = threads_of_process();
  for (size_t i = 0; i < rounds; ++i) {
    Listener listener;
    Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
    consumer.subscribe("rounds", listener);
    consumer.start();
    producer.start();
    producer.send(Message("rounds", "x"));
    listener.inbox.take();
    numbers.insert(consumer.number);
    numbers.insert(producer.number);
    ASSERT_EQ(ONS_OK, consumer.close());
    ASSERT_EQ(ONS_OK, producer.close());
    ASSERT_EQ(1, listener.releases);
  }
  EXPECT_EQ(2 * rounds, numbers.size());
  // A thread that has said its last may take a moment to leave the list of the process.
  auto deadline = std::chrono::steady_clock::now() + DEADLINE;
  while (threads_of_process() > before && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_LE(threads_of_process(), before);
}

TEST_F(Life, closing_while_thirty_two_threads_send_is_a_clean_refusal) {
  Client producer(ons_producer_open, none);
  producer.start();
  Signal begun;
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t) {
    threads.emplace_back([&] {
      Message message("racing", "x");
      ons_status_t status = ONS_OK;
      for (int i = 0; status == ONS_OK; ++i) {
        if (i == 1) begun.raise();
        status = ons_producer_send(producer.number, &message, nullptr, nullptr);
      }
      EXPECT_EQ(ONS_E_CLOSED, status);
    });
  }
  begun.await();
  EXPECT_EQ(ONS_OK, producer.close());
  for (auto &thread : threads) thread.join();
}
