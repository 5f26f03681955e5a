#include "jvm/start.h"

#include <chrono>
#include <clocale>
#include <condition_variable>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>

#include <dlfcn.h>
#include <unistd.h>

#include "callbacks/thread.h"
#include "frames/failure.h"
#include "jvm/exit_hook.h"
#include "jvm/own_thread.h"
#include "jvm/signals.h"
#include "jvm/surroundings.h"

namespace bridge {
namespace {

constexpr std::chrono::seconds START_LIMIT{120};  // a cold start under load takes some seconds
constexpr size_t MOST_WORDS = 16384;

// The JVM calls setlocale(LC_ALL, ""): a host in "C" would print 1,50 afterwards.
class LocaleGuard {
 public:
  LocaleGuard() : before_(std::setlocale(LC_ALL, nullptr)) {}
  void restore() { std::setlocale(LC_ALL, before_.c_str()); }

 private:
  std::string before_;
};

// Shared by the caller and the thread that starts, which may never come back.
struct Attempt {
  enum State { RUNNING, DONE, ENDED_BY_HOTSPOT };

  void become(State next) {
    std::lock_guard lock(mutex);
    state = next;
    changed.notify_all();
  }

  std::mutex mutex;
  std::condition_variable changed;
  State state = RUNNING;
  std::string words;
  std::exception_ptr failure;
  CreatedJvm created{nullptr, nullptr};
  SignalGuard signals;
  LocaleGuard locale;
};

std::mutex current_mutex;
std::shared_ptr<Attempt> current;  // while HotSpot starts, for its hooks
std::string failed_for_good;       // why no other attempt can succeed in this process

std::shared_ptr<Attempt> starting() {
  std::lock_guard lock(current_mutex);
  return current;
}

void set_starting(std::shared_ptr<Attempt> attempt) {
  std::lock_guard lock(current_mutex);
  current = std::move(attempt);
}

// What HotSpot says while it starts; the reason why it does not start is only said here.
jint JNICALL say(FILE *file, const char *format, va_list arguments) {
  char text[1024];
  va_list copy;
  va_copy(copy, arguments);
  int size = std::vsnprintf(text, sizeof text, format, copy);
  va_end(copy);
  if (auto attempt = starting()) {
    std::lock_guard lock(attempt->mutex);
    if (attempt->words.size() < MOST_WORDS) attempt->words += text;
    return size;
  }
  // Never to stdout: that is the host's.
  return std::vfprintf(file == stdout ? stderr : file, format, arguments);
}

// HotSpot ends the process behind this hook. While it starts, no thread of the host is inside of it: the process can
// live on without this thread.
void sleep_for_ever_if_starting() {
  auto attempt = starting();
  if (!attempt) return;
  attempt->become(Attempt::ENDED_BY_HOTSPOT);
  attempt.reset();
  for (;;) pause();
}

void JNICALL exiting(jint) {
  sleep_for_ever_if_starting();
  note_java_is_exiting();
}

void JNICALL aborting() {
  sleep_for_ever_if_starting();
  static const char TEXT[] = "onsclient: the Java runtime aborts the process; see its crash report\n";
  std::fputs(TEXT, stderr);
}

// Lines for people at a terminal, as a sentence.
std::string sentence_of(std::string words) {
  while (!words.empty() && words.back() == '\n') words.pop_back();
  for (size_t at; (at = words.find('\n')) != std::string::npos;) words.replace(at, 1, "; ");
  return words.empty() ? "it gave no reason" : words;
}

using Create = jint(JNICALL *)(JavaVM **, void **, void *);

void create(Attempt &attempt, const std::string &libjvm, std::vector<std::string> flags, JNIEnv **env) {
  void *library = dlopen(libjvm.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) fail(ONS_E_RUNTIME, "cannot load " + libjvm + ": " + dlerror());
  auto create_vm = reinterpret_cast<Create>(dlsym(library, "JNI_CreateJavaVM"));
  if (create_vm == nullptr) fail(ONS_E_RUNTIME, libjvm + " has no function JNI_CreateJavaVM");
  std::vector<JavaVMOption> options;
  for (auto &flag : flags) options.push_back({flag.data(), nullptr});
  char vfprintf_hook[] = "vfprintf", exit_hook[] = "exit", abort_hook[] = "abort";
  options.push_back({vfprintf_hook, reinterpret_cast<void *>(&say)});
  options.push_back({exit_hook, reinterpret_cast<void *>(&exiting)});
  options.push_back({abort_hook, reinterpret_cast<void *>(&aborting)});
  JavaVMInitArgs arguments{JNI_VERSION_10, static_cast<jint>(options.size()), options.data(), JNI_FALSE};
  // The JVM suspends its threads by a signal, by default SIGUSR2, which hosts use themselves.
  setenv("_JAVA_SR_SIGNUM", "50", 0);
  JavaVM *vm = nullptr;
  jint result = create_vm(&vm, reinterpret_cast<void **>(env), &arguments);
  set_starting(nullptr);
  attempt.locale.restore();
  std::string words;
  {
    std::lock_guard lock(attempt.mutex);
    words.swap(attempt.words);
  }
  if (result != JNI_OK) {
    fail(ONS_E_RUNTIME, "the Java runtime " + libjvm + " did not start (" + std::to_string(result) + "): " +
                            sentence_of(words) + address_space_in_words());
  }
  attempt.created = {vm, library};
  if (!words.empty()) std::fputs(words.c_str(), stderr);
  attempt.signals.after_creation(*env, library);
}

struct Detach {
  JavaVM *vm;
  ~Detach() { vm->DetachCurrentThread(); }
};

}  // namespace

void refuse_after_failed_start() {
  std::lock_guard lock(current_mutex);
  if (!failed_for_good.empty()) fail(ONS_E_RUNTIME, failed_for_good + " (this process cannot try again)");
}

CreatedJvm create_jvm(const std::string &libjvm, const std::vector<std::string> &flags,
                      std::function<void(const CreatedJvm &, JNIEnv *)> prepare) {
  auto attempt = std::make_shared<Attempt>();
  set_starting(attempt);
  pthread_detach(start_thread("ons-start", JVM_STACK, [attempt, libjvm, flags, prepare = std::move(prepare)] {
    try {
      JNIEnv *env = nullptr;
      create(*attempt, libjvm, flags, &env);
      Detach at_end{attempt->created.vm};
      prepare(attempt->created, env);
    } catch (...) {
      attempt->failure = std::current_exception();
    }
    attempt->become(Attempt::DONE);
  }));
  std::unique_lock lock(attempt->mutex);
  attempt->changed.wait_for(lock, START_LIMIT, [&] { return attempt->state != Attempt::RUNNING; });
  set_starting(nullptr);
  if (attempt->failure) std::rethrow_exception(attempt->failure);
  if (attempt->state == Attempt::DONE) return attempt->created;
  attempt->signals.restore();
  attempt->locale.restore();
  std::string why = attempt->state == Attempt::RUNNING
                        ? "the Java runtime did not start within " + std::to_string(START_LIMIT.count()) + " s"
                        : "the Java runtime did not start: " + sentence_of(attempt->words) + address_space_in_words();
  std::lock_guard current_lock(current_mutex);
  failed_for_good = why;
  fail(ONS_E_RUNTIME, why);
}

}  // namespace bridge
