#include "callbacks/callbacks.h"

#include "callbacks/gate.h"
#include "callbacks/logs.h"
#include "frames/frame.h"
#include "frames/text.h"

namespace bridge {
namespace {

Table<Callback> &table() {
  static auto *instance = new Table<Callback>;  // never destroyed: callbacks may come late
  return *instance;
}

// A frame of the backend that cannot be read is a defect of ours: it is told, and the callback counts as failed.
template <typename Body>
void reading(const char *what, Body &&body) noexcept {
  try {
    body();
  } catch (const std::exception &defect) {
    logs().add(ONS_LOG_ERROR, std::string(what) + " could not be shown to the program: " + defect.what());
  }
}

// `how`: "failed" for callbacks that answer nothing.
void tell_failure(Pass &pass, const char *what, std::string_view topic, const std::string &how = "failed") {
  std::string reason = pass.take_error();
  if (reason.empty()) return;
  logs().add(ONS_LOG_WARN, std::string(what) + " of topic " + std::string(topic) + " " + how + ": " + reason);
}

std::string answered(int32_t result) { return "answered " + std::to_string(result); }

}  // namespace

uint64_t Lent::hand_over(Callback callback) {
  callback.context = context_;
  callback.release = release_;
  uint64_t number = callbacks::add(std::move(callback));
  release_ = nullptr;
  return number;
}

namespace callbacks {

uint64_t add(Callback callback) { return table().add(std::make_shared<Callback>(std::move(callback))); }

void forget(uint64_t context) noexcept { table().remove(context); }

int32_t consume(uint64_t context, ByteView frames) noexcept {
  int32_t result = ONS_CONSUME_LATER;
  reading("a message", [&] {
    auto callback = table().find(context);
    if (!callback || callback->listener == nullptr) return;
    Messages messages(frames);
    if (messages.list.empty()) return;
    Pass pass(callback->client.get(), false);
    if (!pass) return;
    auto &statistics = callback->client->statistics;
    statistics.received += messages.list.size();
    int32_t answer = callback->listener(callback->context, messages.list.data(), messages.list.size());
    if (answer == ONS_CONSUME_SUCCESS) result = ONS_CONSUME_SUCCESS;
    statistics.answered(result == ONS_CONSUME_SUCCESS, messages.list.size());
    auto topic = messages.list[0].topic;
    tell_failure(pass, "the listener", {topic.data, topic.size}, answered(answer));
  });
  return result;
}

void send_ended(uint64_t context, ByteView bytes) noexcept {
  reading("a send result", [&] {
    auto callback = table().remove(context);
    if (!callback) return;
    size_t at = 0;
    Frame frame = read_frame(bytes, &at);
    callback->client->statistics.ended_send(frame.status == ONS_OK);
    Pass pass(callback->client.get(), true);
    if (!pass) return;
    ons_send_result_t result = ONS_SEND_RESULT_INIT;
    fill(&result, frame);
    if (frame.status == ONS_OK) {
      callback->send_ended(callback->context, &result, nullptr);
    } else {
      ons_error_t error = ONS_ERROR_INIT;
      fill(&error, failure_of(frame));
      callback->send_ended(callback->context, &result, &error);
    }
    tell_failure(pass, "the send callback", frame.topic);
  });
}

int32_t decide(uint64_t context, ByteView frame) noexcept {
  int32_t decision = ONS_TRANSACTION_UNKNOWN;
  reading("a half message", [&] {
    auto callback = table().find(context);
    if (!callback || callback->decide == nullptr) return;
    Messages messages(frame);
    if (messages.list.empty()) return;
    Pass pass(callback->client.get(), false);
    if (!pass) return;
    int32_t answer = callback->decide(callback->context, &messages.list[0]);
    if (answer == ONS_TRANSACTION_COMMIT || answer == ONS_TRANSACTION_ROLLBACK) decision = answer;
    auto topic = messages.list[0].topic;
    tell_failure(pass, "the decision about a half message", {topic.data, topic.size}, answered(answer));
  });
  return decision;
}

int64_t read_offset(uint64_t context, std::string_view topic, std::string_view partition) noexcept {
  int64_t offset = NO_OFFSET;
  reading("an offset", [&] {
    auto callback = table().find(context);
    if (!callback || callback->read_offset == nullptr) return;
    Pass pass(callback->client.get(), false);
    if (!pass) return;
    int64_t found = 0;
    if (callback->read_offset(callback->context, str_of(topic), str_of(partition), &found) == 1) offset = found;
    tell_failure(pass, "the offset store", topic);
  });
  return offset;
}

void write_offset(uint64_t context, std::string_view topic, std::string_view partition, int64_t offset) noexcept {
  reading("an offset", [&] {
    auto callback = table().find(context);
    if (!callback || callback->write_offset == nullptr) return;
    Pass pass(callback->client.get(), true);
    if (!pass) return;
    callback->write_offset(callback->context, str_of(topic), str_of(partition), offset);
    tell_failure(pass, "the offset store", topic);
  });
}

void partitions_changed(uint64_t context, std::string_view topic, std::string_view names) noexcept {
  reading("a change of partitions", [&] {
    auto callback = table().find(context);
    if (!callback || callback->partitions_changed == nullptr) return;
    Pass pass(callback->client.get(), false);
    if (!pass) return;
    callback->partitions_changed(callback->context, str_of(topic), str_of(names));
    tell_failure(pass, "the partitions callback", topic);
  });
}

void release(uint64_t context) noexcept {
  auto callback = table().remove(context);
  if (!callback || callback->release == nullptr) return;
  // Without the client: releases come while it closes, when it lets no callback in any more.
  Pass pass(nullptr, true);
  if (pass) callback->release(callback->context);
}

}  // namespace callbacks
}  // namespace bridge
