#ifndef ONS_CLASSIC_ONSCLIENTEXCEPTION_H
#define ONS_CLASSIC_ONSCLIENTEXCEPTION_H

#include <exception>
#include <string>
#include <utility>

#include "../error.hpp"
#include "ONSClient.h"

namespace ons {

/// Numbers of errors that are found before the library is asked; all others are those of openons::Error::code().
enum ErrorCode {
  SEND_CALLBACK_IS_EMPTY = -1,
  MESSAGE_LISTENER_IS_EMPTY = -2,
  MESSAGE_SELECTOR_QUEUE_EMPTY = -3,
  CONSUME_MESSAGE_LISTENER_IS_NULL = -4,
  OTHER_ERROR = -999,
  MESSAGE_BODY_EMPTY = 41302  ///< The server's number for the same.
};

/// Why a call failed.
class ONSClientException : public std::exception {
 public:
  ONSClientException() noexcept : error_(OTHER_ERROR) {}
  ONSClientException(std::string message, int error) noexcept : message_(std::move(message)), error_(error) {}
  explicit ONSClientException(const openons::Error& error) : message_(error.what()), error_(error.code()) {}

  /// What, where and what to do.
  const char* GetMsg() const noexcept { return message_.c_str(); }
  const char* what() const noexcept override { return message_.c_str(); }
  /// The number of the error.
  int GetError() const noexcept { return error_; }

 private:
  std::string message_;
  int error_;
};

namespace detail {

/// Runs a call of the modern classes; their errors come out as ONSClientException.
template <class Call>
auto translated(Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const openons::Error& error) {
    throw ONSClientException(error);
  }
}

template <class Pointer>
void require(Pointer* pointer, const char* what, int error = OTHER_ERROR) {
  if (pointer == nullptr) {
    throw ONSClientException(std::string(what) + " is a null pointer; give an object", error);
  }
}

}  // namespace detail
}  // namespace ons

#endif
