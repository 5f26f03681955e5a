// Frames, as onsclient.h lays them out: written and read here only.
#pragma once

#include <string_view>
#include <vector>

#include "frames/bytes.h"
#include "frames/failure.h"
#include "onsclient.h"

namespace bridge {

struct Frame {
  uint16_t kind = ONS_FRAME_MESSAGE;
  uint16_t property_count = 0;
  uint64_t token = 0;
  int64_t deliver_at_ms = 0;
  int64_t born_at_ms = 0;
  int64_t stored_at_ms = 0;
  int64_t offset = 0;
  int32_t number = 0;
  int32_t status = 0;
  uint32_t flags = 0;
  // In the order of the texts. Everything points into the frame that was read, or to what will be written.
  std::string_view topic, tag, key, sharding_key, message_id, born_host, partition, extra, properties, body;
};

constexpr uint64_t LARGEST_FRAME = 0x7FFFFF00;  // a Java array holds it, with a few bytes to spare

uint64_t size_of(const Frame &frame);
void write(const Frame &frame, uint8_t *at);
void append(Bytes &frames, const Frame &frame);
inline Bytes bytes_of(const Frame &frame) {
  Bytes bytes;
  append(bytes, frame);
  return bytes;
}

// The frame at `position`, which moves behind it; a Failure with ONS_E_INVALID when there is none.
Frame read_frame(ByteView frames, size_t *position);

// A caller's message, checked, as a frame; `packed` is where its properties go.
Frame frame_of(const ons_message_t *message, uint64_t token, Bytes &packed);
// Refuses a frame that cannot be sent: no message, no topic, text that is not UTF-8.
void check_sendable(const Frame &frame);

// Reads the properties of a frame; a Failure with ONS_E_INVALID when they are not well-formed.
void read_properties(const Frame &frame, ons_property_t *properties);
ons_message_t message_of(const Frame &frame, const ons_property_t *properties);

// Messages of a run of frames, with everything that they point to besides the frames.
struct Messages {
  explicit Messages(ByteView frames);
  std::vector<ons_message_t> list;

 private:
  std::vector<ons_property_t> properties_;
};

Frame frame_of(const Failure &failure, uint16_t kind, uint64_t token);
Failure failure_of(const Frame &frame);

// Refuses a result whose structure was not initialized.
void check(const ons_send_result_t &result);
// Fills the caller's result, as far as its structure goes, from an ONS_FRAME_SEND_RESULT.
void fill(ons_send_result_t *result, const Frame &frame);
// The failure that a result holds; its status may be ONS_OK.
Failure failure_of(const ons_send_result_t &result);

}  // namespace bridge
