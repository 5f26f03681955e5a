// A real broker in a process of its own, for tests of the whole way. Its jar comes by ONS_TEST_BROKER_JAR.
#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

namespace support {

class Broker {
 public:
  Broker() {
    folder_ = testing::TempDir() + "ons-broker-XXXXXX";
    EXPECT_NE(nullptr, mkdtemp(folder_.data()));
    int out[2];
    EXPECT_EQ(0, pipe2(out, O_CLOEXEC));
    std::string java = std::string(std::getenv("ONS_TEST_JAVA_HOME")) + "/bin/java";
    std::string jar = std::getenv("ONS_TEST_BROKER_JAR"), data = "--data-dir=" + folder_;
    pid_ = fork();
    if (pid_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      execl(java.c_str(), java.c_str(), "-Xmx256m", "-jar", jar.c_str(), "--grpc-port=0", data.c_str(),
            "--new-groups-start-at=earliest", static_cast<char *>(nullptr));
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

}  // namespace support
