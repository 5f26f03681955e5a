// Work that needs a thread of its own, with a large stack and a deadline.
#pragma once

#include <chrono>
#include <functional>

namespace bridge {

constexpr size_t JVM_STACK = 8u << 20;

// Runs `body` on a new thread and waits for it; its failure is thrown here. False when it goes on after `limit`: then
// it must not use anything of the caller.
bool on_own_thread(const char *name, std::chrono::milliseconds limit, std::function<void()> body);

}  // namespace bridge
