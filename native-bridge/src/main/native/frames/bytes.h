// Runs of bytes, and numbers in them: little-endian, unaligned.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bridge {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are copied as they lie in memory");

using Bytes = std::vector<uint8_t>;

struct ByteView {
  const uint8_t *data = nullptr;
  size_t size = 0;

  ByteView() = default;
  ByteView(const uint8_t *data, size_t size) : data(data), size(size) {}
  ByteView(const Bytes &bytes) : data(bytes.data()), size(bytes.size()) {}
};

inline std::string_view chars_of(ByteView bytes) { return {reinterpret_cast<const char *>(bytes.data), bytes.size}; }

template <typename T>
T get(const uint8_t *at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <typename T>
void put(uint8_t *at, T value) {
  std::memcpy(at, &value, sizeof value);
}

template <typename T, typename = std::enable_if_t<std::is_arithmetic_v<T>>>
void append(Bytes &bytes, T value) {
  bytes.resize(bytes.size() + sizeof value);
  put(bytes.data() + bytes.size() - sizeof value, value);
}

inline void append(Bytes &bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

}  // namespace bridge
