#ifndef OPENONS_CLASSIC_TEXT_HPP
#define OPENONS_CLASSIC_TEXT_HPP

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "ONSClientException.h"

ONS_NAMESPACE_BEGIN
namespace detail {

/// Whether a type shows a text by data() and size() and is none by itself, as std::string_view.
template <class Other>
struct IsView {
  template <class View>
  static std::is_convertible<decltype(std::declval<const View&>().data()), const char*> look(
      decltype(std::declval<const View&>().size())*);
  template <class View>
  static std::false_type look(...);
  static constexpr bool value = decltype(look<Other>(nullptr))::value &&
                                !std::is_convertible<const Other&, const char*>::value &&
                                !std::is_convertible<const Other&, std::string>::value;
};

/// A text argument: a C string, which may be a null pointer, a std::string, what becomes one of them by itself, or a
/// view of a text.
class Text {
 public:
  Text(const char* text) : text_(text == nullptr ? "" : text), null_(text == nullptr) {}
  Text(std::string text) : text_(std::move(text)) {}
  Text(const char* text, std::size_t size) : text_(text == nullptr ? "" : text, text == nullptr ? 0 : size),
                                             null_(text == nullptr) {}
  template <class Other, class C = const char*,
            typename std::enable_if<std::is_convertible<const Other&, C>::value, int>::type = 0>
  Text(const Other& other) : Text(static_cast<C>(other)) {}
  template <class Other, class C = const char*, class S = std::string,
            typename std::enable_if<!std::is_convertible<const Other&, C>::value &&
                                        std::is_convertible<const Other&, S>::value, int>::type = 0>
  Text(const Other& other) : Text(static_cast<S>(other)) {}
  template <class View, typename std::enable_if<IsView<View>::value, int>::type = 0>
  Text(const View& view) : text_(view.data(), view.size()) {}

  bool is_null() const noexcept { return null_; }

  /// The text; a null pointer counts as "".
  std::string or_empty() && { return std::move(text_); }

  /// The text; a null pointer is refused by the name of the argument.
  std::string required(const char* what) && {
    if (null_) {
      throw ONSClientException(std::string(what) + " is a null pointer; give a text");
    }
    return std::move(text_);
  }

 private:
  std::string text_;
  bool null_ = false;
};

}  // namespace detail
ONS_NAMESPACE_END

#endif
