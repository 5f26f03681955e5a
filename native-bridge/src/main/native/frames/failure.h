// Failures inside the library: one exception type, turned into a status at the border and nowhere else.
#pragma once

#include <exception>
#include <string>

#include "onsclient.h"

namespace bridge {

struct Failure : std::exception {
  Failure(ons_status_t status, std::string message);

  const char *what() const noexcept override { return message.c_str(); }

  ons_status_t status;
  int32_t code;
  uint32_t flags = 0;
  std::string name;
  std::string request_id;
  std::string message;
  std::string detail;
};

[[noreturn]] void fail(ons_status_t status, std::string message);

// Writes a failure to the caller's structure; texts that are too long are cut between two characters.
void fill(ons_error_t *error, const Failure &failure) noexcept;

// Copies text to a field of a caller's structure, ended by NUL; says whether all of it fitted.
bool copy_text(char *field, size_t capacity, const std::string &text) noexcept;

}  // namespace bridge
