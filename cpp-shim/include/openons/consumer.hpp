#ifndef OPENONS_CONSUMER_HPP
#define OPENONS_CONSUMER_HPP

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

/// A listener's answer.
enum class ConsumeResult : std::int32_t {
  success = ONS_CONSUME_SUCCESS,
  later = ONS_CONSUME_LATER  ///< Deliver again, after the group's back-off; ordered: after suspendTimeMillis.
};

/// Which messages of a topic a subscription wants.
class Filter {
 public:
  /// "TagA || TagB", or "*" for all.
  Filter(std::string tags = "*") : expression_(std::move(tags)), kind_(ONS_FILTER_TAG) {}
  Filter(const char* tags) : Filter(std::string(tags)) {}
  /// A SQL-92 condition over properties, in which TAGS is the tag.
  static Filter sql(std::string condition) {
    Filter filter(std::move(condition));
    filter.kind_ = ONS_FILTER_SQL;
    return filter;
  }

  const std::string& expression() const noexcept { return expression_; }
  std::int32_t kind() const noexcept { return kind_; }

 private:
  std::string expression_;
  std::int32_t kind_;
};

/// Handles one message. On ConsumeThreadNums threads of the library; may block. An exception counts as `later`.
using Listener = std::function<ConsumeResult(const MessageView&)>;
/// Handles several messages, with one answer for all of them.
using BatchListener = std::function<ConsumeResult(const std::vector<MessageView>&)>;

/// Keeps a broadcasting consumer's progress. Called on threads of the library.
class OffsetStore {
 public:
  virtual ~OffsetStore() = default;
  /// Looks up the next offset of a queue; false when there is none.
  virtual bool read(StringView topic, StringView partition, std::int64_t& offset) = 0;
  /// Keeps the next offset of a queue.
  virtual void write(StringView topic, StringView partition, std::int64_t offset) = 0;
};

/// What the three pushed consumers share.
class PushClient : public Client {
 public:
  /// Ends a subscription; messages of it in hand are still handled.
  void unsubscribe(const std::string& topic) {
    detail::ErrorSlot error;
    detail::check(ons_consumer_unsubscribe(handle(), StringView(topic).raw(), error.get()), error);
  }

 protected:
  using Client::Client;
  PushClient() noexcept = default;
  PushClient(PushClient&&) noexcept = default;
  PushClient& operator=(PushClient&&) noexcept = default;
  ~PushClient() = default;

  template <class Function>
  void subscribe_with(ons_listener_t trampoline, const std::string& topic, const Filter& filter, Function listener) {
    ons_listener_t callback = listener ? trampoline : nullptr;
    auto context = new Function(std::move(listener));
    detail::ErrorSlot error;
    detail::check(ons_consumer_subscribe(handle(), StringView(topic).raw(), StringView(filter.expression()).raw(),
                                         filter.kind(), callback, context, detail::release<Function>, error.get()),
                  error);
  }

  void subscribe_one(const std::string& topic, const Filter& filter, Listener listener) {
    ons_listener_t trampoline = [](void* context, const ons_message_t* message, std::size_t) {
      return detail::guard(ONS_CONSUME_LATER, [&] {
        return static_cast<std::int32_t>((*static_cast<Listener*>(context))(MessageView(*message)));
      });
    };
    subscribe_with(trampoline, topic, filter, std::move(listener));
  }

  void rate_limit_of(const std::string& topic, double per_second) {
    detail::ErrorSlot error;
    detail::check(ons_consumer_rate_limit(handle(), StringView(topic).raw(), per_second, error.get()), error);
  }
};

/// A consumer to which messages are pushed; with MessageModel=BROADCASTING every instance gets all.
class Consumer final : public PushClient {
 public:
  Consumer() noexcept = default;

  static Consumer open(const Properties& properties) {
    return Consumer(open_handle(ons_consumer_open, properties));
  }

  /// Subscribes to a topic, before or after the start; again: replaces filter and listener.
  void subscribe(const std::string& topic, const Filter& filter, Listener listener) {
    subscribe_one(topic, filter, std::move(listener));
  }

  /// Bounds how many messages of a topic the listener gets per second, in this client; above 0.
  void rate_limit(const std::string& topic, double per_second) { rate_limit_of(topic, per_second); }

  /// Keeps the progress of broadcasting where you want, instead of in a file. Before the start.
  void set_offset_store(std::shared_ptr<OffsetStore> store) {
    using Store = std::shared_ptr<OffsetStore>;
    ons_offset_read_t read = [](void* context, ons_str_t topic, ons_str_t partition, std::int64_t* offset) {
      return detail::guard(0, [&] { return (*static_cast<Store*>(context))->read(topic, partition, *offset) ? 1 : 0; });
    };
    ons_offset_write_t write = [](void* context, ons_str_t topic, ons_str_t partition, std::int64_t offset) {
      detail::guard(0, [&] { return (*static_cast<Store*>(context))->write(topic, partition, offset), 0; });
    };
    bool given = store != nullptr;
    auto context = new Store(std::move(store));
    detail::ErrorSlot error;
    detail::check(ons_consumer_set_offset_store(handle(), given ? read : nullptr, given ? write : nullptr, context,
                                                detail::release<Store>, error.get()),
                  error);
  }

 private:
  explicit Consumer(ons_client_t handle) noexcept : PushClient(handle) {}
};

/// A consumer that gets the messages of a sharding key one after the other, in order.
class OrderConsumer final : public PushClient {
 public:
  OrderConsumer() noexcept = default;

  static OrderConsumer open(const Properties& properties) {
    return OrderConsumer(open_handle(ons_order_consumer_open, properties));
  }

  /// Subscribes to a topic, before the start. `later` suspends the sharding key for suspendTimeMillis.
  void subscribe(const std::string& topic, const Filter& filter, Listener listener) {
    subscribe_one(topic, filter, std::move(listener));
  }

  void rate_limit(const std::string& topic, double per_second) { rate_limit_of(topic, per_second); }

 private:
  explicit OrderConsumer(ons_client_t handle) noexcept : PushClient(handle) {}
};

/// A consumer whose listener gets several messages at a time.
class BatchConsumer final : public PushClient {
 public:
  BatchConsumer() noexcept = default;

  static BatchConsumer open(const Properties& properties) {
    return BatchConsumer(open_handle(ons_batch_consumer_open, properties));
  }

  /// Subscribes to a topic, before the start.
  void subscribe(const std::string& topic, const Filter& filter, BatchListener listener) {
    ons_listener_t trampoline = [](void* context, const ons_message_t* messages, std::size_t count) {
      return detail::guard(ONS_CONSUME_LATER, [&] {
        return static_cast<std::int32_t>(
            (*static_cast<BatchListener*>(context))(detail::to_views(messages, count)));
      });
    };
    subscribe_with(trampoline, topic, filter, std::move(listener));
  }

 private:
  explicit BatchConsumer(ons_client_t handle) noexcept : PushClient(handle) {}
};

}  // namespace openons

#endif
