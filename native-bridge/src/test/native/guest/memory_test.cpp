// Goal: more large messages than the Java heap holds are all consumed, by listeners and by events.
// Method: a guest with heap and cache of the defaults, 256 MiB and a quarter of that, for which 320 MiB of messages of
// 4 MiB wait.
// Failure: a consumer that stops for good, or loses messages, when its heap is full for a moment.
#include <set>

#include "broker_support.h"
#include "guest.h"

using namespace support;

Broker *Whole::broker = nullptr;
void Whole::SetUpTestSuite() { broker = Broker::shared().release(); }
void Whole::TearDownTestSuite() { delete broker; }

namespace {

class Memory : public Whole {
 protected:
  static constexpr size_t COUNT = 80, SIZE = (4u << 20) - 1024;

  // Sends in a process of its own, so that the consumer's heap is its alone.
  static void send_all(const char *topic) {
    auto outcome = in_guest([topic] {
      Client producer(ons_producer_open, properties());
      producer.start();
      for (size_t i = 0; i < COUNT; ++i) producer.send(Message(topic, std::string(SIZE, 'x'), "", std::to_string(i)));
    });
    expect_ended(outcome, 0);
  }
};

}  // namespace

TEST_F(Memory, a_listener_gets_all_messages_though_they_are_larger_than_the_heap) {
  send_all("memory-listener");
  auto outcome = in_guest([] {
    Inbox<std::string> keys;
    auto consume = [](void *context, const ons_message_t *message, size_t) -> int32_t {
      EXPECT_EQ(SIZE, message->body_size);
      static_cast<Inbox<std::string> *>(context)->put(text(message->key));
      return ONS_CONSUME_SUCCESS;
    };
    Client consumer(ons_consumer_open, properties("GID_memory_listener"));
    ASSERT_EQ(ONS_OK, ons_consumer_subscribe(consumer.number, ONS_STR("memory-listener"), ONS_STR("*"), 0, consume,
                                             &keys, nullptr, nullptr));
    consumer.start();
    std::set<std::string> seen;
    while (seen.size() < COUNT && !HasFailure()) seen.insert(keys.take());
  });
  expect_ended(outcome, 0);
}

TEST_F(Memory, events_bring_all_messages_and_a_full_heap_is_an_error_after_which_they_go_on) {
  send_all("memory-events");
  auto outcome = in_guest([] {
    Client consumer(ons_consumer_open, properties("GID_memory_events"));
    ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
    ASSERT_EQ(ONS_OK, ons_consumer_subscribe(consumer.number, ONS_STR("memory-events"), ONS_STR("*"), 0, nullptr,
                                             nullptr, nullptr, nullptr));
    consumer.start();
    std::set<std::string> seen;
    std::vector<uint8_t> buffer(16u << 20);
    auto deadline = std::chrono::steady_clock::now() + 2 * DEADLINE;
    while (seen.size() < COUNT && std::chrono::steady_clock::now() < deadline) {
      size_t size = 0, count = 0;
      Error error;
      ons_status_t status =
          ons_events_poll(consumer.number, 8, 1000, buffer.data(), buffer.size(), &size, &count, &error);
      if (status != ONS_OK) {
        EXPECT_EQ(ONS_E_THROTTLED, status) << error.message;
        EXPECT_STREQ("OUT_OF_MEMORY", error.name);
        EXPECT_EQ(1, ons_error_is_retryable(&error));
        std::fprintf(stderr, "%s\n", error.message);
        continue;
      }
      for (auto &frame : decode(buffer.data(), size)) {
        seen.insert(frame.key);
        int32_t success = ONS_CONSUME_SUCCESS;
        EXPECT_EQ(ONS_OK, ons_events_complete(consumer.number, &frame.token, &success, 1, nullptr));
      }
    }
    EXPECT_EQ(COUNT, seen.size());
  });
  expect_ended(outcome, 0);
}
