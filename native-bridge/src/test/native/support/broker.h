// A real broker in a process of its own, for tests of the whole way. Its jar comes by ONS_TEST_BROKER_JAR.
#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace support {

class Broker {
 public:
  // The one that ONS_TEST_SHARED_BROKER has the address of, for tests that need no settings of their own; without it
  // one that belongs to the caller.
  static std::unique_ptr<Broker> shared() {
    const char *file = std::getenv("ONS_TEST_SHARED_BROKER");
    std::string address;
    if (file == nullptr || !(std::ifstream(file) >> address)) return std::make_unique<Broker>();
    return std::unique_ptr<Broker>(new Broker(Existing{address}));
  }

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
                                   "--remoting-port=off",
                                   "--http-port=off",
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
      prctl(PR_SET_PDEATHSIG, SIGTERM);  // a test program that is killed leaves no broker behind
      dup2(out[1], STDOUT_FILENO);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    close(out[1]);
    read_address(out[0]);
    close(out[0]);
  }
  ~Broker() {
    end();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  void end() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(std::exchange(pid_, 0), nullptr, 0);
  }
  Broker(const Broker &) = delete;

  std::string address;

 private:
  struct Existing {
    std::string address;
  };
  explicit Broker(const Existing &existing) : address(existing.address) {}

  void read_address(int out) {
    std::string said;
    pollfd ready{out, POLLIN, 0};
    char text[512];
    while (said.find("ready grpc=") == std::string::npos ||
           said.find('\n', said.find("ready grpc=")) == std::string::npos) {
      ASSERT_EQ(1, poll(&ready, 1, 120000)) << "the broker did not get ready: " << said;
      ssize_t size = read(out, text, sizeof text);
      ASSERT_GT(size, 0) << "the broker ended: " << said;
      said.append(text, static_cast<size_t>(size));
    }
    size_t start = said.find("grpc=") + 5;
    address = said.substr(start, said.find_first_of(" \n", start) - start);
  }

  std::string folder_;
  pid_t pid_ = 0;
};

}  // namespace support
