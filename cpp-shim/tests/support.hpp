#ifndef SUPPORT_HPP
#define SUPPORT_HPP

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <openons/openons.hpp>
#include <optional>
#include <string>

namespace support {

constexpr std::chrono::seconds deadline(60);

// What callbacks bring to the test's thread; every wait has a deadline.
template <class T>
class Inbox {
 public:
  void put(T value) {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.push_back(std::move(value));
    changed_.notify_all();
  }

  // The next value, or nothing when none came in time.
  std::optional<T> take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, deadline, [&] { return !values_.empty(); })) {
      return std::nullopt;
    }
    T value = std::move(values_.front());
    values_.pop_front();
    return value;
  }

  std::size_t size() {
    std::lock_guard<std::mutex> lock(mutex_);
    return values_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;
};

// A topic of its own for each test: the echo mode gives a message to every consumer of its topic.
inline std::string topic() {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  return std::string(test->test_suite_name()) + "-" + test->name();
}

inline openons::Properties properties() {
  return {{"NAMESRV_ADDR", "127.0.0.1:8081"}, {"AccessKey", "any"}, {"SecretKey", "any"}, {"GROUP_ID", "GID_test"}};
}

template <class Client>
Client started(Client client) {
  client.start();
  return client;
}

inline openons::Producer producer() { return started(openons::Producer::open(properties())); }

}  // namespace support

#endif
