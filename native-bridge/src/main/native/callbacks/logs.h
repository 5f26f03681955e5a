// All log records of the library, native ones and Java's, on their one way to the host.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "clients/backend.h"
#include "frames/bytes.h"
#include "onsclient.h"

namespace bridge {

class Logs {
 public:
  // A record of native code; may be called anywhere, never throws, never waits for the host.
  void add(int32_t level, std::string_view text) noexcept;
  // A record as ONS_FRAME_LOG.
  void add_frame(ByteView frame) noexcept;

  void to_callback(ons_log_callback_t callback, void *context, ons_release_t release, int32_t level);
  void to_events(int32_t level);
  void to_default();
  void set_folder(const std::string &folder);

  int32_t level() const;
  // Records as events; false when the library was closed and all were taken.
  bool poll(size_t max, int32_t timeout_ms, Poll &poll);
  // Shows what is left and takes no more.
  void close();

 private:
  enum Sink { DEFAULT, CALLBACK, EVENTS };
  struct Target;  // a callback with its context, released when the last one lets go

  void route(Sink sink, int32_t level, std::shared_ptr<Target> target);
  void write(ByteView frame);
  void run();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Bytes> records_;
  uint64_t dropped_ = 0;
  Sink sink_ = DEFAULT;
  int32_t level_ = ONS_LOG_WARN;
  std::shared_ptr<Target> target_;
  std::string file_;
  bool running_ = false;
  bool closed_ = false;
};

Logs &logs();

}  // namespace bridge
