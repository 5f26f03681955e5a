// Buffers that become the host's.
#pragma once

#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include "onsclient.h"

namespace bridge {

inline ons_buffer_t buffer_of(std::string_view bytes) {
  // At least one byte, so that an empty answer is not NULL.
  auto *data = static_cast<uint8_t *>(std::malloc(bytes.size() + 1));
  if (data == nullptr) throw std::bad_alloc();
  std::memcpy(data, bytes.data(), bytes.size());
  return {data, bytes.size()};
}

}  // namespace bridge
