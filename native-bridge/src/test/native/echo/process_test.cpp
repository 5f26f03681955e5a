// Goal: the library is a good guest of its process: closing, forking, exiting.
// Method: each test has a process of its own, in echo mode.
// Failure: hosts hang, crash or lose their exit code.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "echo_support.h"

using namespace support;

namespace {

class Process : public EchoTest {};

// Runs `body` in a child; its exit code.
template <typename Body>
int in_child(Body &&body) {
  pid_t child = fork();
  if (child == 0) {
    body();
    _exit(100);
  }
  int status = 0;
  EXPECT_EQ(child, waitpid(child, &status, 0));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace

TEST_F(Process, closing_is_final) {
  Listener listener;
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("final", listener);
  consumer.start();
  producer.start();
  Error error;
  ONS_OK_OR_SHOW(ons_runtime_close(5000, &error), error);
  EXPECT_EQ(1, listener.releases);
  EXPECT_EQ(ONS_OK, ons_runtime_close(0, nullptr)) << "a second time";
  EXPECT_EQ(ONS_E_CLOSED, ons_runtime_open(nullptr, nullptr));
  ons_client_t number = 0;
  EXPECT_EQ(ONS_E_CLOSED, ons_producer_open(nullptr, 0, &number, nullptr));
  Message message("final", "x");
  EXPECT_EQ(ONS_E_CLOSED, ons_producer_send(producer.number, &message, nullptr, nullptr));
  size_t size = 0, count = 0;
  uint8_t byte = 0;
  EXPECT_EQ(ONS_E_CLOSED, ons_events_poll(ONS_RUNTIME_EVENTS, 1, 0, &byte, 1, &size, &count, nullptr));
  ons_buffer_t text = {nullptr, 0};
  EXPECT_EQ(ONS_OK, ons_runtime_describe(&text, nullptr));
  EXPECT_NE(std::string::npos, std::string(reinterpret_cast<char *>(text.data), text.size).find("closed"));
  ons_buffer_release(&text);
}

TEST_F(Process, closing_tells_that_a_callback_still_runs) {
  Properties impatient{{"GROUP_ID", "g"}, {"ons.shutdownTimeoutMillis", "50"}};
  Listener listener;
  Signal entered, go;
  listener.answer = [&](const ons_message_t &) {
    entered.raise();
    go.await();
    return ONS_CONSUME_SUCCESS;
  };
  Client consumer(ons_consumer_open, impatient), producer(ons_producer_open, none);
  consumer.subscribe("busy", listener);
  consumer.start();
  producer.start();
  producer.send(Message("busy", "x"));
  entered.await();
  EXPECT_EQ(ONS_E_TIMEOUT, ons_runtime_close(50, nullptr));
  go.raise();
  listener.inbox.take();
}

TEST(ProcessWithoutRuntime, closing_what_was_never_open_is_fine_and_final) {
  EXPECT_EQ(ONS_E_INVALID, ons_runtime_close(-1, nullptr));
  EXPECT_EQ(ONS_E_INVALID, ons_runtime_close(600001, nullptr));
  EXPECT_EQ(ONS_OK, ons_runtime_close(0, nullptr));
  EXPECT_EQ(ONS_E_CLOSED, ons_runtime_open(nullptr, nullptr));
}

TEST_F(Process, a_child_of_fork_is_refused_by_every_function) {
  Client producer(ons_producer_open, none);
  producer.start();
  int code = in_child([&] {
    Message message("forked", "x");
    Error error;
    ons_client_t number = 0;
    ons_buffer_t text;
    bool refused = ons_producer_send(producer.number, &message, nullptr, &error) == ONS_E_FORKED &&
                   ons_error_is_fatal(&error) == 1 &&
                   ons_producer_open(nullptr, 0, &number, nullptr) == ONS_E_FORKED &&
                   ons_client_close(producer.number, nullptr) == ONS_E_FORKED &&
                   ons_runtime_describe(&text, nullptr) == ONS_E_FORKED &&
                   ons_runtime_close(0, nullptr) == ONS_E_FORKED;
    exit(refused ? 0 : 1);
  });
  EXPECT_EQ(0, code);
  producer.send(Message("forked", "the parent goes on"));
}

TEST(ProcessWithoutRuntime, fork_before_the_first_client_is_fine) {
  int code = in_child([] {
    ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
    options.echo = 1;
    exit(ons_runtime_open(&options, nullptr) == ONS_OK && ons_runtime_close(1000, nullptr) == ONS_OK ? 0 : 1);
  });
  EXPECT_EQ(0, code);
}

TEST(ProcessWithoutRuntime, exit_with_busy_callbacks_keeps_the_exit_code) {
  for (int round = 0; round < 20; ++round) {
    int code = in_child([] {
      ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
      options.echo = 1;
      if (ons_runtime_open(&options, nullptr) != ONS_OK) _exit(1);
      static Signal entered;
      auto busy = [](void *, const ons_message_t *, size_t) -> int32_t {
        entered.raise();
        return ONS_CONSUME_SUCCESS;
      };
      // Static, so that leak checkers know: open at the exit is what this is about.
      static auto *group = new Properties{{"GROUP_ID", "g"}};
      static auto *consumer = new Client(ons_consumer_open, *group), *producer = new Client(ons_producer_open, *group);
      ons_consumer_subscribe(consumer->number, ONS_STR("t"), ONS_STR("*"), 0, busy, nullptr, nullptr, nullptr);
      consumer->start();
      producer->start();
      std::thread([] {
        Message message("t", "x");
        while (ons_producer_send(producer->number, &message, nullptr, nullptr) == ONS_OK) {
        }
      }).detach();
      entered.await();
      exit(7);
    });
    ASSERT_EQ(7, code) << "round " << round;
  }
}

TEST(ProcessWithoutRuntime, exit_destroys_nothing_that_was_there_before_the_start_while_callbacks_use_it) {
  int code = in_child([] {
    ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
    options.echo = 1;
    if (ons_runtime_open(&options, nullptr) != ONS_OK) _exit(1);
    // Static, and made after the library was opened: exit destroys it before what the library has registered then.
    static std::atomic<bool> gone{false};
    static struct Used {
      ~Used() {
        gone = true;
        auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
        while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
      }
    } used;
    static Signal entered;
    auto busy = [](void *context, const ons_message_t *, size_t) -> int32_t {
      if (gone) _exit(9);
      static_cast<Signal *>(context)->raise();
      return ONS_CONSUME_SUCCESS;
    };
    static Properties group{{"GROUP_ID", "g"}};
    static auto *consumer = new Client(ons_consumer_open, group), *producer = new Client(ons_producer_open, group);
    ons_consumer_subscribe(consumer->number, ONS_STR("t"), ONS_STR("*"), 0, busy, &entered, nullptr, nullptr);
    consumer->start();
    producer->start();
    std::thread([] {
      Message message("t", "x");
      while (ons_producer_send(producer->number, &message, nullptr, nullptr) == ONS_OK) {
      }
    }).detach();
    entered.await();
    exit(7);
  });
  EXPECT_EQ(7, code);
}

TEST(ProcessWithoutRuntime, exit_inside_of_a_callback_keeps_the_exit_code) {
  int code = in_child([] {
    ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
    options.echo = 1;
    ons_runtime_open(&options, nullptr);
    ons_client_t producer = 0;
    ons_producer_open(nullptr, 0, &producer, nullptr);
    ons_client_start(producer, nullptr);
    Message message("t", "x");
    ons_producer_send_async(
        producer, &message, [](void *, const ons_send_result_t *, const ons_error_t *) { exit(3); }, nullptr, nullptr);
    for (;;) pause();
  });
  EXPECT_EQ(3, code);
}

TEST(ProcessWithoutRuntime, no_runtime_is_an_error_that_lists_every_place) {
  setenv("PATH", "/nonexistent", 1);
  setenv("JAVA_HOME", "/no-java", 1);
  unsetenv("ONS_JAVA_HOME");
  Error error;
  ons_client_t number = 0;
  EXPECT_EQ(ONS_E_RUNTIME, ons_producer_open(nullptr, 0, &number, &error));
  std::string message = error.message;
  for (auto place : {"java_home", "ONS_JAVA_HOME", "/runtime", "JAVA_HOME (/no-java)", "PATH"}) {
    EXPECT_NE(std::string::npos, message.find(place)) << place << ": " << message;
  }
}

TEST(ProcessWithoutRuntime, a_java_home_that_is_set_must_work) {
  setenv("ONS_JAVA_HOME", "/nowhere", 1);
  Error error;
  EXPECT_EQ(ONS_E_RUNTIME, ons_runtime_open(nullptr, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("/nowhere): no such folder")) << error.message;
}

TEST(ProcessWithoutRuntime, an_old_java_is_refused_before_it_is_loaded) {
  std::string home = testing::TempDir() + "old-java-" + std::to_string(getpid());
  std::filesystem::create_directories(home + "/lib/server");
  std::ofstream(home + "/release") << "JAVA_VERSION=\"11.0.2\"\n";
  std::ofstream(home + "/lib/server/libjvm.so") << "no library";
  ons_runtime_options_t options = ONS_RUNTIME_OPTIONS_INIT;
  options.java_home = str(home);
  Error error;
  EXPECT_EQ(ONS_E_RUNTIME, ons_runtime_open(&options, &error));
  EXPECT_NE(std::string::npos, std::string(error.message).find("11.0.2, 17 or later is needed")) << error.message;
  std::filesystem::remove_all(home);
}

TEST_F(Process, log_records_come_to_the_callback_and_its_context_is_released_once) {
  struct Log {
    Inbox<std::string> lines;
    Signal released;
  } log;
  auto take = [](void *context, int32_t, int64_t, ons_str_t, ons_str_t words) {
    static_cast<Log *>(context)->lines.put(text(words));
  };
  auto release = [](void *context) { static_cast<Log *>(context)->released.raise(); };
  ASSERT_EQ(ONS_OK, ons_log_set_callback(take, &log, release, ONS_LOG_WARN, nullptr));
  Listener listener;
  listener.answer = [](const ons_message_t &) {
    ons_callback_set_error(ONS_STR("out of cake"));
    return ONS_CONSUME_LATER;
  };
  Client consumer(ons_consumer_open, group), producer(ons_producer_open, none);
  consumer.subscribe("logs", listener);
  consumer.start();
  producer.start();
  producer.send(Message("logs", "x"));
  EXPECT_EQ("the listener of topic logs answered 2: out of cake", log.lines.take());
  Message message("logs", "y");
  auto end = [](void *, const ons_send_result_t *, const ons_error_t *) { ons_callback_set_error(ONS_STR("no tea")); };
  ASSERT_EQ(ONS_OK, ons_producer_send_async(producer.number, &message, end, nullptr, nullptr));
  std::set<std::string> lines{log.lines.take(), log.lines.take()};
  EXPECT_EQ(1u, lines.count("the send callback of topic logs failed: no tea"));
  ASSERT_EQ(ONS_OK, ons_log_set_callback(nullptr, nullptr, nullptr, 0, nullptr));
  log.released.await();
}
