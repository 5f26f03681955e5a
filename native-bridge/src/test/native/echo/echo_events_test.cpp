// Goal: polling gives exactly what callbacks would.
// Method: each kind of event, in echo mode, with buffers of all sizes.
// Failure: wrappers in which callbacks are slow lose or repeat messages.
#include "echo_support.h"

using namespace support;

namespace {

class EchoEvents : public EchoTest {
 protected:
  std::vector<Received> poll(ons_client_t client, size_t max = 100, int32_t timeout_ms = 30000) {
    size_t size = 0, count = 0;
    Error error;
    status_ = ons_events_poll(client, max, timeout_ms, buffer_.data(), buffer_.size(), &size, &count, &error);
    if (status_ != ONS_OK) return {};
    auto frames = decode(buffer_.data(), size);
    EXPECT_EQ(count, frames.size());
    return frames;
  }

  std::vector<uint8_t> buffer_ = std::vector<uint8_t>(1 << 16);
  ons_status_t status_ = 0;
};

}  // namespace

TEST_F(EchoEvents, messages_are_polled_and_answered) {
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
  ASSERT_EQ(ONS_OK, ons_consumer_subscribe(consumer.number, ONS_STR("polled"), ONS_STR("*"), ONS_FILTER_TAG, nullptr,
                                           nullptr, nullptr, nullptr));
  consumer.start();
  producer.start();
  for (int i = 0; i < 3; ++i) producer.send(Message("polled", std::to_string(i)));
  auto frames = poll(consumer.number, 2);
  ASSERT_EQ(2u, frames.size());
  EXPECT_EQ("0", frames[0].body);
  EXPECT_NE(frames[0].token, frames[1].token);
  auto last = poll(consumer.number);
  ASSERT_EQ(1u, last.size());
  uint64_t tokens[] = {frames[0].token, frames[1].token, last[0].token};
  int32_t results[] = {ONS_CONSUME_SUCCESS, ONS_CONSUME_LATER, ONS_CONSUME_SUCCESS};
  EXPECT_EQ(ONS_OK, ons_events_complete(consumer.number, tokens, results, 3, nullptr));
  EXPECT_EQ(2u, consumer.statistics().consumed);
  EXPECT_EQ(1u, consumer.statistics().consume_failures);
  EXPECT_EQ(3u, consumer.statistics().received);
  EXPECT_TRUE(poll(consumer.number, 1, 0).empty());
  EXPECT_EQ(ONS_OK, status_);
}

TEST_F(EchoEvents, a_frame_that_does_not_fit_is_told_and_not_lost) {
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
  ASSERT_EQ(ONS_OK, ons_consumer_subscribe(consumer.number, ONS_STR("fits"), ONS_STR("*"), ONS_FILTER_TAG, nullptr,
                                           nullptr, nullptr, nullptr));
  consumer.start();
  producer.start();
  producer.send(Message("fits", std::string(1000, 'x')));
  size_t size = 0, count = 77;
  uint8_t small[10];
  EXPECT_EQ(ONS_E_BUFFER, ons_events_poll(consumer.number, 1, 30000, small, sizeof small, &size, &count, nullptr));
  EXPECT_GT(size, 1000u);
  EXPECT_EQ(77u, count);
  buffer_.resize(size);
  EXPECT_EQ(1u, poll(consumer.number).size());
}

TEST_F(EchoEvents, frames_are_sent_and_their_outcomes_polled_by_token) {
  Client producer(ons_producer_open, none);
  ASSERT_EQ(ONS_OK, ons_client_use_events(producer.number, nullptr));
  producer.start();
  std::vector<uint8_t> frames;
  for (uint64_t token : {11, 22}) {
    Message message("frames", "x");
    size_t size = 0;
    ons_frame_encode(&message, token, nullptr, 0, &size, nullptr);
    frames.resize(frames.size() + size);
    ASSERT_EQ(ONS_OK, ons_frame_encode(&message, token, frames.data() + frames.size() - size, size, &size, nullptr));
  }
  size_t accepted = 0;
  Error error;
  ONS_OK_OR_SHOW(ons_producer_send_frames(producer.number, frames.data(), frames.size(), &accepted, &error), error);
  EXPECT_EQ(2u, accepted);
  EXPECT_EQ(2u, producer.statistics().sends_in_flight);
  auto results = poll(producer.number);
  ASSERT_EQ(2u, results.size());
  EXPECT_EQ(ONS_FRAME_SEND_RESULT, results[0].kind);
  EXPECT_EQ(11u, results[0].token);
  EXPECT_EQ(22u, results[1].token);
  EXPECT_EQ(2u, producer.statistics().sent);

  frames.resize(frames.size() - 1);
  EXPECT_EQ(ONS_E_INVALID,
            ons_producer_send_frames(producer.number, frames.data(), frames.size(), &accepted, &error));
  EXPECT_EQ(1u, accepted) << "the frames before the broken one are taken";
  EXPECT_EQ(1u, poll(producer.number).size());
}

TEST_F(EchoEvents, an_undecided_transaction_is_asked_for_as_an_event) {
  Listener listener;
  Client consumer(ons_consumer_open, group);
  consumer.subscribe("checked", listener);
  consumer.start();
  ons_client_t number = 0;
  ASSERT_EQ(ONS_OK, ons_transaction_producer_open(nullptr, 0, nullptr, nullptr, nullptr, &number, nullptr));
  Client producer(number);
  EXPECT_EQ(ONS_E_INVALID, ons_client_start(number, nullptr)) << "neither a checker nor events";
  ASSERT_EQ(ONS_OK, ons_client_use_events(number, nullptr));
  producer.start();
  Message message("checked", "half");
  auto executer = [](void *, const ons_message_t *) -> int32_t { return ONS_TRANSACTION_UNKNOWN; };
  ASSERT_EQ(ONS_OK, ons_producer_send_transaction(number, &message, executer, nullptr, nullptr, nullptr));
  auto checks = poll(number);
  ASSERT_EQ(1u, checks.size());
  EXPECT_EQ(ONS_FRAME_CHECK, checks[0].kind);
  EXPECT_EQ("half", checks[0].body);
  int32_t commit = ONS_TRANSACTION_COMMIT;
  ASSERT_EQ(ONS_OK, ons_events_complete(number, &checks[0].token, &commit, 1, nullptr));
  EXPECT_EQ("half", listener.inbox.take().body);
}

TEST_F(EchoEvents, a_closed_client_gives_its_last_events_and_then_is_closed) {
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  ASSERT_EQ(ONS_OK, ons_client_use_events(consumer.number, nullptr));
  ASSERT_EQ(ONS_OK, ons_consumer_subscribe(consumer.number, ONS_STR("last"), ONS_STR("*"), ONS_FILTER_TAG, nullptr,
                                           nullptr, nullptr, nullptr));
  consumer.start();
  producer.start();
  producer.send(Message("last", "one"));
  ASSERT_EQ(ONS_OK, consumer.close());
  EXPECT_EQ(ONS_E_CLOSED, consumer.close());
  EXPECT_EQ(1u, poll(consumer.number).size());
  for (int i = 0; i < 2; ++i) {
    poll(consumer.number);
    EXPECT_EQ(ONS_E_CLOSED, status_);
  }
}

TEST_F(EchoEvents, calls_that_do_not_go_with_events_say_so) {
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  Listener listener;
  size_t size = 0, count = 0;
  uint8_t byte = 0;
  EXPECT_EQ(ONS_E_STATE, ons_events_poll(consumer.number, 1, 0, &byte, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_STATE, ons_producer_send_frames(producer.number, &byte, 1, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_subscribe(consumer.number, ONS_STR("t"), ONS_STR("*"), ONS_FILTER_TAG,
                                                  nullptr, nullptr, nullptr, nullptr));
  consumer.start();
  EXPECT_EQ(ONS_E_STATE, ons_client_use_events(consumer.number, nullptr)) << "after the start";
  ASSERT_EQ(ONS_OK, ons_client_use_events(producer.number, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_events_poll(producer.number, 0, 0, &byte, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_events_poll(producer.number, 1, 60001, &byte, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_events_poll(producer.number, 1, -1, &byte, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_events_poll(producer.number, 1, 0, nullptr, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_events_complete(producer.number, nullptr, nullptr, 1, nullptr));
  EXPECT_EQ(ONS_OK, ons_events_complete(producer.number, nullptr, nullptr, 0, nullptr));
}

TEST_F(EchoEvents, log_records_are_polled_from_the_library_itself) {
  ASSERT_EQ(ONS_OK, ons_log_use_events(ONS_LOG_WARN, nullptr));
  Listener listener;
  listener.answer = [](const ons_message_t &) {
    ons_callback_set_error(ONS_STR("for the log"));
    return ONS_CONSUME_LATER;
  };
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("logged", listener);
  consumer.start();
  producer.start();
  producer.send(Message("logged", "x"));
  auto records = poll(ONS_RUNTIME_EVENTS);
  ASSERT_EQ(1u, records.size());
  EXPECT_EQ(ONS_FRAME_LOG, records[0].kind);
  EXPECT_EQ(ONS_OK, ons_log_set_callback(nullptr, nullptr, nullptr, 0, nullptr));
}
