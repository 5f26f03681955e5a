#ifndef OPENONS_CLIENT_HPP
#define OPENONS_CLIENT_HPP

#include <onsclient.h>

#include <cstdint>
#include <string>
#include <system_error>
#include <utility>

#include "error.hpp"
#include "properties.hpp"
#include "runtime.hpp"

namespace openons {

/// What a client has done since it was opened.
struct Statistics {
  std::uint64_t sent;               ///< Messages that the server has stored.
  std::uint64_t send_failures;      ///< Messages whose send failed.
  std::uint64_t sends_in_flight;    ///< Messages on their way now.
  std::uint64_t received;           ///< Messages that listeners and polls were given.
  std::uint64_t consumed;           ///< Messages answered with success.
  std::uint64_t consume_failures;   ///< Messages answered otherwise.
  std::uint64_t callbacks_running;  ///< Callbacks that run now.
};

/// What all clients share. Move-only; a moved-from or default-made client answers every call with ClosedError.
/// Every function may be called from any thread. Failures throw an Error; functions that take a std::error_code set it
/// instead.
class Client {
 public:
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Connects the client, within its ons.startTimeoutMillis. Again: no effect. After a failure it may be called again.
  void start() {
    detail::ErrorSlot error;
    detail::check(ons_client_start(handle_, error.get()), error);
  }
  void start(std::error_code& error) noexcept { error = detail::to_error_code(ons_client_start(handle_, nullptr)); }

  /// Closes the client, for good. Waits for running listeners up to its ons.shutdownTimeoutMillis; sends in flight have
  /// completed when it returns. Again: no effect. From one of its own callbacks: StateError.
  void close() {
    detail::ErrorSlot error;
    ons_status_t status = ons_client_close(handle_, error.get());
    if (status != ONS_E_CLOSED) {
      detail::check(status, error);
    }
  }
  void close(std::error_code& error) noexcept {
    ons_status_t status = ons_client_close(handle_, nullptr);
    error = detail::to_error_code(status == ONS_E_CLOSED ? static_cast<ons_status_t>(ONS_OK) : status);
  }

  /// Exchanges AccessKey, SecretKey and SecurityToken, all at once; other properties are ignored.
  void update_credentials(const Properties& properties) {
    auto raw = detail::to_raw(properties.entries());
    detail::ErrorSlot error;
    detail::check(ons_client_update_credentials(handle_, raw.data(), raw.size(), error.get()), error);
  }

  /// Describes the client, for people: kind, state, properties in force. Secrets are masked.
  std::string describe() const {
    return detail::take_text(
        [this](ons_buffer_t* text, ons_error_t* error) { return ons_client_describe(handle_, text, error); });
  }

  Statistics statistics() const {
    ons_statistics_t raw = ONS_STATISTICS_INIT;
    detail::ErrorSlot error;
    detail::check(ons_client_statistics(handle_, &raw, error.get()), error);
    Statistics statistics = {raw.sent,     raw.send_failures,    raw.sends_in_flight,  raw.received,
                             raw.consumed, raw.consume_failures, raw.callbacks_running};
    return statistics;
  }

  /// The client's number in the C interface, still owned by this object; 0 when it has none.
  ons_client_t handle() const noexcept { return handle_; }

 protected:
  Client() noexcept = default;
  explicit Client(ons_client_t handle) noexcept : handle_(handle) {}
  Client(Client&& other) noexcept : handle_(other.handle_) { other.handle_ = 0; }
  Client& operator=(Client&& other) noexcept {
    if (this != &other) {
      end();
      handle_ = other.handle_;
      other.handle_ = 0;
    }
    return *this;
  }
  ~Client() { end(); }

  using Open = ons_status_t (*)(const ons_property_t*, std::size_t, ons_client_t*, ons_error_t*);

  static ons_client_t open_handle(Open open, const Properties& properties) {
    detail::open_runtime();
    auto raw = detail::to_raw(properties.entries());
    ons_client_t handle = 0;
    detail::ErrorSlot error;
    detail::check(open(raw.data(), raw.size(), &handle, error.get()), error);
    return handle;
  }

 private:
  // A destructor cannot throw. In a callback of this very client, where close is refused, the callback's log tells it.
  void end() noexcept {
    if (handle_ != 0 && ons_client_close(handle_, nullptr) == ONS_E_STATE) {
      ons_callback_set_error(ONS_STR("a client was destroyed in its own callback; it stays open until the end"));
    }
  }

  ons_client_t handle_ = 0;
};

}  // namespace openons

#endif
