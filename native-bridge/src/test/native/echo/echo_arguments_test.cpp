// Goal: bad input gets an error that names it, never a crash.
// Method: every function of the interface with NULL, wrong sizes, closed clients and wrong kinds, in echo mode.
// Failure: a mistake of a program ends it without a word.
#include <cmath>
#include <cstddef>
#include <cstring>

#include "echo_support.h"

using namespace support;

namespace {

class Arguments : public EchoTest {};

ons_listener_t nothing = [](void *, const ons_message_t *, size_t) -> int32_t { return ONS_CONSUME_SUCCESS; };
ons_transaction_callback_t unknown = [](void *, const ons_message_t *) -> int32_t { return ONS_TRANSACTION_UNKNOWN; };
ons_send_callback_t ignore = [](void *, const ons_send_result_t *, const ons_error_t *) {};
ons_offset_read_t read_none = [](void *, ons_str_t, ons_str_t, int64_t *) -> int32_t { return 0; };
ons_offset_write_t write_none = [](void *, ons_str_t, ons_str_t, int64_t) {};
ons_partitions_callback_t unchanged = [](void *, ons_str_t, ons_str_t) {};

// The status of every function that takes a client, with arguments that are good otherwise.
std::vector<std::pair<const char *, ons_status_t>> all_calls(ons_client_t c) {
  static uint8_t buffer[256];
  static char id[128];
  size_t size = 0, count = 0, accepted = 0;
  int64_t a = 0, b = 0;
  uint64_t token = 1;
  int32_t result = ONS_CONSUME_SUCCESS;
  ons_buffer_t text = {nullptr, 0};
  ons_statistics_t statistics = ONS_STATISTICS_INIT;
  Message m("t", "x");
  ons_str_t t = ONS_STR("t");
  ons_partition_t p = {ONS_STR("t"), ONS_STR("echo-0")};
  std::vector<std::pair<const char *, ons_status_t>> results = {
      {"update_credentials", ons_client_update_credentials(c, nullptr, 0, nullptr)},
      {"describe", ons_client_describe(c, &text, nullptr)},
      {"statistics", ons_client_statistics(c, &statistics, nullptr)},
      {"send", ons_producer_send(c, &m, nullptr, nullptr)},
      {"send_async", ons_producer_send_async(c, &m, ignore, nullptr, nullptr)},
      {"send_oneway", ons_producer_send_oneway(c, &m, nullptr)},
      {"send_batch", ons_producer_send_batch(c, &m, 1, nullptr, nullptr)},
      {"send_frames", ons_producer_send_frames(c, nullptr, 0, &accepted, nullptr)},
      {"send_transaction", ons_producer_send_transaction(c, &m, unknown, nullptr, nullptr, nullptr)},
      {"recall", ons_producer_recall(c, t, t, id, nullptr)},
      {"subscribe", ons_consumer_subscribe(c, t, t, ONS_FILTER_TAG, nothing, nullptr, nullptr, nullptr)},
      {"unsubscribe", ons_consumer_unsubscribe(c, t, nullptr)},
      {"rate_limit", ons_consumer_rate_limit(c, t, 1, nullptr)},
      {"offset_store", ons_consumer_set_offset_store(c, read_none, write_none, nullptr, nullptr, nullptr)},
      {"poll", ons_events_poll(c, 1, 0, buffer, sizeof buffer, &size, &count, nullptr)},
      {"complete", ons_events_complete(c, &token, &result, 1, nullptr)},
      {"partitions", ons_pull_partitions(c, t, &text, nullptr)},
      {"assign", ons_pull_assign(c, &p, 1, nullptr)},
      {"watch", ons_pull_on_partitions_changed(c, t, unchanged, nullptr, nullptr, nullptr)},
      {"pull_poll", ons_pull_poll(c, 0, buffer, sizeof buffer, &size, &count, nullptr)},
      {"seek", ons_pull_seek(c, p, 0, nullptr)},
      {"seek_to_beginning", ons_pull_seek_to_beginning(c, p, nullptr)},
      {"seek_to_end", ons_pull_seek_to_end(c, p, nullptr)},
      {"pause", ons_pull_pause(c, &p, 1, nullptr)},
      {"resume", ons_pull_resume(c, &p, 1, nullptr)},
      {"offset_for_time", ons_pull_offset_for_time(c, p, 0, &a, nullptr)},
      {"committed", ons_pull_committed(c, p, &a, nullptr)},
      {"commit", ons_pull_commit(c, nullptr)},
      {"commit_offset", ons_pull_commit_offset(c, p, 0, nullptr)},
      {"offset_limits", ons_pull_offset_limits(c, p, &a, &b, nullptr)},
      {"fetch", ons_pull_fetch(c, p, t, 0, 1, 0, buffer, sizeof buffer, &size, &count, &a, nullptr)},
  };
  ons_buffer_release(&text);
  return results;
}

}  // namespace

TEST_F(Arguments, a_stale_number_is_closed_for_every_function) {
  ons_client_t stale;
  {
    Client producer(ons_producer_open, none);
    stale = producer.number;
    EXPECT_EQ(ONS_OK, producer.close());
    EXPECT_EQ(ONS_E_CLOSED, producer.close());
  }
  for (auto &[name, status] : all_calls(stale)) EXPECT_EQ(ONS_E_CLOSED, status) << name;
  EXPECT_EQ(ONS_E_CLOSED, ons_client_start(stale, nullptr));
  EXPECT_EQ(ONS_E_CLOSED, ons_client_use_events(stale, nullptr));
}

TEST_F(Arguments, a_function_for_another_kind_is_unsupported) {
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  for (auto &[name, status] : all_calls(consumer.number)) {
    std::string function = name;
    if (function.rfind("send", 0) == 0 || function == "recall" || function == "assign" || function == "fetch") {
      EXPECT_EQ(ONS_E_UNSUPPORTED, status) << name;
    }
  }
  for (auto &[name, status] : all_calls(producer.number)) {
    std::string function = name;
    if (function == "subscribe" || function == "rate_limit" || function == "pull_poll" || function == "commit") {
      EXPECT_EQ(ONS_E_UNSUPPORTED, status) << name;
    }
    if (function == "send" || function == "send_async" || function == "send_batch" || function == "send_oneway") {
      EXPECT_EQ(ONS_E_STATE, status) << name << " before the start";
    }
  }
}

TEST_F(Arguments, null_is_refused_wherever_it_is_not_allowed) {
  Client producer(ons_producer_open, none), consumer(ons_consumer_open, group), pull(ons_pull_consumer_open, group);
  producer.start();
  pull.start();
  auto p = producer.number, c = consumer.number, q = pull.number;
  Message m("t", "x");
  ons_str_t t = ONS_STR("t");
  ons_partition_t partition = {ONS_STR("t"), ONS_STR("echo-0")};
  size_t size = 0, count = 0;
  int64_t offset = 0;
  uint8_t byte = 0;
  for (auto open : {ons_producer_open, ons_order_producer_open, ons_consumer_open, ons_order_consumer_open,
                    ons_batch_consumer_open, ons_pull_consumer_open}) {
    ons_client_t number = 0;
    EXPECT_EQ(ONS_E_INVALID, open(nullptr, 0, nullptr, nullptr));
    EXPECT_EQ(ONS_E_INVALID, open(nullptr, 1, &number, nullptr));
    EXPECT_EQ(0u, number);
  }
  EXPECT_EQ(ONS_E_INVALID, ons_transaction_producer_open(nullptr, 0, unknown, nullptr, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_runtime_describe(nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_client_describe(p, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_client_statistics(p, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_client_update_credentials(p, nullptr, 1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send(p, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_async(p, &m, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_oneway(p, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_batch(p, nullptr, 1, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_batch(p, &m, 0, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_batch(p, &m, 10001, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_frames(p, &byte, 1, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_frames(p, nullptr, 1, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send_transaction(p, &m, nullptr, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_recall(p, t, ons_str_t{nullptr, 0}, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_producer_recall(p, ons_str_t{nullptr, 4}, t, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_subscribe(c, ons_str_t{nullptr, 0}, t, ONS_FILTER_TAG, nothing, nullptr,
                                                  nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_subscribe(c, t, t, 7, nothing, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_unsubscribe(c, ons_str_t{nullptr, 0}, nullptr));
  for (double rate : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_EQ(ONS_E_INVALID, ons_consumer_rate_limit(c, t, rate, nullptr)) << rate;
  }
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_set_offset_store(c, nullptr, write_none, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_set_offset_store(c, read_none, nullptr, nullptr, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_partitions(q, t, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_assign(q, nullptr, 1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_pause(q, nullptr, 1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_resume(q, nullptr, 1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_poll(q, 0, nullptr, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_poll(q, 0, &byte, 1, nullptr, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_poll(q, 600001, &byte, 1, &size, &count, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_seek(q, partition, -1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_seek(q, ons_partition_t{t, {nullptr, 0}}, 0, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_offset_for_time(q, partition, 0, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_committed(q, partition, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_commit_offset(q, partition, -1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_offset_limits(q, partition, &offset, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID,
            ons_pull_fetch(q, partition, t, 0, 0, 0, &byte, 1, &size, &count, &offset, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_pull_fetch(q, partition, t, 0, 1, 0, &byte, 1, &size, &count, nullptr, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_log_use_events(0, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_log_set_callback([](void *, int32_t, int64_t, ons_str_t, ons_str_t) {}, nullptr,
                                                nullptr, 9, nullptr));
}

TEST_F(Arguments, text_that_is_not_utf8_is_refused) {
  Client producer(ons_producer_open, none);
  producer.start();
  std::string bad = "\xFF";
  Error error;
  Message message(bad, "x");
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send(producer.number, &message, nullptr, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("message.topic is not valid UTF-8")) << error.message;
  ons_property_t property = {str(bad), str(bad)};
  ons_client_t number = 0;
  EXPECT_EQ(ONS_E_INVALID, ons_producer_open(&property, 1, &number, nullptr));
}

TEST_F(Arguments, a_long_message_of_an_error_is_cut_between_two_characters) {
  std::string smiles;
  while (smiles.size() < 3000) smiles += "\xF0\x9F\x98\x80";
  ons_property_t properties[] = {{ONS_STR("GROUP_ID"), ONS_STR("g")}, {str(smiles), ONS_STR("\xFF")}};
  ons_client_t number = 0;
  Error error;
  ASSERT_EQ(ONS_E_INVALID, ons_consumer_open(properties, 2, &number, &error));
  EXPECT_NE(0u, error.flags & ONS_ERROR_TRUNCATED);
  std::string message = error.message;
  EXPECT_GT(message.size(), 1000u);
  EXPECT_EQ("\xF0\x9F\x98\x80", message.substr(message.size() - 4));
}

TEST_F(Arguments, a_value_out_of_range_names_key_value_and_range) {
  Properties properties{{"GROUP_ID", "g"}, {"ConsumeMessageBatchMaxSize", "5000"}};
  ons_client_t number = 0;
  Error error;
  EXPECT_EQ(ONS_E_INVALID, ons_batch_consumer_open(properties.list.data(), 2, &number, &error));
  EXPECT_STREQ("ConsumeMessageBatchMaxSize is \"5000\"; it must be 1 to 1024", error.message);
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_open(nullptr, 0, &number, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("GROUP_ID"));
}

TEST_F(Arguments, options_of_the_runtime_are_checked) {
  ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
  options.echo = 1;
  EXPECT_EQ(ONS_OK, ons_runtime_open(&options, nullptr)) << "again, with the same options";
  options.max_heap_mib = 512;
  EXPECT_EQ(ONS_E_STATE, ons_runtime_open(&options, nullptr)) << "with others";
  options.max_heap_mib = 8;
  EXPECT_EQ(ONS_E_INVALID, ons_runtime_open(&options, nullptr));
  options = ONS_RUNTIME_OPTIONS_INIT;
  options.abi_version = 2 << 16;
  EXPECT_EQ(ONS_E_VERSION, ons_runtime_open(&options, nullptr));
  options = ONS_RUNTIME_OPTIONS_INIT;
  options.struct_size = 4;
  EXPECT_EQ(ONS_E_INVALID, ons_runtime_open(&options, nullptr));
}

TEST_F(Arguments, what_echo_has_not_is_unsupported) {
  Client producer(ons_producer_open, none), consumer(ons_consumer_open, group);
  producer.start();
  ons_str_t t = ONS_STR("t");
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_producer_recall(producer.number, t, t, nullptr, nullptr));
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_consumer_rate_limit(consumer.number, t, 1, nullptr));
  Listener listener;
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_consumer_subscribe(consumer.number, t, ONS_STR("a = 1"), ONS_FILTER_SQL, nothing,
                                                      &listener, Listener::release, nullptr));
  EXPECT_EQ(1, listener.releases) << "released although the call failed";
  EXPECT_EQ(ONS_E_UNSUPPORTED, ons_consumer_set_offset_store(consumer.number, read_none, write_none, &listener,
                                                             Listener::release, nullptr));
  EXPECT_EQ(2, listener.releases);
  EXPECT_EQ(ONS_E_INVALID, ons_consumer_subscribe(0, ons_str_t{nullptr, 0}, t, 0, nothing, &listener,
                                                  Listener::release, nullptr));
  EXPECT_EQ(3, listener.releases);
}

TEST_F(Arguments, descriptions_tell_what_is_open) {
  Client consumer(ons_consumer_open, group);
  ons_buffer_t text = {nullptr, 0};
  ASSERT_EQ(ONS_OK, ons_runtime_describe(&text, nullptr));
  std::string words(reinterpret_cast<char *>(text.data), text.size);
  ons_buffer_release(&text);
  EXPECT_NE(std::string::npos, words.find("echo mode"));
  EXPECT_NE(std::string::npos, words.find("client " + std::to_string(consumer.number) + ": consumer")) << words;
  ASSERT_EQ(ONS_OK, ons_client_describe(consumer.number, &text, nullptr));
  words.assign(reinterpret_cast<char *>(text.data), text.size);
  ons_buffer_release(&text);
  EXPECT_NE(std::string::npos, words.find("not started")) << words;
}

TEST_F(Arguments, results_of_the_first_version_of_the_interface_are_filled_as_far_as_they_go) {
  Client producer(ons_producer_open, none);
  producer.start();
  constexpr size_t OLD = offsetof(ons_send_result_t, code);
  struct {
    uint8_t result[OLD];
    uint8_t behind[64];
  } old;
  std::memset(&old, 0x5A, sizeof old);
  auto *result = reinterpret_cast<ons_send_result_t *>(old.result);
  result->struct_size = OLD;
  Message message("old", "x");
  ASSERT_EQ(ONS_OK, ons_producer_send(producer.number, &message, result, nullptr));
  EXPECT_STRNE("", result->message_id);
  for (uint8_t byte : old.behind) ASSERT_EQ(0x5A, byte);
  result->status = ONS_E_TIMEOUT;
  Error error;
  EXPECT_EQ(ONS_E_TIMEOUT, ons_send_result_error(result, &error));
  EXPECT_EQ(1, ons_error_is_timeout(&error));
  result->struct_size = OLD - 1;
  EXPECT_EQ(ONS_E_INVALID, ons_producer_send(producer.number, &message, result, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_send_result_error(result, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_send_result_error(nullptr, nullptr));
}
