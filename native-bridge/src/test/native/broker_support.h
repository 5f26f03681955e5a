// A real broker in a process of its own, for tests of the whole way. Its jar comes by ONS_TEST_BROKER_JAR.
#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

namespace support {

class Broker {
 public:
  // `more`: options besides those of every test; "@" in them is the folder of `files`, name and content.
  explicit Broker(std::vector<std::string> more = {},
                  const std::vector<std::pair<std::string, std::string>> &files = {}) {
    folder_ = testing::TempDir() + "ons-broker-XXXXXX";
    EXPECT_NE(nullptr, mkdtemp(folder_.data()));
    for (auto &[name, content] : files) std::ofstream(folder_ + "/" + name) << content;
    std::vector<std::string> words{std::string(std::getenv("ONS_TEST_JAVA_HOME")) + "/bin/java",
                                   "-Xmx256m",
                                   "-XX:TieredStopAtLevel=1",
                                   "-jar",
                                   std::getenv("ONS_TEST_BROKER_JAR"),
                                   "--grpc-port=0",
                                   "--data-dir=" + folder_ + "/data",
                                   "--new-groups-start-at=earliest"};
    for (auto &option : more) {
      if (size_t at = option.find('@'); at != std::string::npos) option.replace(at, 1, folder_ + "/");
      words.push_back(option);
    }
    std::vector<char *> arguments;
    for (auto &word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int out[2];
    EXPECT_EQ(0, pipe2(out, O_CLOEXEC));
    pid_ = fork();
    if (pid_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    close(out[1]);
    read_address(out[0]);
    close(out[0]);
  }
  ~Broker() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }
  Broker(const Broker &) = delete;

  std::string address;

 private:
  void read_address(int out) {
    std::string said;
    pollfd ready{out, POLLIN, 0};
    char text[512];
    while (said.find("ready grpc=") == std::string::npos ||
           said.find('\n', said.find("ready grpc=")) == std::string::npos) {
      ASSERT_EQ(1, poll(&ready, 1, 60000)) << "the broker did not get ready: " << said;
      ssize_t size = read(out, text, sizeof text);
      ASSERT_GT(size, 0) << "the broker ended: " << said;
      said.append(text, static_cast<size_t>(size));
    }
    size_t start = said.find("grpc=") + 5;
    address = said.substr(start, said.find_first_of(" \n", start) - start);
  }

  std::string folder_;
  pid_t pid_;
};

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
                   {"ons.startTimeoutMillis", "30000"},
                   {"ons.requestTimeoutMillis", "30000"}};
    if (!group.empty()) all.texts.emplace_back("GROUP_ID", group);
    for (auto &pair : more) all.texts.push_back(pair);
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
