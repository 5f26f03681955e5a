// Goal: the pull functions work as far as the echo has queues, and name what it has not.
// Method: each pull function, in echo mode.
// Failure: wrappers cannot be tested without a server.
#include "echo_support.h"

using namespace support;

namespace {

class EchoPull : public EchoTest {
 protected:
  std::vector<Received> poll(ons_client_t client, int32_t timeout_ms = 30000) {
    size_t size = 0, count = 0;
    Error error;
    EXPECT_EQ(ONS_OK, ons_pull_poll(client, timeout_ms, buffer_.data(), buffer_.size(), &size, &count, &error))
        << error.message;
    return decode(buffer_.data(), size);
  }

  std::vector<uint8_t> buffer_ = std::vector<uint8_t>(1 << 16);
};

}  // namespace

TEST_F(EchoPull, assigned_messages_are_polled_and_committed) {
  Client consumer(ons_pull_consumer_open, group), producer(ons_producer_open, none);
  consumer.start();
  producer.start();
  ons_buffer_t names = {nullptr, 0};
  ASSERT_EQ(ONS_OK, ons_pull_partitions(consumer.number, ONS_STR("pulled"), &names, nullptr));
  std::string name(reinterpret_cast<char *>(names.data), names.size);
  ons_buffer_release(&names);
  ons_partition_t partition = {ONS_STR("pulled"), str(name)};
  ASSERT_EQ(ONS_OK, ons_pull_assign(consumer.number, &partition, 1, nullptr));
  int64_t offset = 0;
  ASSERT_EQ(ONS_OK, ons_pull_committed(consumer.number, partition, &offset, nullptr));
  EXPECT_EQ(-1, offset);
  for (auto text : {"a", "b"}) producer.send(Message("pulled", text));
  auto messages = poll(consumer.number);
  ASSERT_EQ(2u, messages.size());
  EXPECT_EQ("a", messages[0].body);
  EXPECT_EQ(1, messages[1].offset);
  ASSERT_EQ(ONS_OK, ons_pull_commit(consumer.number, nullptr));
  ASSERT_EQ(ONS_OK, ons_pull_committed(consumer.number, partition, &offset, nullptr));
  EXPECT_EQ(2, offset);
  ASSERT_EQ(ONS_OK, ons_pull_commit_offset(consumer.number, partition, 1, nullptr));
  ASSERT_EQ(ONS_OK, ons_pull_committed(consumer.number, partition, &offset, nullptr));
  EXPECT_EQ(1, offset);
}

TEST_F(EchoPull, a_paused_partition_gives_nothing_until_it_is_resumed) {
  Client consumer(ons_pull_consumer_open, group), producer(ons_producer_open, none);
  consumer.start();
  producer.start();
  ons_partition_t partition = {ONS_STR("paused"), ONS_STR("echo-0")};
  ASSERT_EQ(ONS_OK, ons_pull_assign(consumer.number, &partition, 1, nullptr));
  ASSERT_EQ(ONS_OK, ons_pull_pause(consumer.number, &partition, 1, nullptr));
  producer.send(Message("paused", "x"));
  EXPECT_TRUE(poll(consumer.number, 0).empty());
  ASSERT_EQ(ONS_OK, ons_pull_resume(consumer.number, &partition, 1, nullptr));
  EXPECT_EQ(1u, poll(consumer.number).size());
}

TEST_F(EchoPull, what_needs_stored_messages_is_unsupported) {
  Client consumer(ons_pull_consumer_open, group);
  consumer.start();
  auto c = consumer.number;
  ons_partition_t p = {ONS_STR("t"), ONS_STR("echo-0")};
  int64_t a = 0, b = 0;
  size_t size = 0, count = 0;
  Error error;
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_pull_seek(c, p, 0, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("echo mode"));
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_pull_seek_to_beginning(c, p, nullptr));
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_pull_seek_to_end(c, p, nullptr));
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_pull_offset_for_time(c, p, 0, &a, nullptr));
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_pull_offset_limits(c, p, &a, &b, nullptr));
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_pull_fetch(c, p, ONS_STR("*"), 0, 1, 0, buffer_.data(), buffer_.size(), &size,
                                              &count, &a, nullptr));
}

TEST_F(EchoPull, a_watch_is_released_once_with_the_client) {
  Client consumer(ons_pull_consumer_open, group);
  Listener watcher;
  auto changed = [](void *, ons_str_t, ons_str_t) {};
  EXPECT_EQ(ONS_E_INVALID, ons_pull_on_partitions_changed(consumer.number, ONS_STR("t"), nullptr, nullptr, nullptr,
                                                          nullptr));
  ASSERT_EQ(ONS_OK, ons_pull_on_partitions_changed(consumer.number, ONS_STR("t"), changed, &watcher,
                                                   Listener::release, nullptr));
  EXPECT_EQ(0, watcher.releases);
  EXPECT_EQ(ONS_OK, consumer.close());
  EXPECT_EQ(1, watcher.releases);
}
