// Threads of the library: with a stack of a known size, and without the host's signals.
#pragma once

#include <cstddef>
#include <functional>

#include <pthread.h>

namespace bridge {

constexpr size_t CALLBACK_STACK = 8u << 20;

// Runs `body` on a new thread; a Failure with ONS_E_RUNTIME when none can be made. The caller joins or detaches.
pthread_t start_thread(const char *name, size_t stack_size, std::function<void()> body);

}  // namespace bridge
