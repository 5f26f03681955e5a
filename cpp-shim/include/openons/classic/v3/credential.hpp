#ifndef OPENONS_CLASSIC_V3_CREDENTIAL_HPP
#define OPENONS_CLASSIC_V3_CREDENTIAL_HPP

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "../ONSClientException.h"

ONS_NAMESPACE_BEGIN
namespace detail {

/// Reads a JSON object whose values are texts, such as {"AccessKey": "a", "SecretKey": "b"}.
class TextObject {
 public:
  /// `name` is for errors.
  TextObject(std::string name, const std::string& text) : name_(std::move(name)), text_(text) {
    expect('{');
    if (!take('}')) {
      do {
        std::string key = string();
        expect(':');
        entries_[key] = string();
      } while (take(','));
      expect('}');
    }
    skip();
    if (at_ != text_.size()) {
      fail("the end");
    }
  }

  const std::map<std::string, std::string>& entries() const noexcept { return entries_; }

 private:
  void skip() {
    at_ = text_.find_first_not_of(" \t\r\n", at_);
    if (at_ == std::string::npos) {
      at_ = text_.size();
    }
  }
  bool take(char wanted) {
    skip();
    return at_ < text_.size() && text_[at_] == wanted && ++at_ != 0;
  }
  void expect(char wanted) {
    if (!take(wanted)) {
      fail(std::string(1, wanted));
    }
  }

  std::string string() {
    expect('"');
    std::string value;
    while (at_ < text_.size() && text_[at_] != '"') {
      char next = text_[at_++];
      if (next == '\\') {
        const std::string escapes = "\"\"\\\\//b\bf\fn\nr\rt\t";
        std::size_t escape = 0;
        while (escape < escapes.size() && (at_ == text_.size() || escapes[escape] != text_[at_])) {
          escape += 2;
        }
        if (escape >= escapes.size()) {
          fail("an escape of \" \\ / b f n r t");
        }
        next = escapes[escape + 1];
        at_++;
      }
      value += next;
    }
    expect('"');
    return value;
  }

  [[noreturn]] void fail(const std::string& wanted) const {
    throw ONSClientException(name_ + ", byte " + std::to_string(at_) + ": " + wanted + " is missing; the file must be" +
                             " a JSON object of texts, such as {\"AccessKey\": \"...\", \"SecretKey\": \"...\"}");
  }

  std::string name_;
  const std::string& text_;
  std::size_t at_ = 0;
  std::map<std::string, std::string> entries_;
};

/// What the file ons/credential of the home folder holds; empty without one.
inline std::map<std::string, std::string> credential_file() {
  const char* home = std::getenv("HOME");
  std::string name = std::string(home == nullptr ? "" : home) + "/ons/credential";
  std::ifstream file(name, std::ios::binary);
  if (home == nullptr || !file) {
    return {};
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return TextObject(name, text).entries();
}

}  // namespace detail
ONS_NAMESPACE_END

#endif
