// A client of the echo: what it subscribes to, its thread for callbacks, its events.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "callbacks/worker.h"
#include "clients/backend.h"
#include "frames/frame.h"
#include "frames/pairs.h"

namespace bridge {

// The one partition that a topic has in the echo.
constexpr std::string_view ECHO_PARTITION = "echo-0";

class EchoClient : public std::enable_shared_from_this<EchoClient> {
 public:
  EchoClient(Kind kind, const Pairs &properties, uint64_t checker);

  void start();
  void close();
  void use_events();
  bool has_events();
  Bytes describe();

  void check_started();
  void check_open();
  // Whether this client wants the message; then it is shown or queued.
  void deliver(const Frame &message);
  // Runs a callback of this client; false when it is closed.
  bool post(Worker::Job job) { return worker_.post(std::move(job)); }
  void add_event(Bytes frame);
  bool poll(size_t max, int32_t timeout_ms, Poll &poll);

  // Asks the checker about a half message.
  void check(Bytes message);
  // The half messages whose CHECK events are answered with a decision: those to deliver.
  std::vector<Bytes> decide(const uint64_t *tokens, const int32_t *results, size_t count);

  void subscribe(std::string_view topic, std::string_view expression, uint64_t context);
  void unsubscribe(std::string_view topic);
  void keep(uint64_t context);

  void assign(ByteView partitions);
  void pause(ByteView partitions, bool paused);
  int64_t committed(PartitionName partition);
  void commit();
  void commit_offset(PartitionName partition, int64_t offset);
  void check_assigned(PartitionName partition);

  const Kind kind;
  const uint64_t checker;

 private:
  struct Subscription {
    std::set<std::string> tags;  // none: all
    uint64_t context;
  };

  void show(uint64_t context);
  void release_later(uint64_t context);

  std::mutex mutex_;
  std::condition_variable changed_;
  Worker worker_;
  const std::chrono::milliseconds close_limit_;
  const size_t batch_size_;
  bool started_ = false;
  bool closed_ = false;
  bool events_ = false;
  uint64_t next_token_ = 1;
  std::map<std::string, Subscription, std::less<>> subscriptions_;
  std::map<uint64_t, std::deque<Bytes>> to_show_;  // by listener
  std::map<uint64_t, Bytes> half_messages_;        // by the token of their CHECK
  std::deque<Bytes> frames_;                       // events, or what a pull consumer polls
  std::set<uint64_t> contexts_;                    // to be released at the end
  std::map<std::string, bool, std::less<>> assigned_;  // topic -> paused
  std::map<std::string, int64_t, std::less<>> polled_, committed_, ends_;
};

}  // namespace bridge
