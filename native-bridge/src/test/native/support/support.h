// What the tests of the interface share: texts, errors, and waiting with a deadline.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onsclient.h"

namespace support {

constexpr std::chrono::seconds DEADLINE{60};  // far more than a busy machine needs

inline ons_str_t str(const std::string &text) { return {text.data(), text.size()}; }
inline std::string text(ons_str_t text) { return std::string(text.data == nullptr ? "" : text.data, text.size); }
inline std::string body(const ons_message_t &message) {
  return std::string(reinterpret_cast<const char *>(message.body), message.body_size);
}

struct Error : ons_error_t {
  Error() : ons_error_t(ONS_ERROR_INIT) {}
};

// Expects ONS_OK, or shows the error.
#define ONS_OK_OR_SHOW(call, error) ASSERT_EQ(ONS_OK, (call)) << (error).message << "\n" << (error).detail

struct Message : ons_message_t {
  Message(const std::string &topic, const std::string &body, const std::string &tag = "", const std::string &key = "",
          const std::string &sharding_key = "")
      : ons_message_t(ONS_MESSAGE_INIT), texts_{topic, body, tag, key, sharding_key} {
    this->topic = str(texts_[0]);
    this->body = reinterpret_cast<const uint8_t *>(texts_[1].data());
    this->body_size = texts_[1].size();
    this->tag = str(texts_[2]);
    this->key = str(texts_[3]);
    this->sharding_key = str(texts_[4]);
  }
  Message(const Message &) = delete;

 private:
  std::vector<std::string> texts_;
};

// What callbacks give to tests; `take` waits.
template <typename T>
class Inbox {
 public:
  void put(T thing) {
    std::lock_guard<std::mutex> lock(mutex_);
    things_.push_back(std::move(thing));
    changed_.notify_all();
  }
  T take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, DEADLINE, [this] { return !things_.empty(); })) {
      ADD_FAILURE() << "nothing came in time";
      return T();
    }
    T thing = std::move(things_.front());
    things_.pop_front();
    return thing;
  }
  bool empty() {
    std::lock_guard<std::mutex> lock(mutex_);
    return things_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> things_;
};

class Signal {
 public:
  void raise() { inbox_.put(true); }
  void await() { inbox_.take(); }

 private:
  Inbox<bool> inbox_;
};

struct Properties {
  Properties(std::initializer_list<std::pair<std::string, std::string>> pairs) : texts(pairs) {
    for (auto &pair : texts) list.push_back({str(pair.first), str(pair.second)});
  }
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<ons_property_t> list;
};

// A received message with everything that a test looks at.
struct Received {
  std::string topic, tag, key, sharding_key, body, id, partition;
  std::vector<std::pair<std::string, std::string>> properties;
  uint64_t token = 0;
  int32_t kind = 0, reconsume_times = 0;
  int64_t offset = 0, born_at_ms = 0, stored_at_ms = 0, deliver_at_ms = 0;
};

inline Received received(const ons_message_t &message) {
  Received copy;
  copy.topic = text(message.topic);
  copy.tag = text(message.tag);
  copy.key = text(message.key);
  copy.sharding_key = text(message.sharding_key);
  copy.body = body(message);
  copy.id = text(message.message_id);
  copy.token = message.token;
  copy.partition = text(message.partition);
  copy.reconsume_times = message.reconsume_times;
  copy.offset = message.offset;
  copy.born_at_ms = message.born_at_ms;
  copy.stored_at_ms = message.stored_at_ms;
  copy.deliver_at_ms = message.deliver_at_ms;
  for (size_t i = 0; i < message.property_count; ++i) {
    copy.properties.emplace_back(text(message.properties[i].key), text(message.properties[i].value));
  }
  return copy;
}

inline std::vector<Received> decode(const uint8_t *frames, size_t size) {
  std::vector<Received> all;
  std::vector<ons_property_t> properties(256);
  for (size_t at = 0; at < size;) {
    ons_message_t message = ONS_MESSAGE_INIT;
    int32_t kind = 0;
    Error error;
    if (ons_frame_decode(frames, size, &at, &kind, &message, properties.data(), properties.size(), &error) != ONS_OK) {
      ADD_FAILURE() << error.message;
      return all;
    }
    all.push_back(received(message));
    all.back().kind = kind;
  }
  return all;
}

// A listener's context: it keeps what comes and answers as told.
struct Listener {
  Inbox<Received> inbox;
  std::function<int32_t(const ons_message_t &)> answer = [](const ons_message_t &) { return ONS_CONSUME_SUCCESS; };
  Signal released;
  std::atomic<int> releases{0};

  static int32_t consume(void *context, const ons_message_t *messages, size_t count) {
    auto *self = static_cast<Listener *>(context);
    int32_t result = ONS_CONSUME_SUCCESS;
    for (size_t i = 0; i < count; ++i) {
      int32_t one = self->answer(messages[i]);
      if (one != ONS_CONSUME_SUCCESS) result = one;
      self->inbox.put(received(messages[i]));
    }
    return result;
  }
  static void release(void *context) {
    auto *self = static_cast<Listener *>(context);
    ++self->releases;
    self->released.raise();
  }
};

using Open = ons_status_t (*)(const ons_property_t *, size_t, ons_client_t *, ons_error_t *);

// A client that is closed at the end, if it was not before.
class Client {
 public:
  Client(Open open, const Properties &properties) {
    Error error;
    EXPECT_EQ(ONS_OK, open(properties.list.data(), properties.list.size(), &number, &error)) << error.message;
  }
  explicit Client(ons_client_t number) : number(number) {}
  ~Client() { close(); }
  Client(const Client &) = delete;

  void start() {
    Error error;
    EXPECT_EQ(ONS_OK, ons_client_start(number, &error)) << error.message << error.detail;
  }
  ons_status_t close() { return ons_client_close(number, nullptr); }
  void subscribe(const std::string &topic, Listener &listener, const std::string &expression = "*") {
    Error error;
    EXPECT_EQ(ONS_OK, ons_consumer_subscribe(number, str(topic), str(expression), ONS_FILTER_TAG, Listener::consume,
                                             &listener, Listener::release, &error))
        << error.message;
  }
  ons_send_result_t send(const ons_message_t &message) {
    Error error;
    ons_send_result_t result = ONS_SEND_RESULT_INIT;
    EXPECT_EQ(ONS_OK, ons_producer_send(number, &message, &result, &error)) << error.message << error.detail;
    return result;
  }
  ons_statistics_t statistics() {
    ons_statistics_t statistics = ONS_STATISTICS_INIT;
    EXPECT_EQ(ONS_OK, ons_client_statistics(number, &statistics, nullptr));
    return statistics;
  }

  ons_client_t number = 0;
};

}  // namespace support
