// The interface: consuming, by callbacks and by events.
#include <cmath>

#include "api/polled.h"
#include "callbacks/callbacks.h"
#include "callbacks/logs.h"
#include "clients/runtime.h"
#include "frames/text.h"

using namespace bridge;

namespace {

constexpr unsigned PUSHED = any_of({CONSUMER, ORDER_CONSUMER, BATCH_CONSUMER});

std::string_view topic_of(const ons_str_t &text) {
  auto topic = text_of(text, "topic");
  if (topic.empty()) fail(ONS_E_INVALID, "topic is empty");
  return topic;
}

}  // namespace

ons_status_t ons_consumer_subscribe(ons_client_t consumer, ons_str_t topic, ons_str_t expression, int32_t filter,
                                    ons_listener_t listener, void *context, ons_release_t release,
                                    ons_error_t *error) {
  Lent lent(context, release);
  return guarded(error, [&] {
    auto name = topic_of(topic);
    auto wanted = text_of(expression, "expression");
    check_range<int32_t>("filter", filter, ONS_FILTER_TAG, ONS_FILTER_SQL);
    ClientCall call(consumer, PUSHED, "ons_consumer_subscribe");
    if (listener == nullptr) {
      if (!call.client().events) fail(ONS_E_INVALID, "listener is NULL; that needs ons_client_use_events first");
      call.backend().subscribe(call.id(), name, wanted, filter, 0);
      return;
    }
    if (call.client().events) {
      fail(ONS_E_STATE, "this client gives its messages as events; subscribe without a listener");
    }
    Callback callback;
    callback.client = call.shared_client();
    callback.listener = listener;
    runtime().outlive_nothing();
    give(lent.hand_over(std::move(callback)), [&](uint64_t number) {
      call.backend().subscribe(call.id(), name, wanted, filter, number);
    });
  });
}

ons_status_t ons_consumer_unsubscribe(ons_client_t consumer, ons_str_t topic, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = topic_of(topic);
    ClientCall call(consumer, PUSHED, "ons_consumer_unsubscribe");
    call.backend().unsubscribe(call.id(), name);
  });
}

ons_status_t ons_consumer_rate_limit(ons_client_t consumer, ons_str_t topic, double per_second, ons_error_t *error) {
  return guarded(error, [&] {
    auto name = topic_of(topic);
    if (!(per_second > 0) || std::isinf(per_second)) {
      fail(ONS_E_INVALID, "per_second is " + std::to_string(per_second) + "; it must be a number above 0");
    }
    ClientCall call(consumer, any_of({CONSUMER, ORDER_CONSUMER}), "ons_consumer_rate_limit");
    call.backend().rate_limit(call.id(), name, per_second);
  });
}

ons_status_t ons_consumer_set_offset_store(ons_client_t consumer, ons_offset_read_t read, ons_offset_write_t write,
                                           void *context, ons_release_t release, ons_error_t *error) {
  Lent lent(context, release);
  return guarded(error, [&] {
    required(read, "read");
    required(write, "write");
    ClientCall call(consumer, any_of({CONSUMER}), "ons_consumer_set_offset_store");
    Callback callback;
    callback.client = call.shared_client();
    callback.read_offset = read;
    callback.write_offset = write;
    give(lent.hand_over(std::move(callback)),
         [&](uint64_t number) { call.backend().set_offset_store(call.id(), number); });
  });
}

ons_status_t ons_client_use_events(ons_client_t client, ons_error_t *error) {
  return guarded(error, [&] {
    ClientCall call(client, ANY_KIND, "ons_client_use_events");
    call.backend().use_events(call.id());
    call.client().events = true;
  });
}

ons_status_t ons_events_poll(ons_client_t client, size_t max, int32_t timeout_ms, uint8_t *buffer, size_t capacity,
                             size_t *size_out, size_t *count_out, ons_error_t *error) {
  return guarded(error, [&] {
    check_range<size_t>("max", max, 1, SIZE_MAX);
    check_range("timeout_ms", timeout_ms, 0, 60000);
    if (client == ONS_RUNTIME_EVENTS) {
      bool open = polling(buffer, capacity, size_out, count_out,
                          [&](Poll &poll) { return logs().poll(max, timeout_ms, poll); });
      if (!open) fail(ONS_E_CLOSED, "the library was closed, and all of its events were taken");
      return;
    }
    ClientCall call(client, ANY_KIND, "ons_events_poll", true);
    if (!call.client().events) fail(ONS_E_STATE, "ons_events_poll needs ons_client_use_events first");
    bool open = polling(buffer, capacity, size_out, count_out, [&](Poll &poll) {
      bool more = call.backend().poll(call.id(), max, timeout_ms, poll);
      call.client().count_polled({buffer, poll.size});
      return more;
    });
    if (!open) {
      clients().remove(client);
      fail(ONS_E_CLOSED, "the client was closed, and all of its events were taken");
    }
  });
}

ons_status_t ons_events_complete(ons_client_t client, const uint64_t *tokens, const int32_t *results, size_t count,
                                 ons_error_t *error) {
  return guarded(error, [&] {
    if (count > 0) {
      required(tokens, "tokens");
      required(results, "results");
    }
    check_range<size_t>("count", count, 0, INT32_MAX / 8);
    // Also while the client closes: it waits for these answers.
    ClientCall call(client, ANY_KIND, "ons_events_complete", true);
    if (!call.client().events) fail(ONS_E_STATE, "ons_events_complete needs ons_client_use_events first");
    if (count == 0) return;
    call.backend().complete(call.id(), tokens, results, count);
    call.client().count_answers(tokens, results, count);
  });
}
