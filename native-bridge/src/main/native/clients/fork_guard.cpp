#include "clients/fork_guard.h"

#include <atomic>
#include <mutex>

#include <pthread.h>

#include "frames/failure.h"

namespace bridge {
namespace {

std::atomic<bool> forked{false};

}  // namespace

void guard_forks() {
  static std::once_flag once;
  std::call_once(once, [] { pthread_atfork(nullptr, nullptr, [] { forked = true; }); });
}

bool is_forked_child() noexcept { return forked; }

void refuse_in_forked_child() {
  if (forked) {
    fail(ONS_E_FORKED,
         "this process was forked from one that uses the library; create clients after fork, or use exec");
  }
}

}  // namespace bridge
