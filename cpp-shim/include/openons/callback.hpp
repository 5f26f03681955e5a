#ifndef OPENONS_CALLBACK_HPP
#define OPENONS_CALLBACK_HPP

#include <onsclient.h>

#include <cstdint>
#include <exception>

#include "string_view.hpp"

namespace openons {
namespace detail {

/// Runs the body of a callback: no exception may enter the library. What went wrong goes to its log.
template <class Body>
std::int32_t guard(std::int32_t result_of_failure, Body body) noexcept {
  try {
    return body();
  } catch (const std::exception& error) {
    ons_callback_set_error(StringView(error.what()).raw());
  } catch (...) {
    ons_callback_set_error(ONS_STR("an exception that is not a std::exception"));
  }
  return result_of_failure;
}

/// An ons_release_t for contexts made with new.
template <class Context>
void release(void* context) noexcept {
  delete static_cast<Context*>(context);
}

}  // namespace detail
}  // namespace openons

#endif
