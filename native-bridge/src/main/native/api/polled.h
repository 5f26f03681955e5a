// What all polls of the interface have in common.
#pragma once

#include "api/guarded.h"
#include "clients/backend.h"

namespace bridge {

// Runs a poll into the caller's buffer and fills its outputs; false: closed, and all was taken.
template <typename Body>
bool polling(uint8_t *buffer, size_t capacity, size_t *size_out, size_t *count_out, Body &&body) {
  size_t &size = required(size_out, "size_out");
  size_t &count = required(count_out, "count_out");
  if (buffer == nullptr && capacity > 0) fail(ONS_E_INVALID, "buffer is NULL, capacity is not 0");
  Poll poll{buffer, capacity};
  if (!body(poll)) return false;
  if (poll.count == 0 && poll.needed > 0) {
    size = poll.needed;
    fail(ONS_E_BUFFER, "the first frame needs " + std::to_string(poll.needed) + " bytes; poll again with that many");
  }
  size = poll.size;
  count = poll.count;
  return true;
}

}  // namespace bridge
