#ifndef OPENONS_CLASSIC_LOGGER_HPP
#define OPENONS_CLASSIC_LOGGER_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>

#include "modern.hpp"

namespace rocketmq {

/// The least urgent records that a log takes.
enum class Level : std::uint8_t { Trace = 0, Debug = 1, Info = 2, Warn = 3, Error = 4, Off = 5 };

/// Where the logs of clients go. What is set takes effect at init, for clients that are made after it. Without an
/// init, properties say where logs go (LogPath), else stderr from Warn on.
class Logger {
 public:
  virtual ~Logger() = default;
  /// Of the log file; Info when it is not set.
  virtual void setLevel(Level level) = 0;
  /// Of the console, which is stderr; Warn when it is not set.
  virtual void setConsoleLevel(Level level) = 0;
  /// The folder of the log file; logs/rocketmq in the home folder when it is not set. LogPath wins.
  virtual void setLogHome(const std::string& log_home) = 0;
  /// Without effect: a file is full at 64 MB.
  virtual void setFileSize(std::size_t file_size) = 0;
  /// How many full files are kept, 1 to 100; 10 when it is not set.
  virtual void setFileCount(std::size_t file_count) = 0;
  /// Without effect: lines have the library's form.
  virtual void setPattern(std::string pattern) = 0;
  virtual void init() = 0;
};

namespace detail {

class ProcessLogger final : public Logger {
 public:
  void setLevel(Level level) override { change([&] { level_ = level; }); }
  void setConsoleLevel(Level level) override { change([&] { console_level_ = level; }); }
  void setLogHome(const std::string& log_home) override { change([&] { home_ = log_home; }); }
  void setFileSize(std::size_t) override { without_effect("setFileSize", "a log file is full at 64 MB"); }
  void setFileCount(std::size_t file_count) override { change([&] { files_ = file_count; }); }
  void setPattern(std::string) override { without_effect("setPattern", "lines have the library's form"); }

  void init() override {
    Level console;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      initialised_ = true;
      console = console_level_;
    }
    // The library's own way to stderr is that of Warn.
    if (console != Level::Warn) {
      openons::runtime::set_log_callback(to_modern(console), [console](const openons::LogRecord& record) {
        if (console != Level::Off) {
          std::cerr << name_of(record.level) << " " << record.logger << ": " << record.text << "\n";
        }
      });
    }
  }

  /// Adds what init has fixed to a client's properties, where they do not say otherwise.
  void add_to(openons::Properties& properties) const {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!initialised_ || level_ == Level::Off) {
      return;
    }
    const char* home = std::getenv("HOME");
    add(properties, "ons.client.logRoot",
        home_.empty() ? std::string(home == nullptr ? "." : home) + "/logs/rocketmq" : home_);
    add(properties, "ons.client.logLevel", name_of(to_modern(level_)));
    if (files_ != 0) {
      add(properties, "ons.client.logFileMaxIndex", std::to_string(files_));
    }
  }

  /// One line to the console.
  void warn(const std::string& text) const {
    std::lock_guard<std::mutex> lock(mutex_);
    if (console_level_ <= Level::Warn) {
      std::cerr << "WARN " << text << "\n";
    }
  }

 private:
  template <class Change>
  void change(Change change) {
    std::lock_guard<std::mutex> lock(mutex_);
    change();
  }

  void without_effect(const char* what, const char* why) const {
    warn(std::string("rocketmq::Logger::") + what + " is without effect: " + why);
  }

  static void add(openons::Properties& properties, const char* key, const std::string& value) {
    if (properties.get(key).empty()) {
      properties.set(key, value);
    }
  }

  static openons::LogLevel to_modern(Level level) {
    switch (level) {
      case Level::Trace: return openons::LogLevel::trace;
      case Level::Debug: return openons::LogLevel::debug;
      case Level::Info: return openons::LogLevel::info;
      case Level::Warn: return openons::LogLevel::warn;
      default: return openons::LogLevel::error;
    }
  }

  static const char* name_of(openons::LogLevel level) {
    switch (level) {
      case openons::LogLevel::error: return "ERROR";
      case openons::LogLevel::warn: return "WARN";
      case openons::LogLevel::info: return "INFO";
      case openons::LogLevel::debug: return "DEBUG";
      default: return "TRACE";
    }
  }

  mutable std::mutex mutex_;
  bool initialised_ = false;
  Level level_ = Level::Info;
  Level console_level_ = Level::Warn;
  std::string home_;
  std::size_t files_ = 0;
};

inline ProcessLogger& process_logger() {
  static ProcessLogger* logger = new ProcessLogger();  // never destroyed: clients may log late
  return *logger;
}

}  // namespace detail

/// The one of this process.
inline Logger& getLogger() { return detail::process_logger(); }

}  // namespace rocketmq

#endif
