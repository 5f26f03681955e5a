// Goal: the library with its Java runtime is a good guest: signals, faults, another JVM, exits.
// Method: each test runs in a child; this process itself never opens the library.
// Failure: hosts crash at the next null check of Java, or lose messages and exit codes.
#include <chrono>
#include <csetjmp>
#include <set>
#include <thread>

#include <dlfcn.h>
#include <jni.h>
#include <sys/resource.h>

#include "broker_support.h"
#include "guest.h"

using namespace support;

Broker *Whole::broker = nullptr;
void Whole::SetUpTestSuite() { broker = Broker::shared().release(); }
void Whole::TearDownTestSuite() { delete broker; }

namespace {

class Host : public Whole {};

sigjmp_buf back;
volatile sig_atomic_t faults = 0;
volatile uintptr_t fault_stack = 0;

void recover(int) {
  int here = 0;
  fault_stack = reinterpret_cast<uintptr_t>(&here);
  faults = faults + 1;
  siglongjmp(back, 1);
}

void fault() {
  if (sigsetjmp(back, 1) == 0) *static_cast<volatile int *>(nullptr) = 1;
}

void install(int number, int flags) {
  struct sigaction action = {};
  action.sa_handler = recover;
  action.sa_flags = flags;
  sigaction(number, &action, nullptr);
}

struct sigaction installed(int number) {
  struct sigaction now;
  sigaction(number, nullptr, &now);
  return now;
}

// The Java machine of this process, on this thread.
JNIEnv *java() {
  auto created = reinterpret_cast<jint (*)(JavaVM **, jsize, jsize *)>(
      dlsym(dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD), "JNI_GetCreatedJavaVMs"));
  JavaVM *vm = nullptr;
  jsize count = 0;
  JNIEnv *env = nullptr;
  if (created == nullptr || created(&vm, 1, &count) != JNI_OK || count == 0) return nullptr;
  return vm->AttachCurrentThreadAsDaemon(reinterpret_cast<void **>(&env), nullptr) == JNI_OK ? env : nullptr;
}

// Java finds that something is null by a fault that its own handler turns into an exception.
int null_checks(JNIEnv *env, int times) {
  jclass type = env->FindClass("java/lang/String");
  jmethodID concat = env->GetMethodID(type, "concat", "(Ljava/lang/String;)Ljava/lang/String;");
  jstring text = env->NewStringUTF("x");
  int caught = 0;
  for (int i = 0; i < times; ++i) {
    env->CallObjectMethod(text, concat, nullptr);
    caught += env->ExceptionCheck();
    env->ExceptionClear();
  }
  return caught;
}

std::string description() {
  ons_buffer_t text = {nullptr, 0};
  EXPECT_EQ(ONS_OK, ons_runtime_describe(&text, nullptr));
  return taken(&text);
}

}  // namespace

TEST_F(Host, faults_of_the_host_go_to_its_handler_on_its_stack_and_those_of_java_to_java) {
  auto outcome = in_guest([] {
    static uint8_t alternate[1 << 16];
    stack_t stack = {};
    stack.ss_sp = alternate;
    stack.ss_size = sizeof alternate;
    sigaltstack(&stack, nullptr);
    install(SIGSEGV, SA_ONSTACK);
    install(SIGFPE, 0);
    Client producer(ons_producer_open, properties());
    producer.start();
    EXPECT_TRUE(installed(SIGSEGV).sa_flags & SA_ONSTACK) << "as the host's handler had it";
    EXPECT_FALSE(installed(SIGFPE).sa_flags & SA_ONSTACK) << "as the host's handler had it";
    JNIEnv *env = java();
    ASSERT_NE(nullptr, env);
    for (int i = 0; i < 200; ++i) {
      fault();
      EXPECT_EQ(100, null_checks(env, 100));
    }
    EXPECT_EQ(200, faults);
    auto begin = reinterpret_cast<uintptr_t>(alternate);
    EXPECT_TRUE(fault_stack >= begin && fault_stack < begin + sizeof alternate);
    producer.send(Message("host-faults", "x"));
  });
  expect_ended(outcome, 0);
}

TEST_F(Host, a_handler_that_comes_late_gets_the_faults_of_the_host_and_java_gets_its_own) {
  auto outcome = in_guest([] {
    Client producer(ons_producer_open, properties());
    producer.start();
    EXPECT_EQ(std::string::npos, description().find("displaced"));
    install(SIGSEGV, 0);
    producer.send(Message("host-late", "the call into Java looks for it"));
    EXPECT_EQ(20000, null_checks(java(), 20000));
    EXPECT_EQ(0, faults) << "faults of Java came to the host";
    for (int i = 0; i < 10; ++i) fault();
    EXPECT_EQ(10, faults) << "its own faults did not";
    std::string words = description();
    EXPECT_NE(std::string::npos, words.find("signal handler displaced: Segmentation fault by a handler in")) << words;
    EXPECT_NE(std::string::npos, words.find("host_")) << words;
    producer.send(Message("host-late", "x"));
  });
  expect_ended(outcome, 0);
  EXPECT_NE(std::string::npos, outcome.err.find("install such handlers before the first client")) << outcome.err;
}

TEST_F(Host, a_handler_that_comes_late_is_found_though_the_host_calls_nothing) {
  auto outcome = in_guest([] {
    Client producer(ons_producer_open, properties());
    producer.start();
    JNIEnv *env = java();
    for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) install(number, 0);
    auto late = [](int number) {
      return reinterpret_cast<void *>(installed(number).sa_handler) == reinterpret_cast<void *>(&recover);
    };
    auto deadline = std::chrono::steady_clock::now() + DEADLINE;
    while ((late(SIGSEGV) || late(SIGBUS) || late(SIGFPE) || late(SIGILL)) &&
           std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    EXPECT_EQ(20000, null_checks(env, 20000));
    EXPECT_EQ(0, faults);
    fault();
    EXPECT_EQ(1, faults);
  });
  expect_ended(outcome, 0);
}

// A process that is started with libjsig.so; only the next test runs it.
TEST_F(Host, DISABLED_guest_with_preloaded_libjsig) {
  Client producer(ons_producer_open, properties());
  producer.start();
  JNIEnv *env = java();
  for (int i = 0; i < 10; ++i) {
    install(SIGSEGV, i % 2 == 0 ? 0 : SA_NODEFER);
    EXPECT_EQ(1000, null_checks(env, 1000));
    EXPECT_EQ(i, faults) << "faults of Java came to the host";
    producer.send(Message("host-preloaded", "a call into Java"));
    fault();
    EXPECT_EQ(i + 1, faults) << "its own fault did not";
  }
  EXPECT_EQ(std::string::npos, description().find("displaced"));
}

TEST_F(Host, a_preloaded_libjsig_leaves_no_time_in_which_a_late_handler_gets_faults_of_java) {
  auto outcome = in_guest([] {
    setenv("LD_PRELOAD", (std::string(std::getenv("ONS_TEST_JAVA_HOME")) + "/lib/libjsig.so").c_str(), 1);
    execl("/proc/self/exe", "host_test", "--gtest_filter=*DISABLED_guest_with_preloaded_libjsig",
          "--gtest_also_run_disabled_tests", nullptr);
    _exit(127);
  });
  EXPECT_EQ(0, outcome.code) << outcome.out << outcome.err;
  EXPECT_EQ("", outcome.crash_reports);
}

TEST_F(Host, late_handlers_that_call_the_one_before_them_end_where_they_would_without_java) {
  auto outcome = in_guest([] {
    static struct sigaction before_first, before_second;
    static volatile sig_atomic_t first = 0, second = 0;
    Client producer(ons_producer_open, properties());
    producer.start();
    auto chain = [](int number, void (*handler)(int, siginfo_t *, void *), struct sigaction *before) {
      struct sigaction action = {};
      action.sa_sigaction = handler;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK;
      sigaction(number, &action, before);
    };
    install(SIGSEGV, 0);
    producer.send(Message("host-chain", "x"));
    chain(SIGSEGV, [](int number, siginfo_t *info, void *context) {
      first = first + 1;
      before_first.sa_sigaction(number, info, context);
    }, &before_first);
    producer.send(Message("host-chain", "x"));
    chain(SIGSEGV, [](int number, siginfo_t *info, void *context) {
      second = second + 1;
      before_second.sa_sigaction(number, info, context);
    }, &before_second);
    EXPECT_EQ(100, null_checks(java(), 100));
    producer.send(Message("host-chain", "x"));
    first = second = 0;
    EXPECT_EQ(1000, null_checks(java(), 1000));
    EXPECT_EQ(0, first + second);
    for (int i = 0; i < 5; ++i) fault();
    EXPECT_EQ(5, faults);
    EXPECT_EQ(5, first);
    EXPECT_EQ(5, second);
  });
  expect_ended(outcome, 0);
}

TEST_F(Host, a_host_that_changes_its_handlers_for_ever_keeps_java_alive) {
  auto outcome = in_guest([] {
    Client producer(ons_producer_open, properties());
    producer.start();
    JNIEnv *env = java();
    for (int i = 0; i < 100; ++i) {
      install(SIGSEGV, i % 2 == 0 ? 0 : SA_NODEFER);
      producer.send(Message("host-flips", "x"));
      EXPECT_EQ(10, null_checks(env, 10));
    }
    EXPECT_EQ(0, faults);
  });
  expect_ended(outcome, 0);
}

TEST_F(Host, signals_that_end_a_process_still_do) {
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    auto outcome = in_guest([number] {
      rlimit no_core = {0, 0};
      setrlimit(RLIMIT_CORE, &no_core);
      Client producer(ons_producer_open, properties());
      producer.start();
      raise(number);
    });
    EXPECT_EQ(number, outcome.signal);
    EXPECT_EQ("", outcome.out);
    EXPECT_EQ("", outcome.crash_reports);
  }
}

TEST_F(Host, a_java_machine_that_is_there_already_is_used_and_left_alone) {
  auto outcome = in_guest([] {
    std::string home = std::getenv("ONS_TEST_JAVA_HOME");
    void *library = dlopen((home + "/lib/server/libjvm.so").c_str(), RTLD_NOW | RTLD_GLOBAL);
    ASSERT_NE(nullptr, library) << dlerror();
    auto create = reinterpret_cast<jint (*)(JavaVM **, void **, void *)>(dlsym(library, "JNI_CreateJavaVM"));
    char reduced[] = "-Xrs", serial[] = "-XX:+UseSerialGC";
    JavaVMOption options[] = {{reduced, nullptr}, {serial, nullptr}};
    JavaVMInitArgs arguments = {JNI_VERSION_10, 2, options, JNI_FALSE};
    JavaVM *vm = nullptr;
    JNIEnv *env = nullptr;
    ASSERT_EQ(JNI_OK, create(&vm, reinterpret_cast<void **>(&env), &arguments));
    unsetenv("ONS_JAVA_HOME");
    {
      Listener listener;
      Client consumer(ons_consumer_open, properties("GID_guest")), producer(ons_producer_open, properties());
      consumer.subscribe("host-existing", listener);
      producer.start();
      auto result = producer.send(Message("host-existing", EVERY_WIDTH));
      consumer.start();
      EXPECT_EQ(result.message_id, listener.inbox.take().id);
      EXPECT_NE(std::string::npos, description().find("java: the one of this process"));
    }
    EXPECT_EQ(ONS_OK, ons_runtime_close(5000, nullptr));
    EXPECT_EQ(1, null_checks(env, 1)) << "the machine lives on";
    EXPECT_EQ(JNI_OK, vm->DestroyJavaVM());
  });
  expect_ended(outcome, 0);
}

TEST_F(Host, what_checks_jni_would_tell_of_a_mistake) {
  auto outcome = in_guest([] {
    setenv("ONS_JVM_OPTS", "-Xcheck:jni", 1);
    Client producer(ons_producer_open, properties());
    JNIEnv *env = java();
    jclass type = env->FindClass("java/lang/String");
    jmethodID concat = env->GetMethodID(type, "concat", "(Ljava/lang/String;)Ljava/lang/String;");
    jstring text = env->NewStringUTF("x");
    env->CallObjectMethod(text, concat, nullptr);
    env->CallObjectMethod(text, concat, nullptr);  // the exception of the call before is still pending
    env->ExceptionClear();
  });
  expect_ended(outcome, 0);
  EXPECT_NE(std::string::npos, outcome.err.find("in native method")) << "tests that look for these words would miss it";
}

TEST_F(Host, the_library_may_be_closed_by_dlclose_before_its_threads_end) {
  auto outcome = in_guest([] {
    execl(ONS_TEST_GUEST, ONS_TEST_GUEST, "dlclose", ONS_TEST_LIBRARY, broker->address.c_str(), nullptr);
    _exit(127);
  });
  expect_ended(outcome, 0);
  EXPECT_EQ("", outcome.err);
}

TEST_F(Host, exits_with_busy_callbacks_keep_their_code_and_lose_nothing_that_was_acknowledged) {
  const char *asked = std::getenv("ONS_TEST_EXITS");
  const int rounds = asked != nullptr ? std::atoi(asked) : std::getenv("ONS_TEST_ALL") != nullptr ? 30 : 6;
  std::string folder = testing::TempDir() + "ons-exits-XXXXXX";
  ASSERT_NE(nullptr, mkdtemp(folder.data()));
  const char *const ways[] = {"return", "exit", "thread"};
  for (int round = 0; round < rounds; ++round) {
    std::string sent = folder + "/sent", handled = folder + "/handled";
    auto outcome = in_guest([&] {
      execl(ONS_TEST_GUEST, ONS_TEST_GUEST, ways[round % 3], ONS_TEST_LIBRARY, broker->address.c_str(), sent.c_str(),
            handled.c_str(), nullptr);
      _exit(127);
    });
    expect_ended(outcome, 7);
    EXPECT_EQ("", outcome.err);
    ASSERT_FALSE(HasFailure()) << "round " << round << ", way " << ways[round % 3];
  }
  std::set<std::string> sent, handled;
  size_t handlings = 0;
  std::string line;
  for (std::ifstream lines(folder + "/sent"); std::getline(lines, line);) sent.insert(line);
  for (std::ifstream lines(folder + "/handled"); std::getline(lines, line); ++handlings) handled.insert(line);
  EXPECT_GE(sent.size(), static_cast<size_t>(rounds));
  EXPECT_GE(handled.size(), static_cast<size_t>(rounds));
  EXPECT_EQ(handled.size(), handlings) << "a message came again although its handling was acknowledged";
  // What was not handled comes now; what was handled does not come again.
  auto outcome = in_guest([&] {
    Listener listener;
    Client consumer(ons_consumer_open, properties("GID_exits"));
    consumer.subscribe("host-exits", listener);
    consumer.start();
    std::set<std::string> missing = sent;
    for (auto &id : handled) missing.erase(id);
    while (!missing.empty()) {
      std::string id = listener.inbox.take().id;
      ASSERT_EQ(0u, handled.count(id)) << id << " comes again";
      missing.erase(id);
      ASSERT_FALSE(HasFailure()) << missing.size() << " messages are lost";
    }
  });
  expect_ended(outcome, 0);
  EXPECT_EQ("", outcome.out);
  std::filesystem::remove_all(folder);
}

TEST_F(Host, exit_inside_of_a_callback_keeps_its_code) {
  for (int round = 0; round < 3; ++round) {
    auto outcome = in_guest([] {
      execl(ONS_TEST_GUEST, ONS_TEST_GUEST, "callback", ONS_TEST_LIBRARY, broker->address.c_str(), "/dev/null",
            "/dev/null", nullptr);
      _exit(127);
    });
    expect_ended(outcome, 7);
  }
}
