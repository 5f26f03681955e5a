// The interface: the life of clients.
#include "api/buffer.h"
#include "api/guarded.h"
#include "callbacks/callbacks.h"
#include "clients/runtime.h"
#include "frames/pairs.h"

using namespace bridge;

namespace {

ons_status_t open(Kind kind, const ons_property_t *properties, size_t count, ons_client_t *client_out,
                  ons_error_t *error) {
  return guarded(error, [&] {
    auto &client = required(client_out, "client_out");
    client = open_client(kind, pack(properties, count), {});
  });
}

}  // namespace

ons_status_t ons_producer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                               ons_error_t *error) {
  return open(PRODUCER, properties, count, client_out, error);
}

ons_status_t ons_order_producer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                     ons_error_t *error) {
  return open(ORDER_PRODUCER, properties, count, client_out, error);
}

ons_status_t ons_transaction_producer_open(const ons_property_t *properties, size_t count,
                                           ons_transaction_callback_t checker, void *context, ons_release_t release,
                                           ons_client_t *client_out, ons_error_t *error) {
  Lent lent(context, release);
  return guarded(error, [&] {
    auto &client = required(client_out, "client_out");
    Bytes packed = pack(properties, count);
    if (checker == nullptr) {
      client = open_client(TRANSACTION_PRODUCER, packed, {});
      return;
    }
    client = open_client(TRANSACTION_PRODUCER, packed, [&](std::shared_ptr<Client> owner) {
      Callback callback;
      callback.client = std::move(owner);
      callback.decide = checker;
      return lent.hand_over(std::move(callback));
    });
  });
}

ons_status_t ons_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                               ons_error_t *error) {
  return open(CONSUMER, properties, count, client_out, error);
}

ons_status_t ons_order_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                     ons_error_t *error) {
  return open(ORDER_CONSUMER, properties, count, client_out, error);
}

ons_status_t ons_batch_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                     ons_error_t *error) {
  return open(BATCH_CONSUMER, properties, count, client_out, error);
}

ons_status_t ons_pull_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                    ons_error_t *error) {
  return open(PULL_CONSUMER, properties, count, client_out, error);
}

ons_status_t ons_client_start(ons_client_t client, ons_error_t *error) {
  return guarded(error, [&] {
    ClientCall call(client, ANY_KIND, "ons_client_start");
    if (call.client().kind == TRANSACTION_PRODUCER && !call.client().has_checker && !call.client().events) {
      fail(ONS_E_INVALID, "a transaction producer without a checker needs ons_client_use_events before its start");
    }
    runtime().outlive_nothing();
    call.backend().start(call.id());
  });
}

ons_status_t ons_client_close(ons_client_t client, ons_error_t *error) {
  return guarded(error, [&] { close_client(client); });
}

ons_status_t ons_client_update_credentials(ons_client_t client, const ons_property_t *properties, size_t count,
                                           ons_error_t *error) {
  return guarded(error, [&] {
    Bytes packed = pack(properties, count);
    ClientCall call(client, ANY_KIND, "ons_client_update_credentials");
    call.backend().update_credentials(call.id(), packed);
  });
}

ons_status_t ons_client_describe(ons_client_t client, ons_buffer_t *text_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto &text = required(text_out, "text_out");
    ClientCall call(client, ANY_KIND, "ons_client_describe");
    text = buffer_of(chars_of(call.backend().describe(call.id())));
  });
}

ons_status_t ons_client_statistics(ons_client_t client, ons_statistics_t *statistics_out, ons_error_t *error) {
  return guarded(error, [&] {
    auto &out = required(statistics_out, "statistics_out");
    if (out.struct_size < sizeof out) fail(ONS_E_INVALID, "statistics.struct_size: set ONS_STATISTICS_INIT");
    ClientCall call(client, ANY_KIND, "ons_client_statistics");
    auto &counters = call.client().statistics;
    out.sent = counters.sent;
    out.send_failures = counters.send_failures;
    out.sends_in_flight = counters.sends_in_flight;
    out.received = counters.received;
    out.consumed = counters.consumed;
    out.consume_failures = counters.consume_failures;
    out.callbacks_running = call.client().callbacks.inside();
  });
}
