// Goal: a pull consumer reads what it chooses from where it chooses, and its group goes on where it committed.
// Method: seeks, commits, pauses, fetches and limits on queues of a real broker.
// Failure: programs skip or repeat messages.
#include <set>

#include "broker_support.h"

using namespace support;

namespace {

// A topic with one queue, named `name`, and a consumer and a producer of it.
class Pulling {
 public:
  Pulling(const Properties &consuming, const Properties &producing, const std::string &topic)
      : topic_(topic), consumer(ons_pull_consumer_open, consuming), producer(ons_producer_open, producing) {
    producer.start();
    consumer.start();
  }

  // Sends, and chooses the queue that the first message went to.
  void begin(const std::vector<std::string> &bodies) {
    for (auto &one : bodies) {
      Message message(topic_, one, one, "", "one queue");
      producer.send(message);
    }
    ons_buffer_t names = {nullptr, 0};
    Error error;
    ONS_OK_OR_SHOW(ons_pull_partitions(consumer.number, str(topic_), &names, &error), error);
    std::string lines = taken(&names);
    for (size_t start = 0, end; start < lines.size(); start = end + 1) {
      end = std::min(lines.find('\n', start), lines.size());
      names_.push_back(lines.substr(start, end - start));
      int64_t first = 0, behind = 0;
      ONS_OK_OR_SHOW(ons_pull_offset_limits(consumer.number, {str(topic_), str(names_.back())}, &first, &behind,
                                            &error), error);
      if (behind > 0) name_ = names_.back();
    }
    ASSERT_NE("", name_);
    auto chosen = partition();
    ONS_OK_OR_SHOW(ons_pull_assign(consumer.number, &chosen, 1, &error), error);
  }

  ons_partition_t partition() const { return {str(topic_), str(name_)}; }
  const std::vector<std::string> &names() const { return names_; }

  std::vector<Received> poll(int32_t timeout_ms = 30000, size_t capacity = 1 << 16) {
    std::vector<uint8_t> buffer(capacity);
    size_t size = 0, count = 0;
    Error error;
    EXPECT_EQ(ONS_OK, ons_pull_poll(consumer.number, timeout_ms, buffer.data(), capacity, &size, &count, &error))
        << error.message;
    return decode(buffer.data(), size);
  }

  std::vector<std::string> bodies(size_t wanted) {
    std::vector<std::string> all;
    while (all.size() < wanted) {
      auto some = poll();
      if (some.empty()) {
        ADD_FAILURE() << "only " << all.size() << " of " << wanted << " came";
        break;
      }
      for (auto &one : some) all.push_back(one.body);
    }
    return all;
  }

 private:
  const std::string topic_;
  std::string name_;
  std::vector<std::string> names_;

 public:
  Client consumer, producer;
};

using Bodies = std::vector<std::string>;

}  // namespace

TEST_F(Whole, a_seek_goes_to_an_offset_to_the_beginning_and_to_the_end) {
  Pulling pulling(properties("GID_seek"), properties(), "whole-seek");
  pulling.begin({"0", "1", "2", "3"});
  auto partition = pulling.partition();
  Error error;
  auto consumer = pulling.consumer.number;
  ONS_OK_OR_SHOW(ons_pull_seek_to_beginning(consumer, partition, &error), error);
  EXPECT_EQ((Bodies{"0", "1", "2", "3"}), pulling.bodies(4));
  ONS_OK_OR_SHOW(ons_pull_seek(consumer, partition, 2, &error), error);
  auto some = pulling.poll();
  ASSERT_FALSE(some.empty());
  EXPECT_EQ("2", some[0].body);
  EXPECT_EQ(2, some[0].offset);
  EXPECT_EQ(text(partition.name), some[0].partition);
  ONS_OK_OR_SHOW(ons_pull_seek_to_end(consumer, partition, &error), error);
  EXPECT_TRUE(pulling.poll(0).empty());
  pulling.producer.send(Message("whole-seek", "4", "", "", "one queue"));
  EXPECT_EQ((Bodies{"4"}), pulling.bodies(1));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_seek(consumer, partition, 99, &error));
  EXPECT_STREQ("ILLEGAL_OFFSET", error.name) << error.message;
  EXPECT_EQ(ONS_E_INVALID, ons_pull_seek(consumer, {partition.topic, ONS_STR("no such queue")}, 0, &error));
}

TEST_F(Whole, limits_and_times_of_a_queue_are_known) {
  Pulling pulling(properties("GID_limits"), properties(), "whole-limits");
  int64_t before = now_ms();
  pulling.begin({"0", "1"});
  auto partition = pulling.partition();
  auto consumer = pulling.consumer.number;
  int64_t first = -1, end = -1, offset = -1;
  Error error;
  ONS_OK_OR_SHOW(ons_pull_offset_limits(consumer, partition, &first, &end, &error), error);
  EXPECT_EQ(0, first);
  EXPECT_EQ(2, end);
  ONS_OK_OR_SHOW(ons_pull_offset_for_time(consumer, partition, before, &offset, &error), error);
  EXPECT_EQ(0, offset);
  ONS_OK_OR_SHOW(ons_pull_offset_for_time(consumer, partition, now_ms() + 60000, &offset, &error), error);
  EXPECT_EQ(2, offset) << "the end, when there is none";
}

TEST_F(Whole, a_group_goes_on_where_it_committed) {
  auto manual = properties("GID_commit", {{"autoCommit", "false"}});
  std::string name;
  {
    Pulling pulling(manual, properties(), "whole-commit");
    pulling.begin({"0", "1", "2"});
    auto partition = pulling.partition();
    auto consumer = pulling.consumer.number;
    int64_t offset = 0;
    Error error;
    ONS_OK_OR_SHOW(ons_pull_committed(consumer, partition, &offset, &error), error);
    EXPECT_EQ(-1, offset) << "none yet";
    ONS_OK_OR_SHOW(ons_pull_commit_offset(consumer, partition, 1, &error), error);
    ONS_OK_OR_SHOW(ons_pull_committed(consumer, partition, &offset, &error), error);
    EXPECT_EQ(1, offset);
    EXPECT_EQ(ONS_E_INVALID, ons_pull_commit_offset(consumer, partition, -1, &error));
  }
  Pulling again(manual, properties(), "whole-commit");
  again.begin({});
  EXPECT_EQ((Bodies{"1", "2"}), again.bodies(2));
  Error error;
  ONS_OK_OR_SHOW(ons_pull_commit(again.consumer.number, &error), error);
  int64_t offset = 0;
  ONS_OK_OR_SHOW(ons_pull_committed(again.consumer.number, again.partition(), &offset, &error), error);
  EXPECT_EQ(3, offset);
}

TEST_F(Whole, a_fetch_reads_once_and_leaves_the_group_alone) {
  Pulling pulling(properties("GID_fetch"), properties(), "whole-fetch");
  pulling.begin({"A", "B", "A"});
  auto partition = pulling.partition();
  auto consumer = pulling.consumer.number;
  std::vector<uint8_t> buffer(1 << 16);
  auto fetch = [&](const char *expression, int64_t offset, size_t capacity, Bodies *bodies, int64_t *next) {
    size_t size = 0, count = 0;
    Error error;
    ons_status_t status = ons_pull_fetch(consumer, partition, str(expression), offset, 10, 0, buffer.data(), capacity,
                                         &size, &count, next, &error);
    bodies->clear();
    if (status == ONS_OK) {
      for (auto &one : decode(buffer.data(), size)) bodies->push_back(one.body);
      EXPECT_EQ(count, bodies->size());
    }
    return status;
  };
  Bodies bodies;
  int64_t next = 0;
  EXPECT_EQ(ONS_OK, fetch("*", 1, buffer.size(), &bodies, &next));
  EXPECT_EQ((Bodies{"B", "A"}), bodies);
  EXPECT_EQ(3, next);
  EXPECT_EQ(ONS_OK, fetch("A", 0, buffer.size(), &bodies, &next));
  EXPECT_EQ((Bodies{"A", "A"}), bodies);
  EXPECT_EQ(ONS_OK, fetch("*", 3, buffer.size(), &bodies, &next));
  EXPECT_TRUE(bodies.empty());
  EXPECT_EQ(3, next);
  EXPECT_EQ(ONS_E_BUFFER, fetch("*", 0, 10, &bodies, &next)) << "not even one message fits";
  EXPECT_EQ(ONS_E_INVALID, fetch("*", 99, buffer.size(), &bodies, &next));
  int64_t committed = 0;
  Error error;
  ONS_OK_OR_SHOW(ons_pull_committed(consumer, partition, &committed, &error), error);
  EXPECT_EQ(-1, committed);
}

TEST_F(Whole, a_paused_queue_gives_nothing_until_it_is_resumed) {
  Pulling pulling(properties("GID_pause"), properties(), "whole-pause");
  pulling.begin({"0"});
  auto partition = pulling.partition();
  auto consumer = pulling.consumer.number;
  Error error;
  ONS_OK_OR_SHOW(ons_pull_pause(consumer, &partition, 1, &error), error);
  ONS_OK_OR_SHOW(ons_pull_seek_to_beginning(consumer, partition, &error), error);
  EXPECT_TRUE(pulling.poll(200).empty());
  ONS_OK_OR_SHOW(ons_pull_resume(consumer, &partition, 1, &error), error);
  EXPECT_EQ((Bodies{"0"}), pulling.bodies(1));
}

TEST_F(Whole, a_message_that_does_not_fit_comes_with_a_larger_buffer) {
  Pulling pulling(properties("GID_fit"), properties(), "whole-fit");
  pulling.begin({"small", std::string(10000, 'x')});
  auto partition = pulling.partition();
  auto consumer = pulling.consumer.number;
  Error error;
  ONS_OK_OR_SHOW(ons_pull_seek_to_beginning(consumer, partition, &error), error);
  auto first = pulling.poll(30000, 1000);
  ASSERT_EQ(1u, first.size());
  EXPECT_EQ("small", first[0].body);
  uint8_t buffer[1000];
  size_t size = 0, count = 0;
  EXPECT_EQ(ONS_E_BUFFER, ons_pull_poll(consumer, 30000, buffer, sizeof buffer, &size, &count, &error));
  EXPECT_GT(size, 10000u);
  auto second = pulling.poll(30000, size);
  ASSERT_EQ(1u, second.size());
  EXPECT_EQ(10000u, second[0].body.size());
}

TEST_F(Whole, a_topic_has_its_eight_queues_and_may_be_watched) {
  Pulling pulling(properties("GID_watch"), properties(), "whole-watch");
  pulling.begin({"x"});
  EXPECT_EQ(8u, std::set<std::string>(pulling.names().begin(), pulling.names().end()).size());
  std::atomic<int> releases{0};
  auto changed = [](void *, ons_str_t, ons_str_t) {};
  auto release = [](void *context) { ++*static_cast<std::atomic<int> *>(context); };
  Error error;
  for (int i = 0; i < 2; ++i) {
    ONS_OK_OR_SHOW(ons_pull_on_partitions_changed(pulling.consumer.number, ONS_STR("whole-watch"), changed, &releases,
                                                  release, &error), error);
  }
  EXPECT_EQ(1, releases) << "the second watcher replaces the first";
  ASSERT_EQ(ONS_OK, pulling.consumer.close());
  EXPECT_EQ(2, releases);
}
