#include "callbacks/thread.h"

#include <csignal>
#include <cstring>
#include <memory>

#include "frames/failure.h"

namespace bridge {
namespace {

// Signals that are meant for the process: the host's own threads shall get them.
constexpr int HOST_SIGNALS[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,  SIGUSR1, SIGUSR2, SIGALRM,
                                SIGCHLD, SIGTSTP, SIGIO,   SIGWINCH, SIGURG};

void *run(void *argument) {
  std::unique_ptr<std::function<void()>> body(static_cast<std::function<void()> *>(argument));
  (*body)();
  return nullptr;
}

}  // namespace

pthread_t start_thread(const char *name, size_t stack_size, std::function<void()> body) {
  sigset_t block, before;
  sigemptyset(&block);
  for (int signal : HOST_SIGNALS) sigaddset(&block, signal);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_size);
  auto argument = std::make_unique<std::function<void()>>(std::move(body));
  pthread_t thread;
  pthread_sigmask(SIG_BLOCK, &block, &before);
  int result = pthread_create(&thread, &attributes, run, argument.get());
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (result != 0) {
    fail(ONS_E_RUNTIME, std::string("no thread for ") + name + ": " + std::strerror(result) +
                            "; raise the limit of threads or memory");
  }
  argument.release();
  pthread_setname_np(thread, name);
  return thread;
}

}  // namespace bridge
