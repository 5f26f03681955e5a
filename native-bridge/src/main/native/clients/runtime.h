// The library in this process: not open yet, open, or closed for good.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "clients/backend.h"
#include "clients/options.h"
#include "clients/usage.h"

namespace bridge {

class Runtime {
 public:
  void open(const Options &options);
  void open_with_defaults();
  void close(std::chrono::milliseconds drain);
  std::string describe();
  bool is_open() const { return opened_ && !closed_; }
  // Callbacks may come from now on: the library ends before exit() destroys what was there for them.
  void outlive_nothing() noexcept;

 private:
  friend class RuntimeCall;

  void open_locked(const Options &options);
  static void at_exit();
  void end(std::chrono::milliseconds destroy_limit);

  std::mutex mutex_;  // one opens or closes at a time
  Options options_;
  std::unique_ptr<Backend> backend_;
  std::atomic<bool> opened_{false};
  std::atomic<bool> closed_{false};
  Usage calls_;
  std::atomic<uint64_t> exit_hooks_{0};
};

Runtime &runtime();

// A call that is inside of the backend; the backend is not destroyed meanwhile.
class RuntimeCall {
 public:
  RuntimeCall();
  ~RuntimeCall() { runtime().calls_.leave(); }
  RuntimeCall(const RuntimeCall &) = delete;

  Backend &backend() { return *runtime().backend_; }
};

// A call of a client's function, for kinds of `kinds` (a bit each).
class ClientCall {
 public:
  // `even_closed`: events of a closed client may still be taken.
  ClientCall(ons_client_t number, unsigned kinds, const char *function, bool even_closed = false);
  ~ClientCall();
  ClientCall(const ClientCall &) = delete;

  Backend &backend() { return call_->backend(); }
  Client &client() { return *client_; }
  const std::shared_ptr<Client> &shared_client() { return client_; }
  int64_t id() const { return client_->backend_client; }

 private:
  std::shared_ptr<Client> client_;
  std::optional<RuntimeCall> call_;
  bool counted_ = false;
};

constexpr unsigned any_of(std::initializer_list<Kind> kinds) {
  unsigned bits = 0;
  for (Kind kind : kinds) bits |= 1u << kind;
  return bits;
}
constexpr unsigned ANY_KIND = ~0u;

// Makes a client of the kind: what every ons_*_open does.
ons_client_t open_client(Kind kind, ByteView properties,
                         const std::function<uint64_t(std::shared_ptr<Client>)> &checker);
void close_client(ons_client_t number);

}  // namespace bridge
