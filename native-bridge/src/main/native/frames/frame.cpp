#include "frames/frame.h"

#include <cstddef>

#include "frames/frame_at.h"
#include "frames/pairs.h"
#include "frames/text.h"

namespace bridge {
namespace {

struct Text {
  size_t size_at;
  std::string_view Frame::*text;
};

constexpr Text TEXTS[] = {
    {frame_at::TOPIC, &Frame::topic},           {frame_at::TAG, &Frame::tag},
    {frame_at::KEY, &Frame::key},               {frame_at::SHARDING_KEY, &Frame::sharding_key},
    {frame_at::MESSAGE_ID, &Frame::message_id}, {frame_at::BORN_HOST, &Frame::born_host},
    {frame_at::PARTITION, &Frame::partition},   {frame_at::EXTRA, &Frame::extra},
    {frame_at::PROPERTIES, &Frame::properties}, {frame_at::BODY, &Frame::body}};

constexpr bool in_the_order_of_the_header() {
  size_t at = ONS_FRAME_HEADER_SIZE - std::size(TEXTS) * sizeof(uint32_t);
  for (auto text : TEXTS) {
    if (text.size_at != at) return false;
    at += sizeof(uint32_t);
  }
  return true;
}
static_assert(in_the_order_of_the_header());

[[noreturn]] void not_a_frame(size_t position, const char *why) {
  fail(ONS_E_INVALID, "no frame at byte " + std::to_string(position) + ": " + why);
}

}  // namespace

uint64_t size_of(const Frame &frame) {
  uint64_t size = ONS_FRAME_HEADER_SIZE;
  for (auto text : TEXTS) size += (frame.*text.text).size();
  return size;
}

void write(const Frame &frame, uint8_t *at) {
  put(at + frame_at::SIZE, static_cast<uint32_t>(size_of(frame)));
  put(at + frame_at::KIND, frame.kind);
  put(at + frame_at::PROPERTY_COUNT, frame.property_count);
  put(at + frame_at::TOKEN, frame.token);
  put(at + frame_at::DELIVER_AT, frame.deliver_at_ms);
  put(at + frame_at::BORN_AT, frame.born_at_ms);
  put(at + frame_at::STORED_AT, frame.stored_at_ms);
  put(at + frame_at::OFFSET, frame.offset);
  put(at + frame_at::NUMBER, frame.number);
  put(at + frame_at::STATUS, frame.status);
  put(at + frame_at::FLAGS, frame.flags);
  uint8_t *text_at = at + ONS_FRAME_HEADER_SIZE;
  for (auto [size_at, field] : TEXTS) {
    std::string_view text = frame.*field;
    put(at + size_at, static_cast<uint32_t>(text.size()));
    if (!text.empty()) std::memcpy(text_at, text.data(), text.size());
    text_at += text.size();
  }
}

void append(Bytes &frames, const Frame &frame) {
  uint64_t size = size_of(frame);
  if (frames.size() + size > LARGEST_FRAME) fail(ONS_E_INVALID, "the messages are larger than 2 GiB all together");
  frames.resize(frames.size() + size);
  write(frame, frames.data() + frames.size() - size);
}

Frame read_frame(ByteView frames, size_t *position) {
  size_t start = *position;
  if (start > frames.size || frames.size - start < ONS_FRAME_HEADER_SIZE) not_a_frame(start, "too few bytes");
  const uint8_t *at = frames.data + start;
  uint32_t size = get<uint32_t>(at + frame_at::SIZE);
  if (size > frames.size - start) not_a_frame(start, "it ends behind the bytes given");
  Frame frame;
  frame.kind = get<uint16_t>(at + frame_at::KIND);
  frame.property_count = get<uint16_t>(at + frame_at::PROPERTY_COUNT);
  frame.token = get<uint64_t>(at + frame_at::TOKEN);
  frame.deliver_at_ms = get<int64_t>(at + frame_at::DELIVER_AT);
  frame.born_at_ms = get<int64_t>(at + frame_at::BORN_AT);
  frame.stored_at_ms = get<int64_t>(at + frame_at::STORED_AT);
  frame.offset = get<int64_t>(at + frame_at::OFFSET);
  frame.number = get<int32_t>(at + frame_at::NUMBER);
  frame.status = get<int32_t>(at + frame_at::STATUS);
  frame.flags = get<uint32_t>(at + frame_at::FLAGS);
  if (frame.kind < ONS_FRAME_MESSAGE || frame.kind > ONS_FRAME_ERROR) not_a_frame(start, "its kind is unknown");
  uint64_t text = ONS_FRAME_HEADER_SIZE;
  for (auto [size_at, field] : TEXTS) {
    uint32_t text_size = get<uint32_t>(at + size_at);
    if (text + text_size > size) not_a_frame(start, "a text ends behind it");
    frame.*field = std::string_view(reinterpret_cast<const char *>(at) + text, text_size);
    text += text_size;
  }
  if (text != size) not_a_frame(start, "its size is not the sum of its parts");
  *position = start + size;
  return frame;
}

Frame frame_of(const ons_message_t *message, uint64_t token, Bytes &packed) {
  if (message == nullptr) fail(ONS_E_INVALID, "message is NULL");
  if (message->struct_size < sizeof(ons_message_t)) {
    fail(ONS_E_INVALID, "message.struct_size is " + std::to_string(message->struct_size) + "; set ONS_MESSAGE_INIT");
  }
  if (message->body == nullptr && message->body_size > 0)
    fail(ONS_E_INVALID, "message.body is NULL, its size is not 0");
  if (message->body_size > LARGEST_FRAME) fail(ONS_E_INVALID, "message.body is larger than 2 GiB");
  if (message->property_count > UINT16_MAX) fail(ONS_E_INVALID, "message has more than 65,535 properties");
  packed = pack(message->properties, message->property_count);
  Frame frame;
  frame.property_count = static_cast<uint16_t>(message->property_count);
  frame.token = token;
  frame.deliver_at_ms = message->deliver_at_ms;
  frame.topic = text_of(message->topic, "message.topic");
  frame.tag = text_of(message->tag, "message.tag");
  frame.key = text_of(message->key, "message.key");
  frame.sharding_key = text_of(message->sharding_key, "message.sharding_key");
  frame.properties = chars_of(packed);
  frame.body = {reinterpret_cast<const char *>(message->body), message->body_size};
  if (frame.topic.empty()) fail(ONS_E_INVALID, "message.topic is empty");
  if (size_of(frame) > LARGEST_FRAME) fail(ONS_E_INVALID, "the message is larger than 2 GiB");
  return frame;
}

void check_sendable(const Frame &frame) {
  if (frame.kind != ONS_FRAME_MESSAGE) {
    fail(ONS_E_INVALID, "a frame to send has kind " + std::to_string(frame.kind) + "; it must be ONS_FRAME_MESSAGE");
  }
  if (frame.topic.empty()) fail(ONS_E_INVALID, "a frame to send has no topic");
  for (auto text : {&Frame::topic, &Frame::tag, &Frame::key, &Frame::sharding_key}) {
    text_of(str_of(frame.*text), "a text of a frame to send");
  }
  std::vector<ons_property_t> properties(frame.property_count);
  read_properties(frame, properties.data());
  pack(properties.data(), properties.size());
}

void read_properties(const Frame &frame, ons_property_t *properties) {
  auto packed = frame.properties;
  for (size_t i = 0; i < frame.property_count; ++i) {
    if (packed.size() < 8) fail(ONS_E_INVALID, "a frame has fewer properties than it says");
    auto at = reinterpret_cast<const uint8_t *>(packed.data());
    uint64_t key = get<uint32_t>(at), value = get<uint32_t>(at + 4);
    if (key + value > packed.size() - 8) fail(ONS_E_INVALID, "a property ends behind its frame");
    properties[i] = {{packed.data() + 8, key}, {packed.data() + 8 + key, value}};
    packed.remove_prefix(8 + key + value);
  }
  if (!packed.empty()) fail(ONS_E_INVALID, "a frame has more properties than it says");
}

ons_message_t message_of(const Frame &frame, const ons_property_t *properties) {
  ons_message_t message = ONS_MESSAGE_INIT;
  message.property_count = frame.property_count;
  message.topic = str_of(frame.topic);
  message.tag = str_of(frame.tag);
  message.key = str_of(frame.key);
  message.sharding_key = str_of(frame.sharding_key);
  message.body = reinterpret_cast<const uint8_t *>(frame.body.data());
  message.body_size = frame.body.size();
  message.properties = properties;
  message.deliver_at_ms = frame.deliver_at_ms;
  message.token = frame.token;
  message.message_id = str_of(frame.message_id);
  message.born_host = str_of(frame.born_host);
  message.partition = str_of(frame.partition);
  message.born_at_ms = frame.born_at_ms;
  message.stored_at_ms = frame.stored_at_ms;
  message.offset = frame.offset;
  message.reconsume_times = frame.number;
  return message;
}

Messages::Messages(ByteView frames) {
  size_t properties = 0;
  for (size_t at = 0; at < frames.size;) properties += read_frame(frames, &at).property_count;
  properties_.resize(properties);
  ons_property_t *next = properties_.data();
  for (size_t at = 0; at < frames.size;) {
    Frame frame = read_frame(frames, &at);
    read_properties(frame, next);
    list.push_back(message_of(frame, next));
    next += frame.property_count;
  }
}

Frame frame_of(const Failure &failure, uint16_t kind, uint64_t token) {
  Frame frame;
  frame.kind = kind;
  frame.token = token;
  frame.number = failure.code;
  frame.status = failure.status;
  frame.flags = failure.flags;
  frame.message_id = failure.request_id;
  frame.born_host = failure.name;
  frame.extra = failure.message;
  frame.body = failure.detail;
  return frame;
}

Failure failure_of(const Frame &frame) {
  Failure failure(frame.status, std::string(frame.extra));
  failure.code = frame.number;
  failure.flags = frame.flags;
  failure.name = frame.born_host;
  failure.request_id = frame.message_id;
  failure.detail = frame.body;
  return failure;
}

void check(const ons_send_result_t &result) {
  constexpr size_t OLDEST = offsetof(ons_send_result_t, code);  // all of it in version 1.0 of the interface
  if (result.struct_size < OLDEST) {
    fail(ONS_E_INVALID, "result.struct_size is " + std::to_string(result.struct_size) + "; set ONS_SEND_RESULT_INIT");
  }
}

void fill(ons_send_result_t *result, const Frame &frame) {
  if (result == nullptr) return;
  bool stored = frame.status == ONS_OK;
  result->status = frame.status;
  copy_text(result->message_id, sizeof result->message_id, stored ? std::string(frame.message_id) : "");
  copy_text(result->recall_handle, sizeof result->recall_handle, stored ? std::string(frame.extra) : "");
  if (result->struct_size < sizeof *result) return;
  Failure failure = stored ? Failure(ONS_OK, "") : failure_of(frame);
  result->code = failure.code;
  result->flags = failure.flags;
  bool whole = copy_text(result->name, sizeof result->name, stored ? "" : failure.name);
  whole &= copy_text(result->request_id, sizeof result->request_id, failure.request_id);
  whole &= copy_text(result->message, sizeof result->message, failure.message);
  if (!whole) result->flags |= ONS_ERROR_TRUNCATED;
}

Failure failure_of(const ons_send_result_t &result) {
  Failure failure(result.status, "see the error of the whole call");
  if (result.struct_size < sizeof result) return failure;
  failure.code = result.code;
  failure.flags = result.flags;
  failure.name = result.name;
  failure.request_id = result.request_id;
  failure.message = result.message;
  return failure;
}

}  // namespace bridge
