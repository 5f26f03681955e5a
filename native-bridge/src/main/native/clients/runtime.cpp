#include "clients/runtime.h"

#include <algorithm>
#include <cstdlib>

#include "callbacks/callbacks.h"
#include "callbacks/gate.h"
#include "callbacks/logs.h"
#include "clients/fork_guard.h"
#include "echo/echo.h"
#include "jni/jni_backend.h"
#include "jvm/exit_hook.h"
#include "jvm/signals.h"

namespace bridge {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds EXIT_DRAIN{5000};
constexpr uint64_t MOST_EXIT_HOOKS = 1024;
constexpr milliseconds LAST_CALLS{5000};  // after a shutdown all calls return by themselves
constexpr milliseconds LAST_CALLBACKS{1000};  // the backend has waited for them already, as long as the client allows
constexpr milliseconds JVM_END{10000};  // at least; ons_runtime_close may be more patient

[[noreturn]] void refuse_closed() {
  fail(ONS_E_CLOSED, "the library was closed in this process by ons_runtime_close; it cannot be opened again");
}

}  // namespace

Runtime &runtime() {
  static auto *instance = new Runtime;  // never destroyed: calls may come late
  return *instance;
}

void Runtime::open(const Options &options) {
  if (Pass::inside_any()) fail(ONS_E_STATE, "the library cannot be opened from within a callback");
  std::lock_guard lock(mutex_);
  if (opened_ && !closed_) {
    if (options == options_) return;
    fail(ONS_E_STATE, "the library is open already, with other options; open it once, before the first client");
  }
  open_locked(options);
}

void Runtime::open_locked(const Options &options) {
  if (closed_) refuse_closed();
  logs().set_folder(options.log_folder);
  backend_ = options.echo ? make_echo() : make_jni_backend(options);
  backend_->log_to(logs().level());
  options_ = options;
  guard_forks();
  // After the JVM was made, so that this runs before the destructors of its library.
  outlive_nothing();
  opened_ = true;
}

// What is registered last runs first, and a host's statics may be made after the library was opened. A host that starts
// clients without end registers ever more seldom.
void Runtime::outlive_nothing() noexcept {
  uint64_t number = ++exit_hooks_;
  if (number <= MOST_EXIT_HOOKS || (number & (number - 1)) == 0) std::atexit(&Runtime::at_exit);
}

void Runtime::open_with_defaults() {
  if (closed_) refuse_closed();
  if (opened_) return;
  std::lock_guard lock(mutex_);
  if (!opened_) open_locked(options_of(nullptr));
}

void Runtime::close(milliseconds drain) {
  if (Pass::inside_any()) fail(ONS_E_STATE, "the library cannot be closed from within a callback");
  std::lock_guard lock(mutex_);
  if (closed_.exchange(true) || !opened_) {
    logs().close();
    return;
  }
  calls_.end();
  gate().set(Gate::ENDING);
  bool drained = gate().await_empty(drain);
  end(std::max(drain, JVM_END));
  if (!drained) {
    fail(ONS_E_TIMEOUT, "callbacks were still running after " + std::to_string(drain.count()) +
                            " ms; all clients are closed");
  }
}

// Closes all clients; ends the JVM too, within the limit and if nobody is inside of it. With a limit of 0 it is left.
void Runtime::end(milliseconds destroy_limit) {
  try {
    backend_->shutdown();
    bool callbacks_ended = gate().await_empty(LAST_CALLBACKS);
    bool calls_ended = calls_.await_empty(LAST_CALLS);
    logs().close();
    gate().set(Gate::CLOSED);
    if (callbacks_ended && calls_ended && destroy_limit > milliseconds::zero()) backend_->destroy(destroy_limit);
  } catch (const std::exception &failure) {
    logs().add(ONS_LOG_ERROR, std::string("the library did not end well: ") + failure.what());
    logs().close();
    gate().set(Gate::CLOSED);
  }
}

// The process ends with an open library. What the host's callbacks use may be gone already: none is let through.
void Runtime::at_exit() {
  Runtime &self = runtime();
  if (is_forked_child() || self.closed_.exchange(true)) return;
  gate().set(Gate::CLOSED);
  self.calls_.end();
  // exit() inside of a callback: its thread would wait for itself.
  if (Pass::inside_any() || java_is_exiting() || !self.mutex_.try_lock()) return;
  bool drained = gate().await_empty(EXIT_DRAIN);
  self.end(drained ? JVM_END : milliseconds::zero());
  self.mutex_.unlock();
}

std::string Runtime::describe() {
  std::lock_guard lock(mutex_);
  std::string text = std::string("OpenONS ") + ons_version() + ", bundle folder " + bundle_folder() + "\n";
  text += closed_ ? "state: closed\n" : opened_ ? "state: open\n" : "state: not open\n";
  if (!opened_ || closed_) return text;
  text += "wrapper: " + options_.wrapper + "\nlog folder: " + options_.log_folder +
          "\nmost heap, MiB: " + std::to_string(options_.max_heap_mib) + "\n";
  text += chars_of(backend_->describe_runtime());
  for (auto &client : clients().all()) {
    text += "client " + std::to_string(client->number) + ": " + name_of(client->kind) + "\n";
  }
  for (auto &displaced : displaced_signals()) text += "signal handler displaced: " + displaced + "\n";
  return text;
}

RuntimeCall::RuntimeCall() {
  runtime().open_with_defaults();
  if (!runtime().calls_.enter()) refuse_closed();
}

ClientCall::ClientCall(ons_client_t number, unsigned kinds, const char *function, bool even_closed) {
  client_ = clients().find(number);
  if (!client_) fail(ONS_E_CLOSED, "the client was closed, or this is no client's number: " + std::to_string(number));
  if ((kinds & 1u << client_->kind) == 0) {
    fail(ONS_E_UNSUPPORTED, std::string(function) + " is not for a client of kind " + name_of(client_->kind));
  }
  if (!even_closed) {
    counted_ = client_->calls.enter();
    if (!counted_) fail(ONS_E_CLOSED, std::string("the ") + name_of(client_->kind) + " was closed");
  }
  try {
    call_.emplace();
  } catch (...) {
    if (counted_) client_->calls.leave();
    throw;
  }
}

ClientCall::~ClientCall() {
  call_.reset();
  if (counted_) client_->calls.leave();
}

ons_client_t open_client(Kind kind, ByteView properties,
                         const std::function<uint64_t(std::shared_ptr<Client>)> &checker) {
  RuntimeCall call;
  auto client = std::make_shared<Client>(kind);
  uint64_t context = checker ? checker(client) : 0;
  client->has_checker = context != 0;
  give(context, [&](uint64_t number) { client->backend_client = call.backend().open(kind, properties, number); });
  client->number = clients().add(client);
  return client->number;
}

void close_client(ons_client_t number) {
  auto client = clients().find(number);
  if (!client) fail(ONS_E_CLOSED, "the client was closed already, or the number is none: " + std::to_string(number));
  if (Pass::inside(*client)) {
    fail(ONS_E_STATE, "a client cannot be closed from one of its own callbacks; close it from another thread");
  }
  RuntimeCall call;
  if (!client->calls.end()) fail(ONS_E_CLOSED, std::string("the ") + name_of(client->kind) + " was closed already");
  std::optional<Failure> failure;
  try {
    call.backend().close(client->backend_client);
  } catch (const Failure &thrown) {
    failure = thrown;
  }
  client->callbacks.end();
  bool ended = client->calls.await_empty(LAST_CALLS) && client->callbacks.await_empty(LAST_CALLBACKS);
  // Events of it may still be polled; the poll that finds no more of them frees the number.
  if (!client->events) clients().remove(number);
  if (failure) throw *failure;
  if (!ended) fail(ONS_E_TIMEOUT, "a callback of the client is still running; no other will be called");
}

}  // namespace bridge
