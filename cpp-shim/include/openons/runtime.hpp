#ifndef OPENONS_RUNTIME_HPP
#define OPENONS_RUNTIME_HPP

#include <onsclient.h>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "callback.hpp"
#include "error.hpp"
#include "string_view.hpp"
#include "time.hpp"

namespace openons {

/// How the library runs in this process; each field may stay as it is. See ons_runtime_options_t for the details.
struct RuntimeOptions {
  std::string wrapper = "cpp";     ///< Who asks; told to servers as user agent.
  std::string java_home;           ///< A Java runtime, 17 or later. Empty: looked for, see ons_runtime_options_t.
  std::string class_path;          ///< The client's jars, separated by ':'. Empty: beside the library.
  std::string jvm_options;         ///< More options for the Java runtime, separated by line ends.
  std::string log_folder;          ///< Where logs go. Empty: to stderr, from level warn on.
  std::uint32_t max_heap_mib = 0;  ///< Most memory of Java objects, MiB, 16 to 65,536. 0: 256.
  bool echo = false;               ///< For tests: no Java, no server; consumers get what this process sends.
};

enum class LogLevel : int {
  error = ONS_LOG_ERROR,
  warn = ONS_LOG_WARN,
  info = ONS_LOG_INFO,
  debug = ONS_LOG_DEBUG,
  trace = ONS_LOG_TRACE
};

/// One log record, valid inside the callback only.
struct LogRecord {
  LogLevel level;
  TimePoint at;
  StringView logger;
  StringView text;
};

namespace detail {

/// Text that the library made, as a string.
template <class Call>
std::string take_text(Call call) {
  struct Buffer {
    ons_buffer_t raw = {nullptr, 0};
    ~Buffer() { ons_buffer_release(&raw); }
  } buffer;
  ErrorSlot error;
  check(call(&buffer.raw, error.get()), error);
  return StringView(buffer.raw.data, buffer.raw.size).str();
}

}  // namespace detail

/// The library in this process. Every function may be called from any thread; failures throw an Error.
namespace runtime {

/// Starts the library. Optional: the first client does it with default options. Not from a callback.
inline void open(const RuntimeOptions& options = RuntimeOptions()) {
  ons_runtime_options_t raw = ONS_RUNTIME_OPTIONS_INIT;
  raw.wrapper = StringView(options.wrapper).raw();
  raw.java_home = StringView(options.java_home).raw();
  raw.class_path = StringView(options.class_path).raw();
  raw.jvm_options = StringView(options.jvm_options).raw();
  raw.log_folder = StringView(options.log_folder).raw();
  raw.max_heap_mib = options.max_heap_mib;
  raw.echo = options.echo ? 1 : 0;
  detail::ErrorSlot error;
  detail::check(ons_runtime_open(&raw, error.get()), error);
}

/// Ends the library, for good, and all clients with it; waits for running callbacks up to `drain` (at most 10 minutes).
inline void close(Milliseconds drain = Milliseconds(5000)) {
  detail::ErrorSlot error;
  detail::check(ons_runtime_close(detail::to_wait(drain), error.get()), error);
}

/// Describes the library, its Java runtime and every open client, for people.
inline std::string describe() { return detail::take_text(ons_runtime_describe); }

/// The version of the product, such as "0.1.0".
inline std::string version() { return ons_version(); }

/// Whether the library has a feature; ons_feature_supported lists the names.
inline bool supports(const std::string& feature) { return ons_feature_supported(feature.c_str()) == 1; }

using LogCallback = std::function<void(const LogRecord&)>;

/// Takes log records of `level` and more urgent ones; they come one at a time. An empty callback: back to stderr.
inline void set_log_callback(LogLevel level, LogCallback callback) {
  detail::ErrorSlot error;
  if (!callback) {
    detail::check(ons_log_set_callback(nullptr, nullptr, nullptr, static_cast<int>(level), error.get()), error);
    return;
  }
  ons_log_callback_t trampoline = [](void* context, std::int32_t record_level, std::int64_t at_ms, ons_str_t logger,
                                     ons_str_t text) {
    detail::guard(0, [&] {
      LogRecord record = {static_cast<LogLevel>(record_level), detail::to_time_point(at_ms), logger, text};
      (*static_cast<LogCallback*>(context))(record);
      return 0;
    });
  };
  auto context = new LogCallback(std::move(callback));
  detail::check(ons_log_set_callback(trampoline, context, detail::release<LogCallback>, static_cast<int>(level),
                                     error.get()),
                error);
}

}  // namespace runtime

namespace detail {

/// Starts the library for a first client, so that servers are told who asks. A program that has started it with
/// options of its own keeps those.
inline void open_runtime() {
  try {
    runtime::open();
  } catch (const StateError&) {
    // Open already.
  }
}

}  // namespace detail
}  // namespace openons

#endif
