// Goal: a Java runtime that cannot start is an error with the reason; the process lives on and keeps its exit code.
// Method: each test runs in a child with a limit, a locale or a path that makes HotSpot give up.
// Failure: programs end without a word, or with a word that names nothing to do.
#include <cstdlib>

#include <dirent.h>
#include <sys/resource.h>

#include "guest.h"
#include "support.h"

using namespace support;

namespace {

constexpr int CODE = 5;  // of the host: neither success nor what HotSpot ends processes with

void limit(__rlimit_resource resource, rlim_t value) {
  rlimit both = {value, value};
  ASSERT_EQ(0, setrlimit(resource, &both));
}

// Opens a client in a child after `prepare`; the child's stderr has status and message.
template <typename Prepare>
Outcome opened_after(Prepare &&prepare) {
  return in_guest([&] {
    Properties properties{{"NAMESRV_ADDR", "127.0.0.1:1"}, {"AccessKey", "any"}, {"SecretKey", "any"}};
    prepare();
    for (int attempt = 1; attempt <= 2; ++attempt) {
      Error error;
      ons_client_t client = 0;
      ons_status_t status = ons_producer_open(properties.list.data(), properties.list.size(), &client, &error);
      std::fprintf(stderr, "attempt %d: %s: %s\n", attempt, ons_status_name(status), error.message);
      if (status == ONS_OK) break;
    }
    std::exit(CODE);
  });
}

void expect_refused(const Outcome &outcome, const std::string &words) {
  expect_ended(outcome, CODE);
  EXPECT_NE(std::string::npos, outcome.err.find("attempt 1: ONS_E_RUNTIME: ")) << outcome.err;
  EXPECT_NE(std::string::npos, outcome.err.find("attempt 2: ONS_E_RUNTIME: ")) << outcome.err;
  EXPECT_NE(std::string::npos, outcome.err.find(words)) << outcome.err;
}

}  // namespace

TEST(Start, needs_files_and_says_how_many) {
  for (rlim_t files : {8, 12, 20, 30, 40, 60}) {
    auto outcome = opened_after([&] { limit(RLIMIT_NOFILE, files); });
    expect_refused(outcome, "this process may open " + std::to_string(files) + " files (ulimit -n)");
    EXPECT_NE(std::string::npos, outcome.err.find("need 64 more. Raise the limit to ")) << outcome.err;
  }
}

TEST(Start, works_with_the_files_that_it_asks_for_and_leaves_the_limit_as_it_is) {
  auto outcome = opened_after([] {
    limit(RLIMIT_NOFILE, 128);
    rlimit lower = {96, 128};
    ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &lower));
    std::atexit([] {
      rlimit now = {0, 0};
      getrlimit(RLIMIT_NOFILE, &now);
      std::fprintf(stderr, "files: %lu of %lu\n", static_cast<unsigned long>(now.rlim_cur),
                   static_cast<unsigned long>(now.rlim_max));
    });
  });
  expect_ended(outcome, CODE);
  EXPECT_NE(std::string::npos, outcome.err.find("attempt 1: ONS_OK")) << outcome.err;
  EXPECT_NE(std::string::npos, outcome.err.find("files: 96 of 128")) << outcome.err;
}

TEST(Start, needs_address_space_and_says_how_much) {
  for (rlim_t mib : {600, 1000, 1400, 1700}) {
    auto outcome = opened_after([&] { limit(RLIMIT_AS, mib << 20); });
    expect_refused(outcome, "limited to " + std::to_string(mib) + " MiB (ulimit -v)");
    EXPECT_NE(std::string::npos, outcome.err.find("MiB with a heap of 256 MiB. Raise the limit")) << outcome.err;
  }
}

TEST(Start, works_in_an_address_space_of_two_gibibytes) {
  auto outcome = opened_after([] { limit(RLIMIT_AS, rlim_t{2048} << 20); });
  expect_ended(outcome, CODE);
  EXPECT_NE(std::string::npos, outcome.err.find("attempt 1: ONS_OK")) << outcome.err;
}

TEST(Start, that_hotspot_gives_up_is_an_error_with_its_words) {
  auto outcome = opened_after([] { setenv("ONS_JVM_OPTS", "-Xms200000g -Xmx200000g", 1); });
  expect_refused(outcome, "Error occurred during initialization of VM; ");
}

TEST(Start, an_option_that_java_does_not_know_is_named) {
  auto outcome = opened_after([] { setenv("ONS_JVM_OPTS", "-XX:+NoSuchOption", 1); });
  expect_refused(outcome, "NoSuchOption");
}

TEST(Start, a_path_that_the_locale_cannot_express_is_refused_with_the_remedy) {
  std::string folder = testing::TempDir() + "onsclient-\xC3\xBC-" + std::to_string(getpid());
  std::string java = std::getenv("ONS_TEST_JAVA_HOME");
  std::filesystem::create_directory_symlink(java, folder);
  auto in_locale = [&](const char *locale) {
    return opened_after([&] {
      setenv("ONS_JAVA_HOME", folder.c_str(), 1);
      setenv("LC_ALL", locale, 1);
    });
  };
  auto refused = in_locale("C"), taken = in_locale("C.UTF-8");
  std::filesystem::remove(folder);
  expect_refused(refused, "Set LC_ALL=C.UTF-8");
  EXPECT_NE(std::string::npos, refused.err.find(folder)) << refused.err;
  expect_ended(taken, CODE);
  EXPECT_NE(std::string::npos, taken.err.find("attempt 1: ONS_OK")) << taken.err;
}

TEST(Start, classes_that_are_not_there_are_named) {
  auto outcome = opened_after([] { setenv("ONS_CLASSPATH", "/nowhere.jar", 1); });
  expect_refused(outcome, "the client's classes cannot be used: io/openons/bridge/Border");
}
