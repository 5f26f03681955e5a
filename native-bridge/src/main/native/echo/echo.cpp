#include "echo/echo.h"

#include <atomic>
#include <chrono>
#include <cstdio>

#include "callbacks/callbacks.h"
#include "echo/echo_client.h"

namespace bridge {
namespace {

constexpr int MOST_CHECKS = 15;  // then an undecided half message is dropped, as servers do by default

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

[[noreturn]] void unsupported(const char *what) {
  fail(ONS_E_UNSUPPORTED, std::string("echo mode has no ") + what + "; use a server");
}

class Echo : public Backend {
 public:
  int64_t open(Kind kind, ByteView properties, uint64_t checker) override {
    return static_cast<int64_t>(clients_.add(std::make_shared<EchoClient>(kind, unpack(properties), checker)));
  }
  void start(int64_t client) override { find(client)->start(); }

  void close(int64_t number) override {
    auto client = find(number);
    client->close();
    // Its events may still be polled.
    if (!client->has_events()) clients_.remove(number);
  }

  void update_credentials(int64_t client, ByteView) override { find(client)->check_open(); }
  Bytes describe(int64_t client) override { return find(client)->describe(); }

  Bytes describe_runtime() override {
    Bytes text;
    append(text, std::string_view("echo mode: no Java, no server\n"));
    return text;
  }

  void use_events(int64_t client) override { find(client)->use_events(); }

  Bytes send(int64_t client, ByteView bytes) override {
    auto producer = find(client);
    producer->check_started();
    size_t at = 0;
    Frame frame = read_frame(bytes, &at);
    check_order(*producer, frame);
    char id[32];
    stamp(frame, id);
    deliver(frame);
    return bytes_of(result_of(frame));
  }

  void send_async(int64_t client, ByteView bytes, uint64_t context) override {
    auto producer = find(client);
    producer->check_started();
    Bytes copy(bytes.data, bytes.data + bytes.size);
    bool posted = producer->post([this, copy, context] {
      size_t at = 0;
      Frame frame = read_frame(copy, &at);
      char id[32];
      stamp(frame, id);
      deliver(frame);
      callbacks::send_ended(context, bytes_of(result_of(frame)));
    });
    if (!posted) fail(ONS_E_CLOSED, "the producer was closed");
  }

  void send_oneway(int64_t client, ByteView frame) override { send(client, frame); }

  Bytes send_batch(int64_t client, ByteView frames, size_t) override {
    Bytes results;
    for (size_t at = 0; at < frames.size;) {
      size_t start = at;
      read_frame(frames, &at);
      Bytes result = send(client, {frames.data + start, at - start});
      results.insert(results.end(), result.begin(), result.end());
    }
    return results;
  }

  Accepted send_frames(int64_t client, ByteView frames) override {
    auto producer = find(client);
    producer->check_started();
    Accepted accepted{0, {}};
    for (size_t at = 0; at < frames.size; ++accepted.count) {
      Frame frame = read_frame(frames, &at);
      try {
        check_order(*producer, frame);
      } catch (const Failure &failure) {
        accepted.why_not_all = failure;
        break;
      }
      char id[32];
      stamp(frame, id);
      deliver(frame);
      producer->add_event(bytes_of(result_of(frame)));
    }
    return accepted;
  }

  Bytes send_transaction(int64_t client, ByteView bytes, uint64_t context) override {
    auto producer = find(client);
    producer->check_started();
    size_t at = 0;
    Frame frame = read_frame(bytes, &at);
    char id[32];
    stamp(frame, id);
    Bytes half = bytes_of(frame);
    int32_t decision = callbacks::decide(context, half);
    if (decision == ONS_TRANSACTION_ROLLBACK) {
      Failure rolled_back(ONS_E_INVALID, "the local transaction was rolled back; the message was dropped");
      rolled_back.name = "TRANSACTION_ROLLED_BACK";
      throw rolled_back;
    }
    if (decision == ONS_TRANSACTION_COMMIT) {
      deliver(frame);
    } else if (producer->checker == 0) {
      producer->check(half);
    } else {
      producer->post([this, producer, half] { ask(*producer, half); });
    }
    return bytes_of(result_of(frame));
  }

  Bytes recall(int64_t, std::string_view, std::string_view) override { unsupported("delayed messages to recall"); }

  void subscribe(int64_t client, std::string_view topic, std::string_view expression, int32_t filter,
                 uint64_t context) override {
    if (filter == ONS_FILTER_SQL) unsupported("SQL filters");
    find(client)->subscribe(topic, expression, context);
  }
  void unsubscribe(int64_t client, std::string_view topic) override { find(client)->unsubscribe(topic); }
  void rate_limit(int64_t, std::string_view, double) override { unsupported("rate limits"); }
  void set_offset_store(int64_t, uint64_t) override { unsupported("offset stores"); }

  bool poll(int64_t number, size_t max, int32_t timeout_ms, Poll &poll) override {
    auto client = clients_.find(number);
    if (!client) return false;
    bool more = client->poll(max, timeout_ms, poll);
    if (!more) clients_.remove(number);
    return more;
  }

  void complete(int64_t client, const uint64_t *tokens, const int32_t *results, size_t count) override {
    for (Bytes &bytes : find(client)->decide(tokens, results, count)) {
      size_t at = 0;
      deliver(read_frame(bytes, &at));
    }
  }

  Bytes partitions(int64_t, std::string_view) override {
    Bytes names;
    append(names, ECHO_PARTITION);
    return names;
  }
  void assign(int64_t client, ByteView partitions) override { find(client)->assign(partitions); }
  // The partitions never change here: the callback is only kept, and released at the end.
  void watch_partitions(int64_t client, std::string_view, uint64_t context) override { find(client)->keep(context); }

  bool pull_poll(int64_t client, int32_t timeout_ms, Poll &poll) override {
    auto consumer = find(client);
    consumer->check_started();
    return consumer->poll(SIZE_MAX, timeout_ms, poll);
  }

  void seek(int64_t, PartitionName, int64_t) override { unsupported("stored messages to seek"); }
  void seek_to_beginning(int64_t, PartitionName) override { unsupported("stored messages to seek"); }
  void seek_to_end(int64_t, PartitionName) override { unsupported("stored messages to seek"); }
  void pause(int64_t client, ByteView partitions) override { find(client)->pause(partitions, true); }
  void resume(int64_t client, ByteView partitions) override { find(client)->pause(partitions, false); }
  int64_t offset_for_time(int64_t, PartitionName, int64_t) override { unsupported("stored messages with times"); }
  int64_t committed(int64_t client, PartitionName partition) override { return find(client)->committed(partition); }
  void commit(int64_t client) override { find(client)->commit(); }
  void commit_offset(int64_t client, PartitionName partition, int64_t offset) override {
    find(client)->commit_offset(partition, offset);
  }
  std::pair<int64_t, int64_t> offset_limits(int64_t, PartitionName) override { unsupported("stored messages"); }
  bool fetch(int64_t, PartitionName, std::string_view, int64_t, uint32_t, int32_t, Poll &) override {
    unsupported("stored messages to fetch");
  }

  void log_to(int32_t) override {}

  void shutdown() override {
    std::optional<Failure> first;
    for (auto &client : clients_.all()) {
      try {
        client->close();
      } catch (const Failure &failure) {
        if (!first) first = failure;
      }
    }
    if (first) throw *first;
  }

  void destroy(std::chrono::milliseconds) override {}

 private:
  std::shared_ptr<EchoClient> find(int64_t number) const {
    auto client = clients_.find(number);
    if (!client) fail(ONS_E_CLOSED, "the client was closed");
    return client;
  }

  static void check_order(const EchoClient &producer, const Frame &frame) {
    if (producer.kind == ORDER_PRODUCER && frame.sharding_key.empty()) {
      fail(ONS_E_INVALID, "message.sharding_key is empty; an ordered producer needs it");
    }
  }

  // Gives the message what a server gives it; the frame points to the id afterwards.
  void stamp(Frame &frame, char (&id)[32]) {
    std::snprintf(id, sizeof id, "echo-%016llx", static_cast<unsigned long long>(next_id_++));
    frame.born_at_ms = frame.stored_at_ms = now_ms();
    frame.born_host = "127.0.0.1";
    frame.message_id = id;
  }

  static Frame result_of(const Frame &message) {
    Frame result;
    result.kind = ONS_FRAME_SEND_RESULT;
    result.token = message.token;
    result.topic = message.topic;
    result.message_id = message.message_id;
    return result;
  }

  void deliver(const Frame &frame) {
    Frame message = frame;
    message.token = 0;
    for (auto &client : clients_.all()) client->deliver(message);
  }

  void ask(EchoClient &producer, const Bytes &half) {
    size_t at = 0;
    Frame frame = read_frame(half, &at);
    for (int i = 0; i < MOST_CHECKS; ++i) {
      int32_t decision = callbacks::decide(producer.checker, half);
      if (decision == ONS_TRANSACTION_COMMIT) deliver(frame);
      if (decision != ONS_TRANSACTION_UNKNOWN) return;
    }
  }

  Table<EchoClient> clients_;
  std::atomic<uint64_t> next_id_{1};
};

}  // namespace

std::unique_ptr<Backend> make_echo() { return std::make_unique<Echo>(); }

}  // namespace bridge
