#ifndef OPENONS_ERROR_HPP
#define OPENONS_ERROR_HPP

#include <onsclient.h>

#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "agreement.hpp"

namespace openons {

/// The class of an outcome, the ONS_E_* of the C interface. Also an error code: `if (error == Status::timeout)`.
enum class Status : int {
  ok = ONS_OK,
  invalid = ONS_E_INVALID,          ///< An argument, a property or a message breaks a rule.
  denied = ONS_E_DENIED,            ///< Credentials, rights or TLS.
  timeout = ONS_E_TIMEOUT,          ///< No answer in time; whether it had an effect is not known.
  throttled = ONS_E_THROTTLED,      ///< Too much at once, here or at the server. Try later.
  unreachable = ONS_E_UNREACHABLE,  ///< No connection to any server.
  server = ONS_E_SERVER,            ///< The server failed.
  closed = ONS_E_CLOSED,            ///< The client, or the library, was closed; also a moved-from client.
  unsupported = ONS_E_UNSUPPORTED,  ///< This server, this client kind or this build cannot do it.
  state = ONS_E_STATE,              ///< Not now: not started, or a close from within a callback.
  forked = ONS_E_FORKED,            ///< This process is a child of fork.
  runtime = ONS_E_RUNTIME,          ///< No Java runtime was found, or it did not start.
  version = ONS_E_VERSION,          ///< The program was made for another major version of the interface.
  buffer = ONS_E_BUFFER,            ///< Handled inside; a program never sees it.
  internal = ONS_E_INTERNAL         ///< A defect of the library.
};

/// The category of Status in std::error_code, named "ons". Maps to std::errc where there is a match.
class ErrorCategory final : public std::error_category {
 public:
  const char* name() const noexcept override { return "ons"; }

  std::string message(int status) const override { return ons_status_name(status); }

  std::error_condition default_error_condition(int status) const noexcept override {
    switch (static_cast<Status>(status)) {
      case Status::invalid: return std::errc::invalid_argument;
      case Status::denied: return std::errc::permission_denied;
      case Status::timeout: return std::errc::timed_out;
      case Status::throttled: return std::errc::resource_unavailable_try_again;
      case Status::unreachable: return std::errc::host_unreachable;
      case Status::unsupported: return std::errc::not_supported;
      default: return std::error_condition(status, *this);
    }
  }
};

inline const std::error_category& error_category() noexcept {
  static const ErrorCategory category;
  return category;
}

inline std::error_code make_error_code(Status status) noexcept {
  return std::error_code(static_cast<int>(status), error_category());
}

/// Why a call failed. what() tells what, where and what to do. Copies are cheap.
class Error : public std::runtime_error {
 public:
  explicit Error(const ons_error_t& error) : Error(std::make_shared<const ons_error_t>(error)) {}
  explicit Error(std::shared_ptr<const ons_error_t> error)
      : std::runtime_error(error->message), error_(std::move(error)) {}

  /// The class of the error.
  Status status() const noexcept { return static_cast<Status>(error_->status); }
  /// The exact code: the server's or the client's number, such as 40402, or the status itself.
  int code() const noexcept { return error_->code; }
  /// The name of the code, such as "TOPIC_NOT_FOUND".
  const char* name() const noexcept { return error_->name; }
  /// The request that failed, for the server's logs; "" when there was none.
  const char* request_id() const noexcept { return error_->request_id; }
  /// For reports: the inner causes; may be "".
  const char* detail() const noexcept { return error_->detail; }
  /// The class, for code that works with std::error_code.
  std::error_code error_code() const noexcept { return make_error_code(status()); }

  /// The same call may succeed later without any change.
  bool is_retryable() const noexcept { return ons_error_is_retryable(error_.get()) == 1; }
  bool is_timeout() const noexcept { return ons_error_is_timeout(error_.get()) == 1; }
  bool is_throttled() const noexcept { return ons_error_is_throttled(error_.get()) == 1; }
  bool is_closed() const noexcept { return ons_error_is_closed(error_.get()) == 1; }
  /// The process must be repaired first: status forked, runtime, version or internal.
  bool is_fatal() const noexcept { return ons_error_is_fatal(error_.get()) == 1; }

 private:
  std::shared_ptr<const ons_error_t> error_;
};

/// One class per Status, for catch clauses; what they tell is in Error.
class InvalidError : public Error {
 public:
  using Error::Error;
};
class DeniedError : public Error {
 public:
  using Error::Error;
};
class TimeoutError : public Error {
 public:
  using Error::Error;
};
class ThrottledError : public Error {
 public:
  using Error::Error;
};
class UnreachableError : public Error {
 public:
  using Error::Error;
};
class ServerError : public Error {
 public:
  using Error::Error;
};
class ClosedError : public Error {
 public:
  using Error::Error;
};
class UnsupportedError : public Error {
 public:
  using Error::Error;
};
class StateError : public Error {
 public:
  using Error::Error;
};
/// Status forked, runtime, version and internal: the process must be repaired first.
class FatalError : public Error {
 public:
  using Error::Error;
};
/// The executer of a transaction answered rollback: the message was dropped, as asked.
class RolledBackError : public InvalidError {
 public:
  using InvalidError::InvalidError;
};

namespace detail {

/// An error to pass to the C interface. Only what is read when nothing was written is cleared: it is on hot paths.
class ErrorSlot {
 public:
  ErrorSlot() noexcept {
    raw_.struct_size = sizeof raw_;
    raw_.status = ONS_OK;
    raw_.code = 0;
    raw_.flags = 0;
    raw_.name[0] = raw_.request_id[0] = raw_.message[0] = raw_.detail[0] = '\0';
  }
  ons_error_t* get() noexcept { return &raw_; }
  const ons_error_t& operator*() const noexcept { return raw_; }

 private:
  ons_error_t raw_;
};

inline std::exception_ptr to_exception(const ons_error_t& error) {
  switch (error.status) {
    case ONS_E_INVALID:
      return std::strcmp(error.name, "TRANSACTION_ROLLED_BACK") == 0
                 ? std::make_exception_ptr(RolledBackError(error))
                 : std::make_exception_ptr(InvalidError(error));
    case ONS_E_DENIED: return std::make_exception_ptr(DeniedError(error));
    case ONS_E_TIMEOUT: return std::make_exception_ptr(TimeoutError(error));
    case ONS_E_THROTTLED: return std::make_exception_ptr(ThrottledError(error));
    case ONS_E_UNREACHABLE: return std::make_exception_ptr(UnreachableError(error));
    case ONS_E_SERVER: return std::make_exception_ptr(ServerError(error));
    case ONS_E_CLOSED: return std::make_exception_ptr(ClosedError(error));
    case ONS_E_UNSUPPORTED: return std::make_exception_ptr(UnsupportedError(error));
    case ONS_E_STATE: return std::make_exception_ptr(StateError(error));
    default: return std::make_exception_ptr(FatalError(error));
  }
}

inline void check(ons_status_t status, const ErrorSlot& error) {
  if (status != ONS_OK) {
    std::rethrow_exception(to_exception(*error));
  }
}

inline std::error_code to_error_code(ons_status_t status) noexcept {
  return make_error_code(static_cast<Status>(status));
}

}  // namespace detail
}  // namespace openons

namespace std {
template <>
struct is_error_code_enum<openons::Status> : true_type {};
}  // namespace std

#endif
