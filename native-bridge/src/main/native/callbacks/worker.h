// A thread with a queue of jobs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace bridge {

class Worker {
 public:
  using Job = std::function<void()>;

  explicit Worker(std::string name);
  ~Worker();  // refuses new jobs; those in the queue still run

  // False after stop.
  bool post(Job job);
  // Refuses new jobs and waits until all others have run; false when they had not after `limit`.
  bool stop(std::chrono::milliseconds limit);

 private:
  // Shared with the thread, which may outlive the worker when a job does not return.
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> jobs;
    bool stopping = false;
    bool ended = false;
  };
  static void run(const std::shared_ptr<State> &state);

  std::shared_ptr<State> state_ = std::make_shared<State>();
  std::string name_;
  bool running_ = false;
};

}  // namespace bridge
