#include "jvm/signals.h"

#include <cstring>
#include <mutex>

#include <dlfcn.h>

#include "logs.h"

namespace bridge {
namespace {

constexpr int FAULTS[4] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};

std::mutex mutex;
bool created = false;
struct sigaction ours[4];
std::vector<std::string> mended;

void *handler_of(const struct sigaction &action) { return reinterpret_cast<void *>(action.sa_handler); }

std::string culprit(const struct sigaction &action) {
  if (action.sa_handler == SIG_DFL) return "the default action";
  if (action.sa_handler == SIG_IGN) return "being ignored";
  Dl_info info;
  bool known = dladdr(handler_of(action), &info) != 0 && info.dli_fname != nullptr;
  return known ? std::string("a handler in ") + info.dli_fname : "a handler of unknown origin";
}

template <typename Visit>
void visit_displaced(Visit &&visit) {
  for (int i = 0; created && i < 4; ++i) {
    struct sigaction now;
    sigaction(FAULTS[i], nullptr, &now);
    if (handler_of(now) != handler_of(ours[i])) visit(i, std::string(strsignal(FAULTS[i])) + " by " + culprit(now));
  }
}

}  // namespace

SignalGuard::SignalGuard() {
  for (int i = 0; i < 4; ++i) sigaction(FAULTS[i], nullptr, &before_[i]);
  sigaction(SIGCHLD, nullptr, &children_);
}

void SignalGuard::after_creation(JNIEnv *env) {
  // The class is initialized by being found, and resets SIGCHLD then.
  if (env->FindClass("java/lang/ProcessImpl") == nullptr) env->ExceptionClear();
  sigaction(SIGCHLD, &children_, nullptr);
  std::lock_guard lock(mutex);
  for (int i = 0; i < 4; ++i) {
    sigaction(FAULTS[i], nullptr, &ours[i]);
    bool handled = before_[i].sa_handler != SIG_DFL && before_[i].sa_handler != SIG_IGN;
    // Mirrored, not simply set: a handler that ran on the normal stack shall go on to do so.
    if (handled && (before_[i].sa_flags & SA_ONSTACK) != 0) {
      ours[i].sa_flags |= SA_ONSTACK;
      sigaction(FAULTS[i], &ours[i], nullptr);
    }
  }
  created = true;
}

std::vector<std::string> displaced_signals() {
  std::lock_guard lock(mutex);
  std::vector<std::string> all = mended;
  visit_displaced([&](int, std::string what) { all.push_back(std::move(what)); });
  return all;
}

void mend_displaced_signals() {
  std::lock_guard lock(mutex);
  visit_displaced([](int i, std::string what) {
    sigaction(FAULTS[i], &ours[i], nullptr);
    logs().add(ONS_LOG_WARN, "the Java runtime's handling of faults had been displaced (" + what +
                                 ") and was put back; install such handlers before the first client");
    mended.push_back(what + ", put back");
  });
}

}  // namespace bridge
