// The interface: what needs no runtime.
#include <cstdlib>
#include <cstring>

#include <sys/stat.h>

#include "api/guarded.h"
#include "callbacks/gate.h"
#include "clients/options.h"
#include "frames/frame.h"

using namespace bridge;

namespace {

const char *const FEATURES[] = {"send",          "send.async",      "send.oneway",  "send.batch",        "send.ordered",
                                "send.delayed", "send.transaction", "send.recall", "consume.push", "consume.ordered",
                                "consume.batch", "consume.pull",    "consume.broadcast", "filter.tag",   "filter.sql",
                                "events",        "echo"};

bool has_status(const ons_error_t *error, ons_status_t status) { return error != nullptr && error->status == status; }

}  // namespace

uint32_t ons_abi_version(void) { return ONS_ABI_VERSION; }

const char *ons_version(void) { return ONS_PRODUCT_VERSION; }

int32_t ons_feature_supported(const char *name) {
  if (name == nullptr) return 0;
  for (auto feature : FEATURES) {
    if (std::strcmp(name, feature) == 0) return 1;
  }
  struct stat status;
  return std::strcmp(name, "bundled-runtime") == 0 &&
         stat((bundle_folder() + "/runtime/lib/server/libjvm.so").c_str(), &status) == 0;
}

void ons_buffer_release(ons_buffer_t *buffer) {
  if (buffer == nullptr) return;
  std::free(buffer->data);
  *buffer = {nullptr, 0};
}

const char *ons_status_name(ons_status_t status) {
  static const char *const NAMES[] = {"ONS_OK",          "ONS_E_INVALID",     "ONS_E_DENIED",  "ONS_E_TIMEOUT",
                                      "ONS_E_THROTTLED", "ONS_E_UNREACHABLE", "ONS_E_SERVER",  "ONS_E_CLOSED",
                                      "ONS_E_UNSUPPORTED", "ONS_E_STATE",     "ONS_E_FORKED",  "ONS_E_RUNTIME",
                                      "ONS_E_VERSION",   "ONS_E_BUFFER",      "ONS_E_INTERNAL"};
  return status <= 0 && status > -static_cast<ons_status_t>(std::size(NAMES)) ? NAMES[-status] : "ONS_E_UNKNOWN";
}

int32_t ons_error_is_retryable(const ons_error_t *error) {
  return error != nullptr && (error->flags & ONS_ERROR_RETRYABLE) != 0;
}

int32_t ons_error_is_timeout(const ons_error_t *error) { return has_status(error, ONS_E_TIMEOUT); }

int32_t ons_error_is_throttled(const ons_error_t *error) { return has_status(error, ONS_E_THROTTLED); }

int32_t ons_error_is_closed(const ons_error_t *error) { return has_status(error, ONS_E_CLOSED); }

int32_t ons_error_is_fatal(const ons_error_t *error) {
  return has_status(error, ONS_E_FORKED) || has_status(error, ONS_E_RUNTIME) || has_status(error, ONS_E_VERSION) ||
         has_status(error, ONS_E_INTERNAL);
}

ons_status_t ons_send_result_error(const ons_send_result_t *result, ons_error_t *error) {
  return guarded(error, [&] {
    check(required(result, "result"));
    if (result->status != ONS_OK) throw failure_of(*result);
  });
}

ons_status_t ons_frame_encode(const ons_message_t *message, uint64_t token, uint8_t *buffer, size_t capacity,
                              size_t *size_out, ons_error_t *error) {
  return guarded(error, [&] {
    size_t &size = required(size_out, "size_out");
    if (buffer == nullptr && capacity > 0) fail(ONS_E_INVALID, "buffer is NULL, capacity is not 0");
    Bytes packed;
    Frame frame = frame_of(message, token, packed);
    size = size_of(frame);
    if (size > capacity) fail(ONS_E_BUFFER, "the frame needs " + std::to_string(size) + " bytes");
    write(frame, buffer);
  });
}

ons_status_t ons_frame_decode(const uint8_t *frames, size_t size, size_t *position, int32_t *kind_out,
                              ons_message_t *message, ons_property_t *properties, size_t property_capacity,
                              ons_error_t *error) {
  return guarded(error, [&] {
    required(frames, "frames");
    required(position, "position");
    required(message, "message");
    if (properties == nullptr && property_capacity > 0) fail(ONS_E_INVALID, "properties is NULL, capacity is not 0");
    if (message->struct_size < sizeof *message) fail(ONS_E_INVALID, "message.struct_size: set ONS_MESSAGE_INIT");
    size_t at = *position;
    Frame frame = read_frame({frames, size}, &at);
    if (frame.property_count > property_capacity) {
      message->property_count = frame.property_count;
      fail(ONS_E_BUFFER, "the frame has " + std::to_string(frame.property_count) + " properties");
    }
    read_properties(frame, properties);
    uint32_t known = message->struct_size;
    *message = message_of(frame, properties);
    message->struct_size = known;
    if (kind_out != nullptr) *kind_out = frame.kind;
    *position = at;
  });
}

void ons_callback_set_error(ons_str_t text) {
  if (text.data != nullptr) Pass::set_error({text.data, text.size});
}
