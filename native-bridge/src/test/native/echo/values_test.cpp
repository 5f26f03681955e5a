// Goal: what needs no runtime holds: versions, names, predicates, frames.
// Method: the functions as they are, with frames of every damage.
// Failure: every wrapper breaks.
#include <cstring>
#include <random>

#include "support.h"

using namespace support;

TEST(Values, the_version_is_that_of_the_header) {
  EXPECT_EQ(ONS_ABI_VERSION, ons_abi_version());
  EXPECT_STREQ("0.1.0", ons_version());
}

TEST(Values, features_are_known_by_name) {
  for (auto name : {"send", "send.async", "send.oneway", "send.batch", "send.ordered", "send.delayed",
                    "send.transaction", "send.recall", "consume.push", "consume.ordered", "consume.batch",
                    "consume.pull", "consume.broadcast", "filter.tag", "filter.sql", "events", "echo"}) {
    EXPECT_EQ(1, ons_feature_supported(name)) << name;
  }
  EXPECT_EQ(0, ons_feature_supported("bundled-runtime"));
  EXPECT_EQ(0, ons_feature_supported("teleport"));
  EXPECT_EQ(0, ons_feature_supported(nullptr));
}

TEST(Values, every_status_has_its_name) {
  EXPECT_STREQ("ONS_OK", ons_status_name(ONS_OK));
  EXPECT_STREQ("ONS_E_TIMEOUT", ons_status_name(ONS_E_TIMEOUT));
  EXPECT_STREQ("ONS_E_CLOSED", ons_status_name(ONS_E_CLOSED));
  EXPECT_STREQ("ONS_E_INTERNAL", ons_status_name(ONS_E_INTERNAL));
  EXPECT_STREQ("ONS_E_UNKNOWN", ons_status_name(-15));
  EXPECT_STREQ("ONS_E_UNKNOWN", ons_status_name(1));
  EXPECT_STREQ("ONS_E_UNKNOWN", ons_status_name(INT32_MIN));
}

TEST(Values, predicates_tell_classes_of_errors) {
  Error error;
  EXPECT_EQ(0, ons_error_is_retryable(&error));
  error.flags = ONS_ERROR_RETRYABLE;
  EXPECT_EQ(1, ons_error_is_retryable(&error));
  error.status = ONS_E_TIMEOUT;
  EXPECT_EQ(1, ons_error_is_timeout(&error));
  error.status = ONS_E_THROTTLED;
  EXPECT_EQ(1, ons_error_is_throttled(&error));
  error.status = ONS_E_CLOSED;
  EXPECT_EQ(1, ons_error_is_closed(&error));
  EXPECT_EQ(0, ons_error_is_fatal(&error));
  for (auto status : {ONS_E_FORKED, ONS_E_RUNTIME, ONS_E_VERSION, ONS_E_INTERNAL}) {
    error.status = status;
    EXPECT_EQ(1, ons_error_is_fatal(&error));
  }
  for (auto predicate : {ons_error_is_retryable, ons_error_is_timeout, ons_error_is_throttled, ons_error_is_closed,
                         ons_error_is_fatal}) {
    EXPECT_EQ(0, predicate(nullptr));
  }
}

TEST(Values, a_buffer_may_be_released_again) {
  ons_buffer_t buffer = {nullptr, 0};
  ASSERT_EQ(ONS_OK, ons_runtime_describe(&buffer, nullptr));
  EXPECT_GT(buffer.size, 0u);
  ons_buffer_release(&buffer);
  EXPECT_EQ(nullptr, buffer.data);
  ons_buffer_release(&buffer);
  ons_buffer_release(nullptr);
}

TEST(Values, an_error_of_another_size_is_refused_and_left_alone) {
  Error error;
  error.struct_size = 8;
  EXPECT_EQ(ONS_E_INVALID, ons_runtime_close(-1, &error));
  EXPECT_EQ(0, error.status);
}

TEST(Values, a_number_that_was_never_a_client_is_closed) {
  for (ons_client_t number : {ons_client_t{0}, ons_client_t{1}, ~ons_client_t{0}}) {
    Error error;
    EXPECT_EQ(ONS_E_CLOSED, ons_client_close(number, &error));
    EXPECT_STREQ("ONS_E_CLOSED", error.name);
    EXPECT_EQ(ONS_E_CLOSED, error.code);
    EXPECT_EQ(ONS_E_CLOSED, ons_client_start(number, &error));
  }
}

namespace {

std::vector<uint8_t> encoded(const ons_message_t &message, uint64_t token) {
  size_t size = 0;
  EXPECT_EQ(ONS_E_BUFFER, ons_frame_encode(&message, token, nullptr, 0, &size, nullptr));
  std::vector<uint8_t> frame(size);
  Error error;
  EXPECT_EQ(ONS_OK, ons_frame_encode(&message, token, frame.data(), frame.size(), &size, &error)) << error.message;
  return frame;
}

}  // namespace

TEST(Frames, a_message_comes_back_as_it_went) {
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes.push_back(static_cast<char>(i));
  Message message("topic", all_bytes, "tag", "key", "shard");
  ons_property_t properties[] = {{ONS_STR("colour"), ONS_STR("\xF0\x9F\x98\x80")}, {ONS_STR("empty"), ONS_STR("")}};
  message.properties = properties;
  message.property_count = 2;
  message.deliver_at_ms = 1234567890123;
  auto frame = encoded(message, 42);
  auto back = decode(frame.data(), frame.size());
  ASSERT_EQ(1u, back.size());
  EXPECT_EQ("topic", back[0].topic);
  EXPECT_EQ("tag", back[0].tag);
  EXPECT_EQ("key", back[0].key);
  EXPECT_EQ("shard", back[0].sharding_key);
  EXPECT_EQ(all_bytes, back[0].body);
  EXPECT_EQ(42u, back[0].token);
  EXPECT_EQ(ONS_FRAME_MESSAGE, back[0].kind);
  std::vector<std::pair<std::string, std::string>> expected{{"colour", "\xF0\x9F\x98\x80"}, {"empty", ""}};
  EXPECT_EQ(expected, back[0].properties);
}

TEST(Frames, the_header_lies_as_documented) {
  Message message("ab", "xyz");
  auto frame = encoded(message, 7);
  ASSERT_EQ(static_cast<size_t>(ONS_FRAME_HEADER_SIZE + 5), frame.size());
  EXPECT_EQ(105, frame[0]);
  EXPECT_EQ(ONS_FRAME_MESSAGE, frame[4]);
  EXPECT_EQ(7, frame[8]);
  EXPECT_EQ(2, frame[60]);
  EXPECT_EQ(3, frame[96]);
  EXPECT_EQ(0, std::memcmp(frame.data() + 100, "abxyz", 5));
}

TEST(Frames, text_that_is_not_utf8_is_refused_by_name) {
  for (std::string bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82",
                          "\x80", "\xF0\x80\x80\x80"}) {
    Message message("topic", "", bad);
    size_t size = 99;
    Error error;
    EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&message, 0, nullptr, 0, &size, &error));
    EXPECT_NE(nullptr, std::strstr(error.message, "message.tag")) << error.message;
    EXPECT_EQ(99u, size) << "nothing is written on failure";
  }
}

TEST(Frames, a_message_that_breaks_a_rule_is_refused) {
  size_t size = 0;
  Message no_topic("", "body");
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&no_topic, 0, nullptr, 0, &size, nullptr));
  Message no_size("topic", "body");
  no_size.struct_size = 0;
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&no_size, 0, nullptr, 0, &size, nullptr));
  Message no_body("topic", "");
  no_body.body = nullptr;
  no_body.body_size = 5;
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&no_body, 0, nullptr, 0, &size, nullptr));
  Message good("topic", "");
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(nullptr, 0, nullptr, 0, &size, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&good, 0, nullptr, 10, &size, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&good, 0, nullptr, 0, nullptr, nullptr));
  good.property_count = 1;
  EXPECT_EQ(ONS_E_INVALID, ons_frame_encode(&good, 0, nullptr, 0, &size, nullptr));
}

TEST(Frames, too_many_properties_for_the_place_are_told) {
  Message message("topic", "");
  ons_property_t properties[] = {{ONS_STR("a"), ONS_STR("1")}, {ONS_STR("b"), ONS_STR("2")}};
  message.properties = properties;
  message.property_count = 2;
  auto frame = encoded(message, 0);
  size_t at = 0;
  ons_message_t back = ONS_MESSAGE_INIT;
  ons_property_t one[1];
  EXPECT_EQ(ONS_E_BUFFER, ons_frame_decode(frame.data(), frame.size(), &at, nullptr, &back, one, 1, nullptr));
  EXPECT_EQ(0u, at);
  EXPECT_EQ(2u, back.property_count);
}

TEST(Frames, no_damaged_frame_is_read_outside_of_its_bytes) {
  Message message("topic", "body", "tag");
  ons_property_t properties[] = {{ONS_STR("a"), ONS_STR("1")}};
  message.properties = properties;
  message.property_count = 1;
  const auto whole = encoded(message, 0);
  for (size_t size = 0; size < whole.size(); ++size) {
    std::vector<uint8_t> cut(whole.begin(), whole.begin() + static_cast<long>(size));
    cut.reserve(1);
    size_t at = 0;
    ons_message_t back = ONS_MESSAGE_INIT;
    EXPECT_EQ(ONS_E_INVALID, ons_frame_decode(cut.data(), cut.size(), &at, nullptr, &back, nullptr, 0, nullptr));
  }
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    auto damaged = whole;
    for (int i = 0; i < 3; ++i) damaged[random() % damaged.size()] = static_cast<uint8_t>(random());
    size_t at = 0;
    ons_message_t back = ONS_MESSAGE_INIT;
    ons_property_t place[64];
    auto status = ons_frame_decode(damaged.data(), damaged.size(), &at, nullptr, &back, place, 64, nullptr);
    EXPECT_TRUE(status == ONS_OK || status == ONS_E_INVALID || status == ONS_E_BUFFER);
    if (status == ONS_OK) {
      EXPECT_EQ(damaged.size(), at);
    }
  }
}
