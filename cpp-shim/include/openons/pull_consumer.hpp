#ifndef OPENONS_PULL_CONSUMER_HPP
#define OPENONS_PULL_CONSUMER_HPP

#include <onsclient.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "callback.hpp"
#include "client.hpp"
#include "message.hpp"

namespace openons {

/// One queue of a topic.
struct Partition {
  std::string topic;
  std::string name;

  friend bool operator==(const Partition& a, const Partition& b) { return a.topic == b.topic && a.name == b.name; }
  friend bool operator<(const Partition& a, const Partition& b) {
    return a.topic != b.topic ? a.topic < b.topic : a.name < b.name;
  }
};

/// Received messages with the memory they are in. Move-only; its views live as long as it does.
class Messages {
 public:
  using const_iterator = std::vector<MessageView>::const_iterator;

  Messages() = default;
  Messages(Messages&&) = default;
  Messages& operator=(Messages&&) = default;

  /// Decodes frames, which it keeps.
  Messages(std::unique_ptr<std::uint8_t[]> frames, std::size_t size, std::size_t count)
      : frames_(std::move(frames)), raw_(count), properties_(count) {
    std::size_t position = 0;
    for (std::size_t i = 0; i < count; i++) {
      decode(size, position, raw_[i], properties_[i]);
      views_.emplace_back(raw_[i]);
    }
  }

  bool empty() const noexcept { return views_.empty(); }
  std::size_t size() const noexcept { return views_.size(); }
  const MessageView& operator[](std::size_t at) const { return views_[at]; }
  const_iterator begin() const noexcept { return views_.begin(); }
  const_iterator end() const noexcept { return views_.end(); }

 private:
  void decode(std::size_t size, std::size_t& position, ons_message_t& message,
              std::vector<ons_property_t>& properties) {
    const ons_message_t blank = ONS_MESSAGE_INIT;
    message = blank;
    detail::ErrorSlot error;
    ons_status_t status = ons_frame_decode(frames_.get(), size, &position, nullptr, &message, nullptr, 0, error.get());
    if (status == ONS_E_BUFFER) {
      properties.resize(message.property_count);
      status = ons_frame_decode(frames_.get(), size, &position, nullptr, &message, properties.data(),
                                properties.size(), error.get());
    }
    detail::check(status, error);
  }

  std::unique_ptr<std::uint8_t[]> frames_;
  std::vector<ons_message_t> raw_;
  std::vector<std::vector<ons_property_t>> properties_;
  std::vector<MessageView> views_;
};

/// Told all queues of a topic when they have changed. On a thread of the library.
using PartitionsCallback = std::function<void(const std::string& topic, const std::vector<Partition>&)>;

/// A consumer that fetches by itself from queues it chooses.
class PullConsumer final : public Client {
 public:
  PullConsumer() noexcept = default;

  static PullConsumer open(const Properties& properties) {
    return PullConsumer(open_handle(ons_pull_consumer_open, properties));
  }

  /// Asks the server for the queues of a topic.
  std::vector<Partition> partitions(const std::string& topic) {
    return split(topic, detail::take_text([&](ons_buffer_t* names, ons_error_t* error) {
                   return ons_pull_partitions(handle(), StringView(topic).raw(), names, error);
                 }));
  }

  /// Chooses the queues to fetch from, in place of those before; each goes on where its group has committed.
  void assign(const std::vector<Partition>& partitions) { with_all(ons_pull_assign, partitions); }

  /// Watches the queues of a topic.
  void on_partitions_changed(const std::string& topic, PartitionsCallback callback) {
    ons_partitions_callback_t trampoline = [](void* context, ons_str_t of, ons_str_t names) {
      detail::guard(0, [&] {
        std::string name = StringView(of);
        (*static_cast<PartitionsCallback*>(context))(name, split(name, StringView(names)));
        return 0;
      });
    };
    bool given = static_cast<bool>(callback);
    auto context = new PartitionsCallback(std::move(callback));
    detail::ErrorSlot error;
    detail::check(ons_pull_on_partitions_changed(handle(), StringView(topic).raw(), given ? trampoline : nullptr,
                                                 context, detail::release<PartitionsCallback>, error.get()),
                  error);
  }

  /// Takes fetched messages, up to maxBatchMessageCount, waiting for the first up to `wait` (at most 10 minutes). None
  /// in time: empty. What was taken counts as consumed at the next commit.
  Messages poll(Milliseconds wait) {
    return take([&](std::uint8_t* buffer, std::size_t capacity, std::size_t* size, std::size_t* count,
                    ons_error_t* error) {
      return ons_pull_poll(handle(), detail::to_wait(wait), buffer, capacity, size, count, error);
    });
  }

  /// Fetches from one queue at an offset, without assignment and without touching the group's progress: up to `max`
  /// (1 to 1,024) messages whose tags match. `next_offset`: where to go on.
  Messages fetch(const Partition& partition, const std::string& tags, std::int64_t offset, std::uint32_t max,
                 Milliseconds wait, std::int64_t& next_offset) {
    return take([&](std::uint8_t* buffer, std::size_t capacity, std::size_t* size, std::size_t* count,
                    ons_error_t* error) {
      return ons_pull_fetch(handle(), raw(partition), StringView(tags).raw(), offset, max, detail::to_wait(wait),
                            buffer, capacity, size, count, &next_offset, error);
    });
  }

  /// Goes on from an offset, from the first or behind the last message of an assigned queue.
  void seek(const Partition& partition, std::int64_t offset) {
    detail::ErrorSlot error;
    detail::check(ons_pull_seek(handle(), raw(partition), offset, error.get()), error);
  }
  void seek_to_beginning(const Partition& partition) {
    detail::ErrorSlot error;
    detail::check(ons_pull_seek_to_beginning(handle(), raw(partition), error.get()), error);
  }
  void seek_to_end(const Partition& partition) {
    detail::ErrorSlot error;
    detail::check(ons_pull_seek_to_end(handle(), raw(partition), error.get()), error);
  }

  /// Stops and restarts fetching from assigned queues.
  void pause(const std::vector<Partition>& partitions) { with_all(ons_pull_pause, partitions); }
  void resume(const std::vector<Partition>& partitions) { with_all(ons_pull_resume, partitions); }

  /// The offset of the first message stored at or after a time; the end of the queue when there is none.
  std::int64_t offset_for_time(const Partition& partition, TimePoint time) {
    std::int64_t offset = 0;
    detail::ErrorSlot error;
    detail::check(ons_pull_offset_for_time(handle(), raw(partition), detail::to_ms(time), &offset, error.get()),
                  error);
    return offset;
  }

  /// The offset that the group has committed; -1 when none.
  std::int64_t committed(const Partition& partition) {
    std::int64_t offset = 0;
    detail::ErrorSlot error;
    detail::check(ons_pull_committed(handle(), raw(partition), &offset, error.get()), error);
    return offset;
  }

  /// Commits what was polled from all assigned queues, and waits for it.
  void commit() {
    detail::ErrorSlot error;
    detail::check(ons_pull_commit(handle(), error.get()), error);
  }

  /// Commits an offset of one queue, assigned or not, and waits for it.
  void commit(const Partition& partition, std::int64_t offset) {
    detail::ErrorSlot error;
    detail::check(ons_pull_commit_offset(handle(), raw(partition), offset, error.get()), error);
  }

  /// The offsets of the first message and behind the last message of a queue.
  struct OffsetLimits {
    std::int64_t first;
    std::int64_t end;
  };
  OffsetLimits offset_limits(const Partition& partition) {
    OffsetLimits limits = {0, 0};
    detail::ErrorSlot error;
    detail::check(ons_pull_offset_limits(handle(), raw(partition), &limits.first, &limits.end, error.get()), error);
    return limits;
  }

 private:
  explicit PullConsumer(ons_client_t handle) noexcept : Client(handle) {}

  static ons_partition_t raw(const Partition& partition) {
    ons_partition_t view = {StringView(partition.topic).raw(), StringView(partition.name).raw()};
    return view;
  }

  using PartitionsCall = ons_status_t (*)(ons_client_t, const ons_partition_t*, std::size_t, ons_error_t*);

  void with_all(PartitionsCall call, const std::vector<Partition>& partitions) {
    std::vector<ons_partition_t> views;
    views.reserve(partitions.size());
    for (const Partition& partition : partitions) {
      views.push_back(raw(partition));
    }
    detail::ErrorSlot error;
    detail::check(call(handle(), views.data(), views.size(), error.get()), error);
  }

  template <class Call>
  static Messages take(Call call) {
    std::size_t capacity = 256 * 1024;
    for (;;) {
      std::unique_ptr<std::uint8_t[]> frames(new std::uint8_t[capacity]);
      std::size_t size = 0;
      std::size_t count = 0;
      detail::ErrorSlot error;
      ons_status_t status = call(frames.get(), capacity, &size, &count, error.get());
      if (status == ONS_E_BUFFER && size > capacity) {
        capacity = size;
        continue;
      }
      detail::check(status, error);
      return Messages(std::move(frames), size, count);
    }
  }

  static std::vector<Partition> split(const std::string& topic, const std::string& names) {
    std::vector<Partition> partitions;
    std::size_t at = 0;
    while (at < names.size()) {
      std::size_t end = names.find('\n', at);
      if (end == std::string::npos) {
        end = names.size();
      }
      if (end > at) {
        partitions.push_back(Partition{topic, names.substr(at, end - at)});
      }
      at = end + 1;
    }
    return partitions;
  }
};

}  // namespace openons

#endif
