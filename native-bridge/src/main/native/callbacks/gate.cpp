#include "callbacks/gate.h"

namespace bridge {
namespace {

thread_local Pass *innermost = nullptr;

}  // namespace

Gate &gate() {
  static auto *instance = new Gate;  // never destroyed: callbacks may come late
  return *instance;
}

Pass::Pass(Client *client, bool ending) : client_(client), outer_(innermost) {
  // Counted first, checked then: who has set the state and then sees no one inside, knows that no one will come.
  gate().running_.enter();
  passed_ = gate().lets(ending) && (client == nullptr || client->callbacks.enter());
  if (passed_) {
    innermost = this;
  } else {
    gate().running_.leave();
  }
}

Pass::~Pass() {
  if (!passed_) return;
  innermost = outer_;
  if (client_ != nullptr) client_->callbacks.leave();
  gate().running_.leave();
}

std::string Pass::take_error() { return std::exchange(error_, {}); }

bool Pass::inside_any() { return innermost != nullptr; }

bool Pass::inside(const Client &client) {
  for (Pass *pass = innermost; pass != nullptr; pass = pass->outer_) {
    if (pass->client_ == &client) return true;
  }
  return false;
}

void Pass::set_error(std::string_view text) {
  if (innermost != nullptr) innermost->error_ = text;
}

}  // namespace bridge
