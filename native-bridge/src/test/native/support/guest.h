// A process of its own in which the library is a guest, and what is left of it when it has ended.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace support {

struct Outcome {
  int code = -1;    // of exit; -1 when a signal ended it
  int signal = 0;
  std::string out, err;
  std::string crash_reports;  // names of hs_err files
};

inline std::string content(const std::string &file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// Runs `body` in a child whose working folder is empty; a body that returns gives the exit code 0, one that takes
// longer than four minutes is ended by SIGALRM.
template <typename Body>
Outcome in_guest(Body &&body) {
  std::string folder = testing::TempDir() + "ons-guest-XXXXXX";
  EXPECT_NE(nullptr, mkdtemp(folder.data()));
  std::fflush(nullptr);
  pid_t child = fork();
  if (child == 0) {
    bool ready = chdir(folder.c_str()) == 0 && std::freopen("out", "w", stdout) != nullptr &&
                 std::freopen("err", "w", stderr) != nullptr;
    if (!ready) _exit(101);
    alarm(240);
    body();
    std::exit(testing::Test::HasFailure() ? 102 : 0);
  }
  int status = 0;
  EXPECT_EQ(child, waitpid(child, &status, 0));
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.out = content(folder + "/out");
  outcome.err = content(folder + "/err");
  for (auto &entry : std::filesystem::directory_iterator(folder)) {
    std::string name = entry.path().filename();
    if (name != "out" && name != "err") outcome.crash_reports += name + " ";
  }
  std::filesystem::remove_all(folder);
  return outcome;
}

// What every guest owes its host: nothing on stdout, no crash report, its own exit code.
inline void expect_ended(const Outcome &outcome, int code) {
  EXPECT_EQ(code, outcome.code) << "signal " << outcome.signal << ", stderr: " << outcome.err;
  EXPECT_EQ("", outcome.crash_reports) << outcome.err;
  EXPECT_EQ("", outcome.out);
}

}  // namespace support
