// Numbers for things: an index and a generation, so that a stale number finds nothing, ever.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bridge {

template <typename T>
class Table {
 public:
  uint64_t add(std::shared_ptr<T> thing) {
    std::lock_guard lock(mutex_);
    if (free_.empty()) {
      free_.push_back(static_cast<uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    uint32_t index = free_.back();
    free_.pop_back();
    slots_[index].thing = std::move(thing);
    return number_of(index);
  }

  std::shared_ptr<T> find(uint64_t number) const {
    std::lock_guard lock(mutex_);
    return holds(number) ? slots_[index_of(number)].thing : nullptr;
  }

  // Frees the number and gives what it stood for; nothing the second time.
  std::shared_ptr<T> remove(uint64_t number) {
    std::lock_guard lock(mutex_);
    if (!holds(number)) return nullptr;
    Slot &slot = slots_[index_of(number)];
    // A slot whose generations are used up is given up, so that no number comes back.
    if (++slot.generation != 0) free_.push_back(index_of(number));
    return std::exchange(slot.thing, nullptr);
  }

  std::vector<std::shared_ptr<T>> all() const {
    std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<T>> things;
    for (auto &slot : slots_) {
      if (slot.thing) things.push_back(slot.thing);
    }
    return things;
  }

 private:
  struct Slot {
    uint32_t generation = 1;  // never 0, so no number is 0
    std::shared_ptr<T> thing;
  };

  static uint32_t index_of(uint64_t number) { return static_cast<uint32_t>(number); }
  uint64_t number_of(uint32_t index) const { return uint64_t{slots_[index].generation} << 32 | index; }
  bool holds(uint64_t number) const {
    uint32_t index = index_of(number);
    return index < slots_.size() && slots_[index].thing && number_of(index) == number;
  }

  mutable std::mutex mutex_;
  std::vector<Slot> slots_;
  std::vector<uint32_t> free_;
};

}  // namespace bridge
