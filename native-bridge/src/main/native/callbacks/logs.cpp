#include "callbacks/logs.h"

#include <cstdio>
#include <ctime>

#include <sys/stat.h>
#include <unistd.h>

#include "callbacks/gate.h"
#include "callbacks/thread.h"
#include "frames/failure.h"
#include "frames/frame.h"
#include "frames/polling.h"
#include "frames/text.h"

namespace bridge {
namespace {

constexpr size_t MOST_RECORDS = 4096;         // a host that is slower loses the newest records, and is told how many
constexpr off_t LARGEST_FILE = 64 << 20;      // then it becomes onsclient.log.1
constexpr std::chrono::milliseconds LAST_RECORDS{2000};

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Bytes record(int32_t level, std::string_view text) {
  Frame frame;
  frame.kind = ONS_FRAME_LOG;
  frame.born_at_ms = now_ms();
  frame.number = level;
  frame.born_host = "io.openons.native";
  frame.extra = text;
  return bytes_of(frame);
}

std::string line_of(const Frame &frame) {
  static const char *const LEVELS[] = {"ERROR", "WARN", "INFO", "DEBUG", "TRACE"};
  time_t seconds = frame.born_at_ms / 1000;
  tm at;
  gmtime_r(&seconds, &at);
  char time[32], all[64];
  std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &at);
  int level = frame.number < ONS_LOG_ERROR || frame.number > ONS_LOG_TRACE ? ONS_LOG_TRACE : frame.number;
  std::snprintf(all, sizeof all, "%s.%03dZ %-5s ", time, static_cast<int>(frame.born_at_ms % 1000), LEVELS[level - 1]);
  return all + std::string(frame.born_host) + ": " + std::string(frame.extra) + "\n";
}

}  // namespace

struct Logs::Target {
  Target(ons_log_callback_t callback, void *context, ons_release_t release)
      : callback(callback), context(context), release(release) {}
  Target(const Target &) = delete;

  ons_log_callback_t callback;
  void *context;
  ons_release_t release;

  ~Target() {
    if (release == nullptr) return;
    Pass pass(nullptr, true);
    if (pass) release(context);
  }
};

Logs &logs() {
  static auto *instance = new Logs;  // never destroyed: records may come late
  return *instance;
}

int32_t Logs::level() const {
  std::lock_guard lock(mutex_);
  return level_;
}

void Logs::add(int32_t level, std::string_view text) noexcept {
  if (level <= this->level()) add_frame(record(level, text));
}

void Logs::add_frame(ByteView frame) noexcept {
  std::lock_guard lock(mutex_);
  if (closed_) return;
  if (sink_ == DEFAULT) return write(frame);
  if (records_.size() >= MOST_RECORDS) {
    ++dropped_;
    return;
  }
  records_.emplace_back(frame.data, frame.data + frame.size);
  changed_.notify_all();
}

void Logs::route(Sink sink, int32_t level, std::shared_ptr<Target> target) {
  {
    std::lock_guard lock(mutex_);
    if (closed_) fail(ONS_E_CLOSED, "the library was closed in this process");
    if (sink == CALLBACK && !running_) {
      pthread_detach(start_thread("ons-logs", CALLBACK_STACK, [this] { run(); }));
      running_ = true;
    }
    sink_ = sink;
    level_ = level;
    target.swap(target_);
    if (sink == DEFAULT) {
      for (auto &record : records_) write(record);
      records_.clear();
    }
    changed_.notify_all();
  }
  // The former target ends here, outside of the lock, unless a record is being shown to it: then after that.
}

void Logs::to_callback(ons_log_callback_t callback, void *context, ons_release_t release, int32_t level) {
  route(CALLBACK, level, std::make_shared<Target>(callback, context, release));
}

void Logs::to_events(int32_t level) { route(EVENTS, level, nullptr); }

void Logs::to_default() {
  bool file;
  {
    std::lock_guard lock(mutex_);
    file = !file_.empty();
  }
  route(DEFAULT, file ? ONS_LOG_INFO : ONS_LOG_WARN, nullptr);
}

void Logs::set_folder(const std::string &folder) {
  std::lock_guard lock(mutex_);
  file_ = folder.empty() ? "" : folder + "/onsclient.log";
  if (sink_ == DEFAULT) level_ = file_.empty() ? ONS_LOG_WARN : ONS_LOG_INFO;
}

void Logs::write(ByteView bytes) {
  size_t at = 0;
  std::string line = line_of(read_frame(bytes, &at));
  FILE *file = file_.empty() ? nullptr : std::fopen(file_.c_str(), "ae");
  if (file == nullptr) {
    std::fputs(line.c_str(), stderr);
    return;
  }
  std::fputs(line.c_str(), file);
  struct stat status;
  bool full = fstat(fileno(file), &status) == 0 && status.st_size > LARGEST_FILE;
  std::fclose(file);
  if (full) std::rename(file_.c_str(), (file_ + ".1").c_str());
}

void Logs::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || (sink_ == CALLBACK && !records_.empty()); });
    if (sink_ != CALLBACK || records_.empty()) break;
    Bytes next = std::move(records_.front());
    records_.pop_front();
    if (uint64_t lost = std::exchange(dropped_, 0)) {
      records_.push_back(record(ONS_LOG_WARN, std::to_string(lost) + " log records were lost: the callback is slow"));
    }
    auto target = target_;
    lock.unlock();
    size_t at = 0;
    Frame frame = read_frame(next, &at);
    if (Pass pass(nullptr, true); pass && target) {
      target->callback(target->context, frame.number, frame.born_at_ms, str_of(frame.born_host), str_of(frame.extra));
    }
    target.reset();
    lock.lock();
  }
  running_ = false;
  changed_.notify_all();
}

bool Logs::poll(size_t max, int32_t timeout_ms, Poll &poll) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return closed_ || !records_.empty(); });
  if (records_.empty()) return !closed_;
  take_frames(records_, max, poll);
  return true;
}

void Logs::close() {
  std::shared_ptr<Target> last;
  std::unique_lock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
  changed_.wait_for(lock, LAST_RECORDS, [this] { return !running_; });
  last.swap(target_);
  lock.unlock();
}

}  // namespace bridge
