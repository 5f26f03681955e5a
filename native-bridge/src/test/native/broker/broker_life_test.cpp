// Goal: clients of a real server end cleanly whatever runs meanwhile, and leave nothing behind.
// Method: closes beside busy callbacks, many rounds with counted threads and memory, threads with small and large
//   stacks.
// Failure: hosts hang at their end, or grow with each client.
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include <pthread.h>

#include "broker_support.h"

using namespace support;

namespace {

size_t threads_of_process() {
  size_t count = 0;
  for (auto &entry : std::filesystem::directory_iterator("/proc/self/task")) count += entry.exists();
  return count;
}

size_t resident_kib() {
  std::ifstream lines("/proc/self/status");
  for (std::string word; lines >> word;) {
    size_t kib = 0;
    if (word == "VmRSS:" && lines >> kib) return kib;
  }
  return 0;
}

// How often; more in a long run (./dev test --all).
size_t rounds() {
  const char *asked = std::getenv("ONS_TEST_ROUNDS");
  return asked != nullptr ? std::strtoul(asked, nullptr, 10) : std::getenv("ONS_TEST_ALL") != nullptr ? 300 : 50;
}

}  // namespace

TEST_F(Whole, a_consumer_that_closes_waits_for_its_listener_and_no_call_follows) {
  Listener listener;
  Signal entered, go;
  std::atomic<int> calls{0};
  listener.answer = [&](const ons_message_t &) {
    if (calls.fetch_add(1) == 0) {
      entered.raise();
      go.await();
    }
    return ONS_CONSUME_SUCCESS;
  };
  Client producer(ons_producer_open, properties());
  Client consumer(ons_consumer_open, properties("GID_ending", {{"ConsumeThreadNums", "1"}}));
  consumer.subscribe("whole-ending", listener);
  producer.start();
  for (int i = 0; i < 10; ++i) producer.send(Message("whole-ending", std::to_string(i)));
  consumer.start();
  entered.await();
  EXPECT_EQ(1u, consumer.statistics().callbacks_running);
  std::atomic<bool> closed{false};
  uint64_t received = 0;
  std::thread closer([&] {
    EXPECT_EQ(ONS_OK, consumer.close());
    closed = true;
    received = static_cast<uint64_t>(calls);
  });
  // Until the close has begun: other calls are refused then.
  while (ons_consumer_unsubscribe(consumer.number, ONS_STR("other"), nullptr) == ONS_OK) std::this_thread::yield();
  EXPECT_FALSE(closed);
  go.raise();
  closer.join();
  EXPECT_EQ(1, listener.releases);
  producer.send(Message("whole-ending", "nobody listens"));
  EXPECT_GE(calls, 1) << "the first one, and those that came before the close got to Java";
  EXPECT_EQ(static_cast<uint64_t>(calls), received) << "a call after the close";
}

TEST_F(Whole, many_rounds_leave_no_thread_and_no_memory) {
  size_t threads = 0, memory = 0;
  const size_t all = rounds(), warm = all / 3;
  std::set<ons_client_t> numbers;
  for (size_t round = 0; round < all; ++round) {
    if (round == warm) {
      threads = threads_of_process();
      memory = resident_kib();
    }
    Listener listener;
    Client consumer(ons_consumer_open, properties("GID_rounds")), producer(ons_producer_open, properties());
    consumer.subscribe("whole-rounds", listener);
    producer.start();
    consumer.start();
    producer.send(Message("whole-rounds", "x"));
    listener.inbox.take();
    numbers.insert(consumer.number);
    numbers.insert(producer.number);
    ASSERT_EQ(ONS_OK, consumer.close());
    ASSERT_EQ(ONS_OK, producer.close());
    ASSERT_EQ(1, listener.releases);
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
  EXPECT_EQ(2 * all, numbers.size());
  auto deadline = std::chrono::steady_clock::now() + DEADLINE;
  while (threads_of_process() > threads + 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_LE(threads_of_process(), threads + 2) << "the compiler of Java may have one or two threads more";
  // Java's heap may fill up to its bound of 256 MiB before it is swept; a leak of ours would be beside it.
  EXPECT_LE(resident_kib(), memory + (64u << 10)) << "it was " << memory << " KiB after " << warm << " rounds";
  std::cout << "    " << all << " rounds: threads " << threads << " to " << threads_of_process() << ", resident MiB "
            << memory / 1024 << " to " << resident_kib() / 1024 << "\n";
}

TEST_F(Whole, a_thread_with_the_smallest_stack_sends_and_receives) {
  Client producer(ons_producer_open, properties());
  producer.start();
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  ASSERT_EQ(0, pthread_attr_setstacksize(&attributes, 256 << 10));
  pthread_t thread;
  ASSERT_EQ(0, pthread_create(&thread, &attributes, [](void *context) -> void * {
              for (int i = 0; i < 20; ++i) {
                static_cast<Client *>(context)->send(Message("whole-small-stack", "x"));
              }
              return nullptr;
            }, &producer));
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  EXPECT_EQ(20u, producer.statistics().sent);
}

TEST_F(Whole, a_listener_may_use_much_stack) {
  Listener listener;
  listener.answer = [](const ons_message_t &) {
    volatile uint8_t much[6 << 20];
    for (size_t i = 0; i < sizeof much; i += 4096) much[i] = 1;
    return much[0] == 1 ? ONS_CONSUME_SUCCESS : ONS_CONSUME_LATER;
  };
  Client consumer(ons_consumer_open, properties("GID_stack")), producer(ons_producer_open, properties());
  consumer.subscribe("whole-stack", listener);
  producer.start();
  producer.send(Message("whole-stack", "x"));
  consumer.start();
  EXPECT_EQ("x", listener.inbox.take().body);
}
