#include "echo/echo_client.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "callbacks/callbacks.h"
#include "frames/polling.h"

namespace bridge {
namespace {

std::string value_of(const Pairs &properties, std::string_view key, std::string otherwise) {
  for (auto &[name, value] : properties) {
    if (name == key) return value;
  }
  return otherwise;
}

int number_of(const Pairs &properties, std::string_view key, int otherwise, int least, int most) {
  std::string text = value_of(properties, key, std::to_string(otherwise));
  char *end;
  errno = 0;
  long value = std::strtol(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || errno != 0 || value < least || value > most) {
    fail(ONS_E_INVALID, std::string(key) + " is \"" + text + "\"; it must be " + std::to_string(least) + " to " +
                            std::to_string(most));
  }
  return static_cast<int>(value);
}

std::set<std::string> tags_of(std::string_view expression) {
  std::set<std::string> tags;
  std::string tag;
  for (char c : std::string(expression) + "|") {
    if (c == '|' || c == ' ') {
      if (!tag.empty()) tags.insert(tag);
      tag.clear();
    } else {
      tag += c;
    }
  }
  if (tags.count("*") > 0) tags.clear();
  return tags;
}

}  // namespace

EchoClient::EchoClient(Kind kind, const Pairs &properties, uint64_t checker)
    : kind(kind),
      checker(checker),
      worker_("ons-echo"),
      close_limit_(number_of(properties, "ons.shutdownTimeoutMillis", 5000, 0, 600000)),
      batch_size_(number_of(properties, "ConsumeMessageBatchMaxSize", 32, 1, 1024)) {
  if (kind >= CONSUMER && value_of(properties, "GROUP_ID", "").empty()) {
    fail(ONS_E_INVALID, std::string("GROUP_ID is missing; a ") + name_of(kind) + " needs it");
  }
  if (checker != 0) contexts_.insert(checker);
}

void EchoClient::start() {
  std::lock_guard lock(mutex_);
  started_ = true;
}

void EchoClient::close() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    to_show_.clear();
    changed_.notify_all();
    if (!contexts_.empty()) {
      // The last job: behind the callback that may still run.
      worker_.post([contexts = std::move(contexts_)] {
        for (uint64_t context : contexts) callbacks::release(context);
      });
      contexts_.clear();
    }
  }
  if (!worker_.stop(close_limit_)) {
    fail(ONS_E_TIMEOUT, "a callback was still running after ons.shutdownTimeoutMillis");
  }
}

void EchoClient::use_events() {
  std::lock_guard lock(mutex_);
  if (started_) fail(ONS_E_STATE, "ons_client_use_events comes before ons_client_start");
  events_ = true;
}

bool EchoClient::has_events() {
  std::lock_guard lock(mutex_);
  return events_;
}

Bytes EchoClient::describe() {
  std::lock_guard lock(mutex_);
  std::string text = std::string(name_of(kind)) + " (echo), " +
                     (closed_    ? "closed"
                      : started_ ? "started"
                                 : "not started") +
                     (events_ ? ", events" : "") + "\n";
  for (auto &[topic, subscription] : subscriptions_) text += "subscribed to " + topic + "\n";
  Bytes bytes;
  append(bytes, text);
  return bytes;
}

void EchoClient::check_open() {
  std::lock_guard lock(mutex_);
  if (closed_) fail(ONS_E_CLOSED, std::string("the ") + name_of(kind) + " was closed");
}

void EchoClient::check_started() {
  check_open();
  std::lock_guard lock(mutex_);
  if (!started_) fail(ONS_E_STATE, std::string("the ") + name_of(kind) + " was not started; call ons_client_start");
}

void EchoClient::deliver(const Frame &sent) {
  std::lock_guard lock(mutex_);
  if (!started_ || closed_) return;
  std::string topic(sent.topic);
  Frame message = sent;
  if (kind == PULL_CONSUMER) {
    auto place = assigned_.find(topic);
    if (place == assigned_.end()) return;
    message.offset = ends_[topic]++;
    message.partition = ECHO_PARTITION;
    frames_.push_back(bytes_of(message));
    changed_.notify_all();
    return;
  }
  auto found = subscriptions_.find(topic);
  if (found == subscriptions_.end()) return;
  auto &[tags, context] = found->second;
  if (!tags.empty() && tags.count(std::string(message.tag)) == 0) return;
  if (context == 0) {
    message.token = next_token_++;
    frames_.push_back(bytes_of(message));
    changed_.notify_all();
    return;
  }
  to_show_[context].push_back(bytes_of(message));
  worker_.post([self = shared_from_this(), context = context] { self->show(context); });
}

// Shows what waits for a listener: one message, or a batch for a batch consumer.
void EchoClient::show(uint64_t context) {
  Bytes frames;
  {
    std::lock_guard lock(mutex_);
    auto &waiting = to_show_[context];
    for (size_t room = kind == BATCH_CONSUMER ? batch_size_ : 1; room > 0 && !waiting.empty(); --room) {
      frames.insert(frames.end(), waiting.front().begin(), waiting.front().end());
      waiting.pop_front();
    }
  }
  if (!frames.empty()) callbacks::consume(context, frames);
}

void EchoClient::add_event(Bytes frame) {
  std::lock_guard lock(mutex_);
  frames_.push_back(std::move(frame));
  changed_.notify_all();
}

bool EchoClient::poll(size_t max, int32_t timeout_ms, Poll &poll) {
  std::unique_lock lock(mutex_);
  auto next = [this] {
    if (frames_.empty() || kind != PULL_CONSUMER) return frames_.begin();
    return std::find_if(frames_.begin(), frames_.end(), [this](const Bytes &bytes) {
      size_t at = 0;
      auto place = assigned_.find(read_frame(bytes, &at).topic);
      return place != assigned_.end() && !place->second;
    });
  };
  changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [&] { return closed_ || next() != frames_.end(); });
  if (kind != PULL_CONSUMER) {
    if (frames_.empty()) return !closed_;
    take_frames(frames_, max, poll);
    return true;
  }
  if (closed_) return false;
  std::deque<Bytes> ready, others;
  for (auto &bytes : frames_) {
    size_t at = 0;
    auto place = assigned_.find(read_frame(bytes, &at).topic);
    if (place == assigned_.end()) continue;
    (place->second ? others : ready).push_back(std::move(bytes));
  }
  take_frames(ready, max, poll);
  for (size_t at = 0; at < poll.size;) {
    Frame frame = read_frame({poll.buffer, poll.size}, &at);
    polled_[std::string(frame.topic)] = frame.offset + 1;
  }
  frames_ = std::move(ready);
  frames_.insert(frames_.end(), others.begin(), others.end());
  return true;
}

void EchoClient::check(Bytes message) {
  std::lock_guard lock(mutex_);
  size_t at = 0;
  Frame frame = read_frame(message, &at);
  frame.kind = ONS_FRAME_CHECK;
  frame.token = next_token_++;
  frames_.push_back(bytes_of(frame));
  half_messages_[frame.token] = std::move(message);
  changed_.notify_all();
}

std::vector<Bytes> EchoClient::decide(const uint64_t *tokens, const int32_t *results, size_t count) {
  std::lock_guard lock(mutex_);
  std::vector<Bytes> decided;
  for (size_t i = 0; i < count; ++i) {
    auto half = half_messages_.extract(tokens[i]);
    if (half && results[i] == ONS_TRANSACTION_COMMIT) decided.push_back(std::move(half.mapped()));
  }
  return decided;
}

void EchoClient::subscribe(std::string_view topic, std::string_view expression, uint64_t context) {
  std::lock_guard lock(mutex_);
  if (started_ && kind != CONSUMER) {
    fail(ONS_E_STATE, std::string("a ") + name_of(kind) + " subscribes before its start");
  }
  auto &subscription = subscriptions_[std::string(topic)];
  release_later(subscription.context);
  subscription = {tags_of(expression), context};
  if (context != 0) contexts_.insert(context);
}

void EchoClient::unsubscribe(std::string_view topic) {
  std::lock_guard lock(mutex_);
  auto found = subscriptions_.find(topic);
  if (found == subscriptions_.end()) return;
  release_later(found->second.context);
  subscriptions_.erase(found);
}

// Behind all messages that the listener is still shown.
void EchoClient::release_later(uint64_t context) {
  if (context == 0) return;
  contexts_.erase(context);
  worker_.post([self = shared_from_this(), context] {
    {
      std::lock_guard lock(self->mutex_);
      self->to_show_.erase(context);
    }
    callbacks::release(context);
  });
}

void EchoClient::keep(uint64_t context) {
  std::lock_guard lock(mutex_);
  if (context != 0) contexts_.insert(context);
}

void EchoClient::assign(ByteView partitions) {
  std::lock_guard lock(mutex_);
  assigned_.clear();
  for (auto &[topic, name] : unpack(partitions)) {
    if (name != ECHO_PARTITION) fail(ONS_E_INVALID, "in echo mode the only partition of a topic is echo-0");
    assigned_[topic] = false;
  }
}

void EchoClient::pause(ByteView partitions, bool paused) {
  for (auto &[topic, name] : unpack(partitions)) {
    check_assigned({topic, name});
    std::lock_guard lock(mutex_);
    assigned_[topic] = paused;
    changed_.notify_all();
  }
}

int64_t EchoClient::committed(PartitionName partition) {
  std::lock_guard lock(mutex_);
  auto found = committed_.find(partition.topic);
  return found == committed_.end() ? -1 : found->second;
}

void EchoClient::commit() {
  std::lock_guard lock(mutex_);
  for (auto &[topic, offset] : polled_) committed_[topic] = offset;
}

void EchoClient::commit_offset(PartitionName partition, int64_t offset) {
  std::lock_guard lock(mutex_);
  committed_[std::string(partition.topic)] = offset;
}

void EchoClient::check_assigned(PartitionName partition) {
  std::lock_guard lock(mutex_);
  if (partition.name != ECHO_PARTITION || assigned_.find(partition.topic) == assigned_.end()) {
    fail(ONS_E_INVALID, "partition " + std::string(partition.name) + " of topic " + std::string(partition.topic) +
                            " is not assigned; see ons_pull_assign");
  }
}

}  // namespace bridge
