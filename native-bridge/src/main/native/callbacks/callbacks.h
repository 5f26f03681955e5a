// The host's callbacks, behind numbers ("contexts") that backends keep. The functions mirror the native methods of
// io.openons.bridge.Border; none of them throws.
#pragma once

#include <memory>
#include <string_view>

#include "clients/client.h"
#include "frames/bytes.h"
#include "onsclient.h"

namespace bridge {

struct Callback {
  std::shared_ptr<Client> client;
  void *context = nullptr;
  ons_release_t release = nullptr;
  ons_listener_t listener = nullptr;
  ons_send_callback_t send_ended = nullptr;
  ons_transaction_callback_t decide = nullptr;
  ons_offset_read_t read_offset = nullptr;
  ons_offset_write_t write_offset = nullptr;
  ons_partitions_callback_t partitions_changed = nullptr;
};

namespace callbacks {

constexpr int64_t NO_OFFSET = INT64_MIN;

uint64_t add(Callback callback);
// Forgets a callback that was never handed to a backend, or never will be called; does not release.
void forget(uint64_t context) noexcept;

int32_t consume(uint64_t context, ByteView frames) noexcept;
void send_ended(uint64_t context, ByteView frame) noexcept;
int32_t decide(uint64_t context, ByteView frame) noexcept;
int64_t read_offset(uint64_t context, std::string_view topic, std::string_view partition) noexcept;
void write_offset(uint64_t context, std::string_view topic, std::string_view partition, int64_t offset) noexcept;
void partitions_changed(uint64_t context, std::string_view topic, std::string_view names) noexcept;
// No callback with this context can follow; again: no effect.
void release(uint64_t context) noexcept;

}  // namespace callbacks

// Calls `release` unless the context was handed over: a call that fails releases too.
class Lent {
 public:
  Lent(void *context, ons_release_t release) : context_(context), release_(release) {}
  ~Lent() {
    if (release_ != nullptr) release_(context_);
  }
  Lent(const Lent &) = delete;

  // The context is somebody else's now.
  void keep() { release_ = nullptr; }

  // The number of a callback with this context. Releasing it is now up to who has the number.
  uint64_t hand_over(Callback callback);

 private:
  void *context_;
  ons_release_t release_;
};

// Runs a backend's function that takes a context; when it fails, the context is released for certain.
template <typename Call>
void give(uint64_t context, Call &&call) {
  try {
    call(context);
  } catch (...) {
    callbacks::release(context);
    throw;
  }
}

}  // namespace bridge
