// Goal: a callback of any kind may send, close other clients, throw, block, and be slow; everything else goes on.
// Method: each kind of callback does each of these once, against a real broker; then the same kind must work again.
// Failure: programs hang, lose messages or end, because of something that a callback did.
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "broker_support.hpp"

using openons::ConsumeResult;
using openons::Message;
using openons::MessageView;
using openons::TransactionStatus;
using support::Inbox;

namespace {

using Action = std::function<void()>;

// A kind of callback: `begin` sets clients up whose next callback runs the action, `again` causes another one. Each
// callback that has run its action, or failed in it, is followed by one that ends in `ended`.
struct Kind {
  explicit Kind(std::string name) : topic(std::move(name)) {}
  virtual ~Kind() = default;

  virtual void begin() = 0;
  virtual void cause() = 0;
  virtual void close() = 0;

  // What every callback runs: the action the first time, nothing later.
  void act() {
    if (!acted.exchange(true)) {
      action();
    }
    ended.put(true);
  }

  const std::string topic;
  Action action = [] {};
  std::atomic<bool> acted{false};
  Inbox<bool> ended;
};

template <class Consumer>
struct Listening : Kind {
  // Messages with a key come one after the other, also to consumers that are not ordered.
  Listening(std::string name, std::string sharding_key) : Kind(std::move(name)), key(std::move(sharding_key)) {}

  void begin() override {
    consumer = Consumer::open(support::patient().set("suspendTimeMillis", 10));
    subscribe(consumer);
    producer = support::started(openons::Producer::open(support::patient()));
    cause();
    consumer.start();
  }
  void subscribe(openons::BatchConsumer& batches) {
    batches.subscribe(topic, "*", [this](const std::vector<MessageView>&) { return act(), ConsumeResult::success; });
  }
  template <class Other>
  void subscribe(Other& other) {
    other.subscribe(topic, "*", [this](const MessageView&) { return act(), ConsumeResult::success; });
  }
  void cause() override { producer.send(Message(topic, "body").set_sharding_key(key)); }
  void close() override {
    consumer.close();
    producer.close();
  }

  const std::string key;
  Consumer consumer;
  openons::Producer producer;
};

struct SendEnds : Kind {
  using Kind::Kind;
  void begin() override {
    producer = support::started(openons::Producer::open(support::patient()));
    cause();
  }
  void cause() override {
    producer.send_async({topic, "body"}, [this](const openons::SendOutcome&) { act(); });
  }
  void close() override { producer.close(); }

  openons::Producer producer;
};

struct Executes : Kind {
  using Kind::Kind;
  void begin() override {
    producer = support::started(openons::TransactionProducer::open(
        support::patient(), [](const MessageView&) { return TransactionStatus::commit; }));
    // On a thread of its own: the executer runs on the thread that sends.
    first = std::thread([this] {
      try {
        cause();
      } catch (const openons::Error&) {
        throw;
      } catch (...) {
        ended.put(true);  // what the executer throws comes out of the send
      }
    });
  }
  void cause() override {
    producer.send({topic, "body"}, [this](const MessageView&) { return act(), TransactionStatus::commit; });
  }
  void close() override {
    first.join();
    producer.close();
  }

  openons::TransactionProducer producer;
  std::thread first;
};

struct Checks : Kind {
  using Kind::Kind;
  void begin() override {
    producer = support::started(openons::TransactionProducer::open(
        support::patient().set("CheckImmunityTimeInSeconds", 1),
        [this](const MessageView&) { return act(), TransactionStatus::commit; }));
    cause();
  }
  void cause() override {
    producer.send({topic, "body"}, [](const MessageView&) { return TransactionStatus::unknown; });
  }
  void close() override { producer.close(); }

  openons::TransactionProducer producer;
};

struct StoresOffsets : Kind, openons::OffsetStore, std::enable_shared_from_this<StoresOffsets> {
  StoresOffsets(std::string name, bool acts_on_read) : Kind(std::move(name)), reads(acts_on_read) {}

  bool read(openons::StringView, openons::StringView partition, std::int64_t& offset) override {
    if (reads) {
      act();
    }
    std::lock_guard<std::mutex> lock(mutex);
    auto found = offsets.find(partition);
    offset = found == offsets.end() ? 0 : found->second;
    return true;
  }
  void write(openons::StringView, openons::StringView partition, std::int64_t offset) override {
    if (!reads) {
      act();
    }
    std::lock_guard<std::mutex> lock(mutex);
    offsets[partition] = offset;
  }

  void begin() override {
    producer = support::started(openons::Producer::open(support::patient()));
    open();
  }
  void open() {
    consumer = openons::Consumer::open(support::patient().set("MessageModel", "BROADCASTING"));
    consumer.set_offset_store(shared_from_this());
    consumer.subscribe(topic, "*", [](const MessageView&) { return ConsumeResult::success; });
    producer.send({topic, "body"});
    consumer.start();
  }
  void cause() override {
    if (reads) {
      consumer.close();
      open();
    } else {
      producer.send({topic, "body"});
    }
  }
  void close() override {
    consumer.close();
    producer.close();
  }

  const bool reads;
  std::mutex mutex;
  std::map<std::string, std::int64_t> offsets;
  openons::Producer producer;
  openons::Consumer consumer;
};

using MakeKind = std::function<std::shared_ptr<Kind>(std::string)>;

const std::map<std::string, MakeKind> KINDS = {
    {"listener", [](std::string t) { return std::make_shared<Listening<openons::Consumer>>(t, ""); }},
    {"ordered_listener", [](std::string t) { return std::make_shared<Listening<openons::OrderConsumer>>(t, "one"); }},
    {"batch_listener", [](std::string t) { return std::make_shared<Listening<openons::BatchConsumer>>(t, ""); }},
    {"send_callback", [](std::string t) { return std::make_shared<SendEnds>(t); }},
    {"executer", [](std::string t) { return std::make_shared<Executes>(t); }},
    {"checker", [](std::string t) { return std::make_shared<Checks>(t); }},
    {"offset_read", [](std::string t) { return std::make_shared<StoresOffsets>(t, true); }},
    {"offset_write", [](std::string t) { return std::make_shared<StoresOffsets>(t, false); }},
};

class Callbacks : public testing::TestWithParam<std::string> {
 protected:
  std::shared_ptr<Kind> kind = KINDS.at(GetParam())("callbacks-" + GetParam() + "-" + test());

  static std::string test() {
    std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    return name.substr(0, name.find('/'));
  }

  // The callback has done its action, and another one of its kind comes afterwards.
  void expect_goes_on() {
    EXPECT_TRUE(kind->ended.take()) << "the callback does not end";
    kind->cause();
    EXPECT_TRUE(kind->ended.take()) << "no other callback of its kind";
    kind->close();
  }

  // An ordered message comes again before any other, and the executer's exception has ended the send; the others are
  // caused again, which needs no wait for a redelivery.
  void expect_another_after_a_failure() {
    EXPECT_TRUE(failed.take());
    if (GetParam() != "ordered_listener" && GetParam() != "executer") {
      kind->cause();
    }
    expect_goes_on();
  }

  Inbox<bool> failed;
};

}  // namespace

TEST_P(Callbacks, may_send) {
  auto other = support::started(openons::Producer::open(support::patient()));
  Inbox<std::string> ids;
  kind->action = [&] { ids.put(other.send({kind->topic + "-sent", "body"}).message_id); };
  kind->begin();
  expect_goes_on();
  auto id = ids.take();
  ASSERT_TRUE(id);
  EXPECT_NE(*id, "");
}

TEST_P(Callbacks, may_send_and_wait_for_the_end_of_an_asynchronous_send) {
  auto other = support::started(openons::Producer::open(support::patient()));
  Inbox<bool> sent;
  kind->action = [&] {
    sent.put(other.send_async({kind->topic + "-sent", "body"}).wait_for(support::deadline) ==
             std::future_status::ready);
  };
  kind->begin();
  expect_goes_on();
  EXPECT_EQ(sent.take(), true);
}

TEST_P(Callbacks, may_close_other_clients) {
  auto producer = support::started(openons::Producer::open(support::patient()));
  auto consumer = openons::Consumer::open(support::patient());
  consumer.subscribe(kind->topic + "-other", "*", [](const MessageView&) { return ConsumeResult::success; });
  consumer.start();
  kind->action = [&] {
    producer.close();
    consumer.close();
  };
  kind->begin();
  expect_goes_on();
  EXPECT_THROW(producer.send({kind->topic, "body"}), openons::ClosedError);
}

TEST_P(Callbacks, may_throw) {
  kind->action = [&] {
    failed.put(true);
    throw std::runtime_error("on purpose");
  };
  kind->begin();
  expect_another_after_a_failure();
}

TEST_P(Callbacks, may_throw_what_is_no_exception) {
  kind->action = [&] {
    failed.put(true);
    throw 42;
  };
  kind->begin();
  expect_another_after_a_failure();
}

// Blocks until other clients have sent, received, and were asked: so slow that all others would stand still with it.
TEST_P(Callbacks, may_block_while_other_clients_go_on) {
  Inbox<bool> entered, go;
  kind->action = [&] {
    entered.put(true);
    EXPECT_TRUE(go.take()) << "the others did not get on";
  };
  // On a thread of its own: a consumer starts when its offset store has answered.
  std::thread beginning([&] { kind->begin(); });
  EXPECT_TRUE(entered.take());

  for (const char* other : {"listener", "checker", "executer"}) {
    auto beside = KINDS.at(other)(kind->topic + "-beside-" + other);
    beside->begin();
    EXPECT_TRUE(beside->ended.take()) << other;
    beside->close();
  }
  auto producer = support::started(openons::Producer::open(support::patient()));
  EXPECT_NE(producer.send({kind->topic + "-beside", "body"}).message_id, "");
  EXPECT_EQ(producer.send_async({kind->topic + "-beside", "body"}).wait_for(support::deadline),
            std::future_status::ready);

  go.put(true);
  beginning.join();
  expect_goes_on();
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, Callbacks,
                         testing::Values("listener", "ordered_listener", "batch_listener", "send_callback", "executer",
                                         "checker", "offset_read", "offset_write"),
                         [](const testing::TestParamInfo<std::string>& one) { return one.param; });
