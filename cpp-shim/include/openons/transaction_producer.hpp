#ifndef OPENONS_TRANSACTION_PRODUCER_HPP
#define OPENONS_TRANSACTION_PRODUCER_HPP

#include <onsclient.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <utility>

#include "producer.hpp"

namespace openons {

enum class TransactionStatus : std::int32_t {
  unknown = ONS_TRANSACTION_UNKNOWN,   ///< The server asks the checker later.
  commit = ONS_TRANSACTION_COMMIT,     ///< The message is delivered.
  rollback = ONS_TRANSACTION_ROLLBACK  ///< The message is dropped.
};

/// Runs a local transaction and decides its half message.
using TransactionExecuter = std::function<TransactionStatus(const MessageView&)>;
/// Finds out what became of a local transaction. On a thread of the library. An exception counts as unknown.
using TransactionChecker = std::function<TransactionStatus(const MessageView&)>;

/// Sends messages that are delivered only if a local transaction commits.
class TransactionProducer final : public Client {
 public:
  TransactionProducer() noexcept = default;

  /// `checker` is asked about half messages that this or another producer of the group left undecided.
  static TransactionProducer open(const Properties& properties, TransactionChecker checker) {
    detail::open_runtime();
    auto raw = detail::to_raw(properties.entries());
    ons_transaction_callback_t trampoline = [](void* context, const ons_message_t* message) {
      return detail::guard(ONS_TRANSACTION_UNKNOWN, [&] {
        return static_cast<std::int32_t>((*static_cast<TransactionChecker*>(context))(MessageView(*message)));
      });
    };
    ons_transaction_callback_t callback = checker ? trampoline : nullptr;
    auto context = new TransactionChecker(std::move(checker));
    ons_client_t handle = 0;
    detail::ErrorSlot error;
    detail::check(ons_transaction_producer_open(raw.data(), raw.size(), callback, context,
                                                detail::release<TransactionChecker>, &handle, error.get()),
                  error);
    return TransactionProducer(handle);
  }

  /// Sends a half message, runs `executer` on this thread, and tells the server its decision. Rollback: throws
  /// RolledBackError. An exception of the executer leaves the message undecided, for the checker, and comes out here.
  SendResult send(const Message& message, const TransactionExecuter& executer) {
    struct Context {
      const TransactionExecuter& executer;
      std::exception_ptr thrown;
    } context = {executer, nullptr};
    ons_transaction_callback_t trampoline = [](void* of, const ons_message_t* half) -> std::int32_t {
      auto& call = *static_cast<Context*>(of);
      try {
        return static_cast<std::int32_t>(call.executer(MessageView(*half)));
      } catch (...) {
        call.thrown = std::current_exception();
        return ONS_TRANSACTION_UNKNOWN;
      }
    };
    detail::RawMessage raw(message);
    detail::ResultSlot result;
    detail::ErrorSlot error;
    ons_status_t status = ons_producer_send_transaction(handle(), raw.get(), executer ? trampoline : nullptr,
                                                        &context, result.get(), error.get());
    if (context.thrown) {
      std::rethrow_exception(context.thrown);
    }
    detail::check(status, error);
    return detail::to_result(*result);
  }

 private:
  explicit TransactionProducer(ons_client_t handle) noexcept : Client(handle) {}
};

}  // namespace openons

#endif
