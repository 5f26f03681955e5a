// The interface: sending.
#include <vector>

#include "api/guarded.h"
#include "callbacks/callbacks.h"
#include "clients/runtime.h"
#include "frames/frame.h"
#include "frames/text.h"

using namespace bridge;

namespace {

// Counts messages as in flight, and as failed unless `ended` says how they ended.
class Flight {
 public:
  Flight(Client &client, uint64_t messages) : statistics_(client.statistics), left_(messages) {
    statistics_.sends_in_flight += messages;
  }
  ~Flight() {
    while (left_ > 0) ended(false);
  }
  Flight(const Flight &) = delete;

  void ended(bool stored) {
    --left_;
    statistics_.ended_send(stored);
  }
  // What is left ends elsewhere: in a callback or an event.
  void goes_on() { left_ = 0; }

 private:
  Statistics &statistics_;
  uint64_t left_;
};

// An element of a caller's array, whose elements may be larger than those that this library knows.
template <typename T>
T *element(T *array, size_t i) {
  using Byte = std::conditional_t<std::is_const_v<T>, const uint8_t, uint8_t>;
  return reinterpret_cast<T *>(reinterpret_cast<Byte *>(array) + i * array->struct_size);
}

Bytes frame_bytes(const ons_message_t *message, uint64_t token = 0) {
  Bytes packed;
  return bytes_of(frame_of(message, token, packed));
}

void finish(Flight &flight, const Bytes &bytes, ons_send_result_t *result) {
  size_t at = 0;
  Frame frame = read_frame(bytes, &at);
  if (frame.status != ONS_OK) throw failure_of(frame);
  flight.ended(true);
  fill(result, frame);
}

}  // namespace

ons_status_t ons_producer_send(ons_client_t producer, const ons_message_t *message, ons_send_result_t *result_out,
                               ons_error_t *error) {
  return guarded(error, [&] {
    if (result_out != nullptr) check(*result_out);
    Bytes frame = frame_bytes(message);
    ClientCall call(producer, any_of({PRODUCER, ORDER_PRODUCER}), "ons_producer_send");
    Flight flight(call.client(), 1);
    finish(flight, call.backend().send(call.id(), frame), result_out);
  });
}

ons_status_t ons_producer_send_async(ons_client_t producer, const ons_message_t *message, ons_send_callback_t callback,
                                     void *context, ons_error_t *error) {
  return guarded(error, [&] {
    required(callback, "callback");
    Bytes frame = frame_bytes(message);
    ClientCall call(producer, any_of({PRODUCER}), "ons_producer_send_async");
    Callback ended;
    ended.client = call.shared_client();
    ended.context = context;
    ended.send_ended = callback;
    Flight flight(call.client(), 1);
    uint64_t number = callbacks::add(std::move(ended));
    try {
      call.backend().send_async(call.id(), frame, number);
    } catch (...) {
      callbacks::forget(number);
      throw;
    }
    flight.goes_on();
  });
}

ons_status_t ons_producer_send_oneway(ons_client_t producer, const ons_message_t *message, ons_error_t *error) {
  return guarded(error, [&] {
    Bytes frame = frame_bytes(message);
    ClientCall call(producer, any_of({PRODUCER}), "ons_producer_send_oneway");
    call.backend().send_oneway(call.id(), frame);
  });
}

ons_status_t ons_producer_send_batch(ons_client_t producer, const ons_message_t *messages, size_t count,
                                     ons_send_result_t *results_out, ons_error_t *error) {
  return guarded(error, [&] {
    required(messages, "messages");
    if (results_out != nullptr) check(*results_out);
    check_range<size_t>("count", count, 1, 10000);
    std::optional<Failure> first;
    auto failed = [&](size_t i, const Failure &failure) {
      if (results_out != nullptr) fill(element(results_out, i), frame_of(failure, ONS_FRAME_SEND_RESULT, i));
      if (!first) first = failure;
    };
    try {
      // One message that breaks a rule sends none: the others would be sent twice when the host repairs and repeats.
      Bytes frames, packed;
      for (size_t i = 0; i < count; ++i) append(frames, frame_of(element(messages, i), i, packed));
      ClientCall call(producer, any_of({PRODUCER}), "ons_producer_send_batch");
      Flight flight(call.client(), count);
      Bytes results = call.backend().send_batch(call.id(), frames, count);
      size_t at = 0;
      for (size_t i = 0; i < count; ++i) {
        Frame frame = read_frame(results, &at);
        flight.ended(frame.status == ONS_OK);
        if (frame.status != ONS_OK) {
          failed(i, failure_of(frame));
        } else if (results_out != nullptr) {
          fill(element(results_out, i), frame);
        }
      }
    } catch (const Failure &failure) {
      for (size_t i = 0; i < count; ++i) failed(i, failure);
    }
    if (first) throw *first;
  });
}

ons_status_t ons_producer_send_frames(ons_client_t producer, const uint8_t *frames, size_t size, size_t *accepted_out,
                                      ons_error_t *error) {
  return guarded(error, [&] {
    size_t &accepted = required(accepted_out, "accepted_out");
    accepted = 0;
    if (frames == nullptr && size > 0) fail(ONS_E_INVALID, "frames is NULL, size is not 0");
    if (size > LARGEST_FRAME) fail(ONS_E_INVALID, "the frames are larger than 2 GiB all together");
    ClientCall call(producer, any_of({PRODUCER, ORDER_PRODUCER}), "ons_producer_send_frames");
    if (!call.client().events) fail(ONS_E_STATE, "ons_producer_send_frames needs ons_client_use_events first");
    std::optional<Failure> broken;
    size_t good = 0, count = 0;
    try {
      for (size_t at = 0; at < size; good = at, ++count) check_sendable(read_frame({frames, size}, &at));
    } catch (const Failure &failure) {
      broken = failure;
    }
    if (count > 0) {
      call.client().statistics.sends_in_flight += count;
      Accepted result{0, {}};
      try {
        result = call.backend().send_frames(call.id(), {frames, good});
      } catch (...) {
        call.client().statistics.sends_in_flight -= count;
        throw;
      }
      call.client().statistics.sends_in_flight -= count - result.count;
      accepted = result.count;
      if (result.why_not_all) throw *result.why_not_all;
    }
    if (broken) throw *broken;
  });
}

ons_status_t ons_producer_send_transaction(ons_client_t producer, const ons_message_t *message,
                                           ons_transaction_callback_t executer, void *context,
                                           ons_send_result_t *result_out, ons_error_t *error) {
  return guarded(error, [&] {
    required(executer, "executer");
    if (result_out != nullptr) check(*result_out);
    Bytes frame = frame_bytes(message);
    ClientCall call(producer, any_of({TRANSACTION_PRODUCER}), "ons_producer_send_transaction");
    Callback callback;
    callback.client = call.shared_client();
    callback.context = context;
    callback.decide = executer;
    uint64_t number = callbacks::add(std::move(callback));
    struct Forget {
      uint64_t number;
      ~Forget() { callbacks::forget(number); }
    } forget{number};
    Flight flight(call.client(), 1);
    finish(flight, call.backend().send_transaction(call.id(), frame, number), result_out);
  });
}

ons_status_t ons_producer_recall(ons_client_t producer, ons_str_t topic, ons_str_t recall_handle,
                                 char message_id_out[128], ons_error_t *error) {
  return guarded(error, [&] {
    auto name = text_of(topic, "topic");
    auto handle = text_of(recall_handle, "recall_handle");
    if (name.empty()) fail(ONS_E_INVALID, "topic is empty");
    if (handle.empty()) fail(ONS_E_INVALID, "recall_handle is empty; it comes with the send result");
    ClientCall call(producer, any_of({PRODUCER}), "ons_producer_recall");
    Bytes id = call.backend().recall(call.id(), name, handle);
    if (message_id_out != nullptr) copy_text(message_id_out, 128, std::string(chars_of(id)));
  });
}
