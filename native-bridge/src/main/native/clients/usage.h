// Counts who uses something, so that its end can refuse newcomers and wait for the others.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace bridge {

class Usage {
 public:
  // False when it was ended.
  bool enter() {
    std::lock_guard lock(mutex_);
    if (ended_) return false;
    ++inside_;
    return true;
  }

  void leave() {
    std::lock_guard lock(mutex_);
    if (--inside_ == 0) empty_.notify_all();
  }

  // Refuses newcomers from now on; false when that was so already.
  bool end() {
    std::lock_guard lock(mutex_);
    return !std::exchange(ended_, true);
  }

  // False when somebody is still inside after `limit`.
  bool await_empty(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, limit, [this] { return inside_ == 0; });
  }

  uint64_t inside() const {
    std::lock_guard lock(mutex_);
    return inside_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  uint64_t inside_ = 0;
  bool ended_ = false;
};

}  // namespace bridge
