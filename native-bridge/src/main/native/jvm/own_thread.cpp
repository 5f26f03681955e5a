#include "jvm/own_thread.h"

#include <exception>
#include <future>
#include <memory>

#include "callbacks/thread.h"

namespace bridge {

bool on_own_thread(const char *name, std::chrono::milliseconds limit, std::function<void()> body) {
  auto task = std::make_shared<std::packaged_task<void()>>(std::move(body));
  auto end = task->get_future();
  pthread_detach(start_thread(name, JVM_STACK, [task] { (*task)(); }));
  if (end.wait_for(limit) != std::future_status::ready) return false;
  end.get();
  return true;
}

}  // namespace bridge
