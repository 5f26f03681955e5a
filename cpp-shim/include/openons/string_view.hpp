#ifndef OPENONS_STRING_VIEW_HPP
#define OPENONS_STRING_VIEW_HPP

#include <onsclient.h>

#include <cstring>
#include <ostream>
#include <string>

namespace openons {

/// Borrowed text or bytes: what std::string_view is from C++17 on. Copy with str() what must live longer.
class StringView {
 public:
  StringView() noexcept : data_(""), size_(0) {}
  StringView(const char* text) noexcept : data_(text), size_(std::strlen(text)) {}
  StringView(const std::string& text) noexcept : data_(text.data()), size_(text.size()) {}
  StringView(const void* data, std::size_t size) noexcept
      : data_(size == 0 ? "" : static_cast<const char*>(data)), size_(size) {}
  StringView(const ons_str_t& text) noexcept : StringView(text.data, text.size) {}

  const char* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  const char* begin() const noexcept { return data_; }
  const char* end() const noexcept { return data_ + size_; }
  char operator[](std::size_t at) const noexcept { return data_[at]; }

  /// A copy that owns its bytes.
  std::string str() const { return std::string(data_, size_); }
  operator std::string() const { return str(); }

  /// As the C interface takes it.
  ons_str_t raw() const noexcept {
    ons_str_t text = {data_, size_};
    return text;
  }

  friend bool operator==(StringView a, StringView b) noexcept {
    return a.size_ == b.size_ && std::memcmp(a.data_, b.data_, a.size_) == 0;
  }
  friend bool operator!=(StringView a, StringView b) noexcept { return !(a == b); }
  friend std::ostream& operator<<(std::ostream& out, StringView text) {
    return out.write(text.data_, static_cast<std::streamsize>(text.size_));
  }

 private:
  const char* data_;
  std::size_t size_;
};

}  // namespace openons

#endif
