// The interface: the library in this process, and its logs.
#include "api/buffer.h"
#include "api/guarded.h"
#include "callbacks/callbacks.h"
#include "callbacks/logs.h"
#include "clients/runtime.h"

using namespace bridge;

namespace {

// Records below the level are not even made on the Java side.
void tell_level() {
  if (runtime().is_open()) RuntimeCall().backend().log_to(logs().level());
}

}  // namespace

ons_status_t ons_runtime_open(const ons_runtime_options_t *options, ons_error_t *error) {
  return guarded(error, [&] { runtime().open(options_of(options)); });
}

ons_status_t ons_runtime_close(int32_t drain_ms, ons_error_t *error) {
  return guarded(error, [&] {
    check_range("drain_ms", drain_ms, 0, 600000);
    runtime().close(std::chrono::milliseconds(drain_ms));
  });
}

ons_status_t ons_runtime_describe(ons_buffer_t *text_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto &buffer = required(text_out, "text_out");
    buffer = buffer_of(runtime().describe());
  });
}

ons_status_t ons_log_set_callback(ons_log_callback_t callback, void *context, ons_release_t release, int32_t level,
                                  ons_error_t *error) {
  Lent lent(context, release);
  return guarded(error, [&] {
    if (callback == nullptr) {
      logs().to_default();
    } else {
      check_range<int32_t>("level", level, ONS_LOG_ERROR, ONS_LOG_TRACE);
      lent.keep();
      logs().to_callback(callback, context, release, level);
    }
    tell_level();
  });
}

ons_status_t ons_log_use_events(int32_t level, ons_error_t *error) {
  return guarded(error, [&] {
    check_range<int32_t>("level", level, ONS_LOG_ERROR, ONS_LOG_TRACE);
    logs().to_events(level);
    tell_level();
  });
}
