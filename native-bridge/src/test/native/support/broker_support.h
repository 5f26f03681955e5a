// What the tests of the whole way share: C, Java inside of this process, a real broker.
#pragma once

#include <algorithm>

#include "broker.h"
#include "support.h"

namespace support {

// One broker and one Java runtime for all tests of the whole way. Each test has topics and groups of its own.
class Whole : public testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  static Properties properties(const std::string &group = "",
                               std::vector<std::pair<std::string, std::string>> more = {},
                               const std::string &address = broker->address) {
    // Waits as long as a busy machine may need.
    Properties all{{"NAMESRV_ADDR", address},
                   {"AccessKey", "any"},
                   {"SecretKey", "any"},
                   {"ons.startTimeoutMillis", "60000"},
                   {"ons.requestTimeoutMillis", "60000"},
                   {"SendMsgTimeoutMillis", "60000"}};
    if (!group.empty()) all.texts.emplace_back("GROUP_ID", group);
    for (auto &[key, value] : more) {
      auto same = [&key = key](auto &pair) { return pair.first == key; };
      all.texts.erase(std::remove_if(all.texts.begin(), all.texts.end(), same), all.texts.end());
      all.texts.emplace_back(key, value);
    }
    all.list.clear();
    for (auto &pair : all.texts) all.list.push_back({str(pair.first), str(pair.second)});
    return all;
  }

  static Broker *broker;
};

// The end of an asynchronous send.
struct Ended {
  ons_status_t status = 1;
  std::string id, message;
};
using Ends = Inbox<Ended>;

inline void ended(void *context, const ons_send_result_t *result, const ons_error_t *error) {
  static_cast<Ends *>(context)->put({result->status, result->message_id, error == nullptr ? "" : error->message});
}

inline int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

inline std::string taken(ons_buffer_t *buffer) {
  std::string text(reinterpret_cast<char *>(buffer->data), buffer->size);
  ons_buffer_release(buffer);
  return text;
}

// All 256 bytes, and characters of one to four bytes.
inline std::string every_byte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}
constexpr const char *EVERY_WIDTH = "a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80\xF0\x9D\x84\x9E";

}  // namespace support
