// Text of the border: UTF-8 with a length.
#pragma once

#include <string>
#include <string_view>

#include "onsclient.h"

namespace bridge {

bool is_utf8(std::string_view text) noexcept;

// The size of the longest prefix of at most `limit` bytes that does not end inside a character.
size_t fitting_prefix(std::string_view text, size_t limit) noexcept;

// The caller's text, checked; `what` names it in the failure.
std::string_view text_of(const ons_str_t &text, const char *what);

inline ons_str_t str_of(std::string_view text) noexcept { return {text.data(), text.size()}; }

}  // namespace bridge
