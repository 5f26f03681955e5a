#include "jvm/signals.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

#include <dlfcn.h>

#include "callbacks/logs.h"
#include "callbacks/thread.h"

namespace bridge {
namespace {

constexpr std::array<int, 4> FAULTS = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
constexpr std::chrono::milliseconds PERIOD{250};
// Late handlers of one signal; of a host that installs more, Java takes all faults from then on.
constexpr size_t MOST_LATE = 16;
constexpr size_t WATCH_STACK = 1u << 20;

using JavaFault = int (*)(int, siginfo_t *, void *, int);
using Handler = void (*)(int, siginfo_t *, void *);

// One of the four signals. Its slots are written before a handler can read them, and never again.
struct Fault {
  struct sigaction java;                         // the JVM's own
  std::array<struct sigaction, MOST_LATE> late;  // the host's, installed after the JVM's
  std::array<std::atomic<bool>, MOST_LATE> used_up{};  // by SA_RESETHAND
  std::atomic<size_t> count{0};
};

struct State {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> watching{false};
  std::atomic<JavaFault> java_fault{nullptr};
  std::array<Fault, FAULTS.size()> faults;
  std::vector<std::string> displaced;
};

State &state() {
  static auto *instance = new State;  // never destroyed: the watching thread and handlers may come late
  return *instance;
}
State *const handler_state = &state();  // without the guard of a local static: a handler runs anywhere

void *handler_of(const struct sigaction &action) { return reinterpret_cast<void *>(action.sa_handler); }
void *handler_of(Handler handler) { return reinterpret_cast<void *>(handler); }

// Java's libjsig.so, which a host may preload, keeps Java's handlers in place and passes on what is not Java's. It
// answers questions about handlers with those of the host, so they are of no use here.
bool preloaded_libjsig() { return dlsym(RTLD_DEFAULT, "JVM_begin_signal_setting") != nullptr; }

size_t index_of(int number) {
  for (size_t i = 0; i < FAULTS.size(); ++i) {
    if (FAULTS[i] == number) return i;
  }
  return 0;
}

void run(const struct sigaction &action, int number, siginfo_t *info, void *context) {
  if ((action.sa_flags & SA_SIGINFO) != 0) {
    action.sa_sigaction(number, info, context);
  } else {
    action.sa_handler(number);
  }
}

// In front of one late handler. Each has a front of its own: a handler that calls the one it has displaced comes to the
// front before, never to the same again.
template <size_t Slot>
void in_front(int number, siginfo_t *info, void *context) {
  Fault &fault = handler_state->faults[index_of(number)];
  JavaFault java = handler_state->java_fault;
  if (java != nullptr && java(number, info, context, 0) != 0) return;
  const struct sigaction &late = fault.late[Slot];
  bool once = (late.sa_flags & SA_RESETHAND) != 0;
  if (once && fault.used_up[Slot].exchange(true)) return run(fault.java, number, info, context);
  run(late, number, info, context);
}

template <size_t... Slots>
constexpr std::array<Handler, MOST_LATE> fronts(std::index_sequence<Slots...>) {
  return {in_front<Slots>...};
}
constexpr auto FRONTS = fronts(std::make_index_sequence<MOST_LATE>());

std::string culprit(const struct sigaction &action) {
  if (action.sa_handler == SIG_DFL) return "the default action";
  if (action.sa_handler == SIG_IGN) return "being ignored";
  Dl_info info;
  bool known = dladdr(handler_of(action), &info) != 0 && info.dli_fname != nullptr;
  return known ? std::string("a handler in ") + info.dli_fname : "a handler of unknown origin";
}

bool is_displaced(const Fault &fault, const struct sigaction &now) {
  bool ours = fault.count > 0 && handler_of(now) == handler_of(FRONTS[fault.count - 1]);
  return !ours && handler_of(now) != handler_of(fault.java);
}

// On the alternate stack if either side was, and deferred as the host has it.
struct sigaction in_front_of(const struct sigaction &late, const struct sigaction &java, Handler front) {
  struct sigaction action = java;
  action.sa_sigaction = front;
  action.sa_flags = SA_SIGINFO | ((late.sa_flags | java.sa_flags) & (SA_ONSTACK | SA_RESTART)) |
                    (late.sa_flags & SA_NODEFER);
  return action;
}

void mend(int number, Fault &fault) {
  struct sigaction now;
  sigaction(number, nullptr, &now);
  if (!is_displaced(fault, now)) return;
  bool chained = now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN && fault.count < MOST_LATE;
  struct sigaction mended = fault.java;
  if (chained) {
    fault.late[fault.count] = now;
    mended = in_front_of(now, fault.java, FRONTS[fault.count++]);
  }
  sigaction(number, &mended, nullptr);
  std::string what = std::string(strsignal(number)) + " by " + culprit(now);
  logs().add(ONS_LOG_WARN, "the Java runtime's handling of faults was displaced (" + what +
                               ") and was put back: faults of Java go to Java again" +
                               (chained ? ", all others to that handler" : "") +
                               "; install such handlers before the first client");
  if (state().displaced.size() < MOST_LATE * FAULTS.size()) state().displaced.push_back(what + ", put back");
}

// With the mutex held.
void mend_all() {
  for (size_t i = 0; state().watching && i < FAULTS.size(); ++i) mend(FAULTS[i], state().faults[i]);
}

void watch() {
  std::unique_lock lock(state().mutex);
  while (state().watching) {
    state().changed.wait_for(lock, PERIOD);
    mend_all();
  }
}

}  // namespace

SignalGuard::SignalGuard() {
  for (size_t i = 0; i < std::size(TAKEN); ++i) sigaction(TAKEN[i], nullptr, &before_[i]);
  sigaction(SIGCHLD, nullptr, &children_);
}

void SignalGuard::after_creation(JNIEnv *env, void *libjvm) {
  // The class is initialized by being found, and resets SIGCHLD then.
  if (env->FindClass("java/lang/ProcessImpl") == nullptr) env->ExceptionClear();
  sigaction(SIGCHLD, &children_, nullptr);
  if (preloaded_libjsig()) return;
  std::lock_guard lock(state().mutex);
  state().java_fault = reinterpret_cast<JavaFault>(dlsym(libjvm, "JVM_handle_linux_signal"));
  for (size_t i = 0; i < FAULTS.size(); ++i) {
    struct sigaction &java = state().faults[i].java;
    sigaction(FAULTS[i], nullptr, &java);
    bool handled = before_[i].sa_handler != SIG_DFL && before_[i].sa_handler != SIG_IGN;
    // Mirrored, not simply set: a handler that ran on the normal stack must go on to do so.
    if (handled && (before_[i].sa_flags & SA_ONSTACK) != 0) {
      java.sa_flags |= SA_ONSTACK;
      sigaction(FAULTS[i], &java, nullptr);
    }
  }
}

void SignalGuard::restore() {
  for (size_t i = 0; i < std::size(TAKEN); ++i) sigaction(TAKEN[i], &before_[i], nullptr);
  sigaction(SIGCHLD, &children_, nullptr);
}

void watch_signals() {
  if (preloaded_libjsig()) return;
  if (!state().watching.exchange(true)) pthread_detach(start_thread("ons-signals", WATCH_STACK, watch));
}

void stop_watching_signals() {
  std::lock_guard lock(state().mutex);
  state().watching = false;
  state().changed.notify_all();
}

void mend_displaced_signals() {
  if (!state().watching) return;
  struct sigaction now;
  sigaction(FAULTS[0], nullptr, &now);
  // The count may be one behind: that costs a look with the mutex.
  if (!is_displaced(state().faults[0], now)) return;
  std::lock_guard lock(state().mutex);
  mend_all();
}

std::vector<std::string> displaced_signals() {
  std::lock_guard lock(state().mutex);
  mend_all();
  return state().displaced;
}

}  // namespace bridge
