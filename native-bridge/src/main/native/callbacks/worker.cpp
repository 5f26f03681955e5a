#include "callbacks/worker.h"

#include "callbacks/thread.h"

namespace bridge {

Worker::Worker(std::string name) : name_(std::move(name)) {}

Worker::~Worker() {
  std::lock_guard lock(state_->mutex);
  state_->stopping = true;
  state_->changed.notify_all();
}

bool Worker::post(Job job) {
  std::lock_guard lock(state_->mutex);
  if (state_->stopping) return false;
  if (!running_) {
    pthread_detach(start_thread(name_.c_str(), CALLBACK_STACK, [state = state_] { run(state); }));
    running_ = true;
  }
  state_->jobs.push_back(std::move(job));
  state_->changed.notify_all();
  return true;
}

bool Worker::stop(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->changed.notify_all();
  return !running_ || state_->changed.wait_for(lock, limit, [this] { return state_->ended; });
}

void Worker::run(const std::shared_ptr<State> &state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    state->changed.wait(lock, [&] { return state->stopping || !state->jobs.empty(); });
    if (state->jobs.empty()) break;
    Job job = std::move(state->jobs.front());
    state->jobs.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
  state->ended = true;
  state->changed.notify_all();
}

}  // namespace bridge
