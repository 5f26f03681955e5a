// The gate that every callback passes on its way to the host.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "clients/client.h"

namespace bridge {

class Gate {
 public:
  enum State {
    OPEN,
    ENDING,  // what was begun may still end: completions, releases, offsets; no new messages and questions
    CLOSED
  };

  void set(State state) { state_ = state; }
  bool lets(bool ending) const { return state_ == OPEN || (ending && state_ == ENDING); }
  // False when callbacks still run after `limit`.
  bool await_empty(std::chrono::milliseconds limit) { return running_.await_empty(limit); }

 private:
  friend class Pass;
  std::atomic<State> state_{OPEN};
  Usage running_;
};

Gate &gate();

// One callback on its way: counted in the gate and at its client while this lives.
class Pass {
 public:
  // `ending`: this callback ends something that was begun.
  Pass(Client *client, bool ending);
  ~Pass();
  Pass(const Pass &) = delete;

  explicit operator bool() const { return passed_; }
  // What the host said with ons_callback_set_error, once.
  std::string take_error();

  static bool inside_any();
  static bool inside(const Client &client);
  static void set_error(std::string_view text);

 private:
  Client *const client_;
  Pass *const outer_;  // the callback of this thread in which this one runs
  bool passed_;
  std::string error_;
};

}  // namespace bridge
