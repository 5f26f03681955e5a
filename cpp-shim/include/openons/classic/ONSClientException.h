#ifndef OPENONS_CLASSIC_ONSCLIENTEXCEPTION_H
#define OPENONS_CLASSIC_ONSCLIENTEXCEPTION_H

#include <exception>
#include <string>
#include <utility>

#include "ONSErrorCode.h"
#include "modern.hpp"

ONS_NAMESPACE_BEGIN

/// Why a call failed.
class ONSClientException : public std::exception {
 public:
  ONSClientException() noexcept : error_(OTHER_ERROR) {}
  explicit ONSClientException(std::string message, int error = OTHER_ERROR) noexcept
      : message_(std::move(message)), error_(error) {}
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
void require(Pointer* pointer, const std::string& what, int error = OTHER_ERROR) {
  if (pointer == nullptr) {
    throw ONSClientException(what + " is a null pointer; give an object", error);
  }
}

}  // namespace detail

ONS_NAMESPACE_END

#endif
