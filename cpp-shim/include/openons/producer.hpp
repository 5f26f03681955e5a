#ifndef OPENONS_PRODUCER_HPP
#define OPENONS_PRODUCER_HPP

#include <onsclient.h>

#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "callback.hpp"
#include "client.hpp"
#include "message.hpp"

namespace openons {

/// What became of a message that the server has stored.
struct SendResult {
  std::string message_id;
  std::string recall_handle;  ///< What Producer::recall takes; empty when the message cannot be recalled.
};

/// The end of one send: a result or an error.
class SendOutcome {
 public:
  explicit SendOutcome(SendResult result) : result_(std::move(result)) {}
  explicit SendOutcome(const ons_error_t& error) : error_(std::make_shared<const ons_error_t>(error)) {}

  /// Whether the message was stored.
  explicit operator bool() const noexcept { return error_ == nullptr; }

  /// The result; throws the error when there is none.
  const SendResult& value() const {
    if (error_) {
      std::rethrow_exception(detail::to_exception(*error_));
    }
    return result_;
  }

  /// Why it failed; only when it did.
  Error error() const { return Error(error_); }

 private:
  SendResult result_;
  std::shared_ptr<const ons_error_t> error_;
};

/// Told the end of an asynchronous send, exactly once, on a thread of the library. Should be short.
using SendCallback = std::function<void(const SendOutcome&)>;

namespace detail {

inline SendResult to_result(const ons_send_result_t& raw) {
  SendResult result = {raw.message_id, raw.recall_handle};
  return result;
}

/// A result to pass to the C interface; clears only what is read when nothing was written.
class ResultSlot {
 public:
  ResultSlot() noexcept {
    raw_.struct_size = sizeof raw_;
    raw_.status = ONS_OK;
    raw_.message_id[0] = raw_.recall_handle[0] = '\0';
  }
  ons_send_result_t* get() noexcept { return &raw_; }
  const ons_send_result_t& operator*() const noexcept { return raw_; }

 private:
  ons_send_result_t raw_;
};

inline SendResult send(ons_client_t producer, const Message& message) {
  RawMessage raw(message);
  ResultSlot result;
  ErrorSlot error;
  check(ons_producer_send(producer, raw.get(), result.get(), error.get()), error);
  return to_result(*result);
}

/// The same for callers that want no exceptions.
inline SendResult send(ons_client_t producer, const Message& message, std::error_code& error) noexcept {
  try {
    RawMessage raw(message);
    ResultSlot result;
    error = to_error_code(ons_producer_send(producer, raw.get(), result.get(), nullptr));
    return error ? SendResult() : to_result(*result);
  } catch (const std::bad_alloc&) {
    error = std::make_error_code(std::errc::not_enough_memory);
    return SendResult();
  }
}

}  // namespace detail

/// Sends messages.
class Producer final : public Client {
 public:
  Producer() noexcept = default;

  /// Makes a producer, not started. A property out of range: InvalidError, which names key, value and range.
  static Producer open(const Properties& properties) {
    return Producer(open_handle(ons_producer_open, properties));
  }

  /// Sends a message and waits for the server's word that it is stored, with retries, at most SendMsgTimeoutMillis.
  SendResult send(const Message& message) { return detail::send(handle(), message); }
  SendResult send(const Message& message, std::error_code& error) noexcept {
    return detail::send(handle(), message, error);
  }

  /// Sends a message and returns at once. Throws when the message was not taken, such as ThrottledError when too many
  /// are in flight; the future tells the rest. Closing the producer completes it, too.
  std::future<SendResult> send_async(const Message& message) {
    std::unique_ptr<Promise> promise(new Promise());
    std::future<SendResult> future = promise->get_future();
    send_async_with(message, std::move(promise));
    return future;
  }

  /// The same with a callback, which is called exactly once unless this call throws; possibly before it returns.
  void send_async(const Message& message, SendCallback callback) {
    send_async_with(message, std::unique_ptr<SendCallback>(new SendCallback(std::move(callback))));
  }

  /// Sends a message without asking whether it arrived.
  void send_oneway(const Message& message) {
    detail::RawMessage raw(message);
    detail::ErrorSlot error;
    detail::check(ons_producer_send_oneway(handle(), raw.get(), error.get()), error);
  }

  /// Sends up to 10,000 messages and waits for all of them. Each has its own outcome, in the same order, a failed
  /// one with its own error and predicates; only the first failure has a detail(). Throws only when the batch as such
  /// was refused.
  std::vector<SendOutcome> send_batch(const std::vector<Message>& messages) {
    std::vector<detail::RawMessage> owners;
    std::vector<ons_message_t> raw;
    owners.reserve(messages.size());
    raw.reserve(messages.size());
    for (const Message& message : messages) {
      owners.emplace_back(message);
      raw.push_back(*owners.back().get());
    }
    ons_send_result_t blank = ONS_SEND_RESULT_INIT;
    blank.status = not_written;
    std::vector<ons_send_result_t> results(messages.size(), blank);
    detail::ErrorSlot error;
    ons_status_t status = ons_producer_send_batch(handle(), raw.data(), raw.size(), results.data(), error.get());
    if (results.empty() || results.front().status == not_written) {
      detail::check(status, error);
    }
    return to_outcomes(results, *error);
  }

  /// Takes a delayed message back before its time; gives its id. InvalidError: it was delivered or recalled already.
  std::string recall(const std::string& topic, const std::string& recall_handle) {
    char message_id[128] = {0};
    detail::ErrorSlot error;
    detail::check(ons_producer_recall(handle(), StringView(topic).raw(), StringView(recall_handle).raw(), message_id,
                                      error.get()),
                  error);
    return message_id;
  }

 private:
  explicit Producer(ons_client_t handle) noexcept : Client(handle) {}

  enum : ons_status_t { not_written = 1 };

  using Promise = std::promise<SendResult>;

  static void complete(Promise& promise, const ons_send_result_t* result, const ons_error_t* error) {
    if (error != nullptr) {
      promise.set_exception(detail::to_exception(*error));
    } else {
      promise.set_value(detail::to_result(*result));
    }
  }

  static void complete(const SendCallback& callback, const ons_send_result_t* result, const ons_error_t* error) {
    callback(error != nullptr ? SendOutcome(*error) : SendOutcome(detail::to_result(*result)));
  }

  template <class Context>
  void send_async_with(const Message& message, std::unique_ptr<Context> context) {
    ons_send_callback_t trampoline = [](void* taken, const ons_send_result_t* result, const ons_error_t* error) {
      std::unique_ptr<Context> done(static_cast<Context*>(taken));
      detail::guard(0, [&] { return complete(*done, result, error), 0; });
    };
    detail::RawMessage raw(message);
    detail::ErrorSlot error;
    detail::check(ons_producer_send_async(handle(), raw.get(), trampoline, context.get(), error.get()), error);
    static_cast<void>(context.release());  // The library has it now, and its callback has perhaps deleted it already.
  }

  static std::vector<SendOutcome> to_outcomes(const std::vector<ons_send_result_t>& results,
                                              const ons_error_t& first) {
    std::vector<SendOutcome> outcomes;
    outcomes.reserve(results.size());
    bool first_failed = false;
    for (const ons_send_result_t& result : results) {
      if (result.status == ONS_OK) {
        outcomes.emplace_back(detail::to_result(result));
      } else if (!first_failed) {
        outcomes.emplace_back(first);  // the only one with the inner causes
        first_failed = true;
      } else {
        ons_error_t error = ONS_ERROR_INIT;
        ons_send_result_error(&result, &error);
        outcomes.emplace_back(error);
      }
    }
    return outcomes;
  }
};

/// Sends messages that each have a sharding key, in whose order they are delivered.
class OrderProducer final : public Client {
 public:
  OrderProducer() noexcept = default;

  static OrderProducer open(const Properties& properties) {
    return OrderProducer(open_handle(ons_order_producer_open, properties));
  }

  /// As Producer::send; without a sharding key: InvalidError.
  SendResult send(const Message& message) { return detail::send(handle(), message); }
  SendResult send(const Message& message, std::error_code& error) noexcept {
    return detail::send(handle(), message, error);
  }

 private:
  explicit OrderProducer(ons_client_t handle) noexcept : Client(handle) {}
};

}  // namespace openons

#endif
