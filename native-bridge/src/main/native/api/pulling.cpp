// The interface: pulling.
#include "api/buffer.h"
#include "api/polled.h"
#include "callbacks/callbacks.h"
#include "clients/runtime.h"
#include "frames/pairs.h"
#include "frames/text.h"

using namespace bridge;

namespace {

struct PullCall : ClientCall {
  PullCall(ons_client_t number, const char *function) : ClientCall(number, any_of({PULL_CONSUMER}), function) {}
};

PartitionName name_of(const ons_partition_t &partition) {
  PartitionName name{text_of(partition.topic, "partition.topic"), text_of(partition.name, "partition.name")};
  if (name.topic.empty() || name.name.empty()) {
    fail(ONS_E_INVALID, "a partition needs a topic and a name; see ons_pull_partitions");
  }
  return name;
}

std::string_view topic_of(const ons_str_t &text) {
  auto topic = text_of(text, "topic");
  if (topic.empty()) fail(ONS_E_INVALID, "topic is empty");
  return topic;
}

void check_offset(int64_t offset) { check_range<int64_t>("offset", offset, 0, INT64_MAX); }

}  // namespace

ons_status_t ons_pull_partitions(ons_client_t consumer, ons_str_t topic, ons_buffer_t *names_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = topic_of(topic);
    auto &names = required(names_out, "names_out");
    PullCall call(consumer, "ons_pull_partitions");
    names = buffer_of(chars_of(call.backend().partitions(call.id(), name)));
  });
}

ons_status_t ons_pull_assign(ons_client_t consumer, const ons_partition_t *partitions, size_t count,
                             ons_error_t *error) {
  return guarded(error, [&] {
    Bytes packed = pack(partitions, count);
    PullCall call(consumer, "ons_pull_assign");
    call.backend().assign(call.id(), packed);
  });
}

ons_status_t ons_pull_on_partitions_changed(ons_client_t consumer, ons_str_t topic, ons_partitions_callback_t callback,
                                            void *context, ons_release_t release, ons_error_t *error) {
  Lent lent(context, release);
  return guarded(error, [&] {
    auto name = topic_of(topic);
    PullCall call(consumer, "ons_pull_on_partitions_changed");
    if (callback == nullptr) {
      if (!call.client().events) fail(ONS_E_INVALID, "callback is NULL; that needs ons_client_use_events first");
      call.backend().watch_partitions(call.id(), name, 0);
      return;
    }
    Callback changed;
    changed.client = call.shared_client();
    changed.partitions_changed = callback;
    give(lent.hand_over(std::move(changed)),
         [&](uint64_t number) { call.backend().watch_partitions(call.id(), name, number); });
  });
}

ons_status_t ons_pull_poll(ons_client_t consumer, int32_t timeout_ms, uint8_t *buffer, size_t capacity,
                           size_t *size_out, size_t *count_out, ons_error_t *error) {
  return guarded(error, [&] {
    check_range("timeout_ms", timeout_ms, 0, 600000);
    PullCall call(consumer, "ons_pull_poll");
    bool open = polling(buffer, capacity, size_out, count_out, [&](Poll &poll) {
      bool more = call.backend().pull_poll(call.id(), timeout_ms, poll);
      call.client().count_polled({buffer, poll.size});
      return more;
    });
    if (!open) fail(ONS_E_CLOSED, "the pull consumer was closed");
  });
}

ons_status_t ons_pull_seek(ons_client_t consumer, ons_partition_t partition, int64_t offset, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    check_offset(offset);
    PullCall call(consumer, "ons_pull_seek");
    call.backend().seek(call.id(), name, offset);
  });
}

ons_status_t ons_pull_seek_to_beginning(ons_client_t consumer, ons_partition_t partition, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    PullCall call(consumer, "ons_pull_seek_to_beginning");
    call.backend().seek_to_beginning(call.id(), name);
  });
}

ons_status_t ons_pull_seek_to_end(ons_client_t consumer, ons_partition_t partition, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    PullCall call(consumer, "ons_pull_seek_to_end");
    call.backend().seek_to_end(call.id(), name);
  });
}

ons_status_t ons_pull_pause(ons_client_t consumer, const ons_partition_t *partitions, size_t count,
                            ons_error_t *error) {
  return guarded(error, [&] {
    Bytes packed = pack(partitions, count);
    PullCall call(consumer, "ons_pull_pause");
    call.backend().pause(call.id(), packed);
  });
}

ons_status_t ons_pull_resume(ons_client_t consumer, const ons_partition_t *partitions, size_t count,
                             ons_error_t *error) {
  return guarded(error, [&] {
    Bytes packed = pack(partitions, count);
    PullCall call(consumer, "ons_pull_resume");
    call.backend().resume(call.id(), packed);
  });
}

ons_status_t ons_pull_offset_for_time(ons_client_t consumer, ons_partition_t partition, int64_t at_ms,
                                      int64_t *offset_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    auto &offset = required(offset_out, "offset_out");
    PullCall call(consumer, "ons_pull_offset_for_time");
    offset = call.backend().offset_for_time(call.id(), name, at_ms);
  });
}

ons_status_t ons_pull_committed(ons_client_t consumer, ons_partition_t partition, int64_t *offset_out,
                                ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    auto &offset = required(offset_out, "offset_out");
    PullCall call(consumer, "ons_pull_committed");
    offset = call.backend().committed(call.id(), name);
  });
}

ons_status_t ons_pull_commit(ons_client_t consumer, ons_error_t *error) {
  return guarded(error, [&] {
    PullCall call(consumer, "ons_pull_commit");
    call.backend().commit(call.id());
  });
}

ons_status_t ons_pull_commit_offset(ons_client_t consumer, ons_partition_t partition, int64_t offset,
                                    ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    check_offset(offset);
    PullCall call(consumer, "ons_pull_commit_offset");
    call.backend().commit_offset(call.id(), name, offset);
  });
}

ons_status_t ons_pull_offset_limits(ons_client_t consumer, ons_partition_t partition, int64_t *first_out,
                                    int64_t *end_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    auto &first = required(first_out, "first_out");
    auto &end = required(end_out, "end_out");
    PullCall call(consumer, "ons_pull_offset_limits");
    auto limits = call.backend().offset_limits(call.id(), name);
    first = limits.first;
    end = limits.second;
  });
}

ons_status_t ons_pull_fetch(ons_client_t consumer, ons_partition_t partition, ons_str_t expression, int64_t offset,
                            uint32_t max, int32_t timeout_ms, uint8_t *buffer, size_t capacity, size_t *size_out,
                            size_t *count_out, int64_t *next_offset_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = name_of(partition);
    auto wanted = text_of(expression, "expression");
    auto &next_offset = required(next_offset_out, "next_offset_out");
    check_offset(offset);
    check_range("max", max, 1u, 1024u);
    check_range("timeout_ms", timeout_ms, 0, 600000);
    PullCall call(consumer, "ons_pull_fetch");
    int64_t next = offset;
    bool open = polling(buffer, capacity, size_out, count_out, [&](Poll &poll) {
      bool more = call.backend().fetch(call.id(), name, wanted, offset, max, timeout_ms, poll);
      call.client().count_polled({buffer, poll.size});
      next = poll.next_offset;
      return more;
    });
    if (!open) fail(ONS_E_CLOSED, "the pull consumer was closed");
    next_offset = next;
  });
}
