#include "frames/text.h"

#include "frames/failure.h"

namespace bridge {
namespace {

bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// The size of the character at the begin of `text`, 0 when it is none: overlong forms, surrogates and numbers above
// U+10FFFF are no characters (Unicode 15, table 3-7).
size_t character_size(std::string_view text) {
  auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char first = at(0);
  if (first < 0x80) return 1;
  size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  for (size_t i = 1; i < size; ++i) {
    if (!continues(at(i))) return 0;
  }
  unsigned char second = at(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return size;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    size_t size = character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

size_t fitting_prefix(std::string_view text, size_t limit) noexcept {
  if (text.size() <= limit) return text.size();
  while (limit > 0 && continues(static_cast<unsigned char>(text[limit]))) --limit;
  return limit;
}

std::string_view text_of(const ons_str_t &text, const char *what) {
  if (text.size == 0) return {};
  if (text.data == nullptr) fail(ONS_E_INVALID, std::string(what) + " has a size but no data; set data, or size to 0");
  std::string_view view(text.data, text.size);
  if (!is_utf8(view)) fail(ONS_E_INVALID, std::string(what) + " is not valid UTF-8; encode it as UTF-8");
  return view;
}

}  // namespace bridge
