// Measures the C++ classes against a broker, one line of JSON for each measure and round:
//
//   bench --endpoint 127.0.0.1:8081 --count 100000 --bytes 1024 --in-flight 1024 --rounds 3
//
// Names: start (from the first call to the first acknowledged send; bytes: memory that this added to the process),
// send-sync (one thread, a fiftieth of the count), send-async (one thread, bounded in flight), listener (a backlog of
// count messages). The first rounds warm up the library's Java machine.
#include <openons/openons.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto deadline = std::chrono::seconds(120);

struct Options {
  std::string endpoint = "127.0.0.1:8081";
  long count = 100'000;
  long bytes = 1'024;
  long in_flight = 1'024;
  long rounds = 3;
};

long positive(const std::string& name, const std::string& text) {
  char* end = nullptr;
  const long value = std::strtol(text.c_str(), &end, 10);
  if (*end != '\0' || value < 1) {
    throw std::invalid_argument(name + " is '" + text + "'; a number of at least 1 is needed");
  }
  return value;
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (i + 1 == argc) throw std::invalid_argument(name + " needs a value");
    const std::string value = argv[i + 1];
    if (name == "--endpoint") {
      options.endpoint = value;
    } else if (name == "--count") {
      options.count = positive(name, value);
    } else if (name == "--bytes") {
      options.bytes = positive(name, value);
    } else if (name == "--in-flight") {
      options.in_flight = positive(name, value);
    } else if (name == "--rounds") {
      options.rounds = positive(name, value);
    } else {
      throw std::invalid_argument("no option is called " + name);
    }
  }
  return options;
}

void print(const char* name, long round, long messages, Clock::duration time, long bytes) {
  std::cout << "{\"name\":\"" << name << "\",\"round\":" << round << ",\"messages\":" << messages
            << ",\"seconds\":" << std::chrono::duration<double>(time).count() << ",\"bytes\":" << bytes << "}"
            << std::endl;
}

/// The memory of this process in bytes; 0 where the system does not tell.
long resident() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") {
      long kib = 0;
      status >> kib;
      return kib * 1'024;
    }
  }
  return 0;
}

/// Counts, from any thread; whoever waits is woken once, when his goal is reached.
class Counter {
 public:
  void add() {
    if (++count_ >= goal_) {
      std::lock_guard<std::mutex> lock(mutex_);
      reached_.notify_one();
    }
  }

  void await(long goal) {
    if (count_ >= goal) return;
    std::unique_lock<std::mutex> lock(mutex_);
    goal_ = goal;
    if (!reached_.wait_for(lock, deadline, [&] { return count_ >= goal; })) {
      throw std::runtime_error(std::to_string(count_) + " of " + std::to_string(goal) + " messages in 120 s");
    }
    goal_ = std::numeric_limits<long>::max();
  }

 private:
  std::mutex mutex_;
  std::condition_variable reached_;
  std::atomic<long> count_{0};
  std::atomic<long> goal_{std::numeric_limits<long>::max()};
};

openons::Properties properties(const Options& options, const std::string& group) {
  return {{"NAMESRV_ADDR", options.endpoint}, {"AccessKey", "any"}, {"SecretKey", "any"}, {"GROUP_ID", group}};
}

openons::Message message(const std::string& topic, const Options& options) {
  return {topic, std::string(static_cast<std::size_t>(options.bytes), 'x')};
}

void send_sync(openons::Producer& producer, const Options& options, const std::string& topic, long count) {
  for (long i = 0; i < count; ++i) producer.send(message(topic, options));
}

void send_async(openons::Producer& producer, const Options& options, const std::string& topic, long count) {
  Counter ended;
  std::atomic<long> failures{0};
  for (long i = 0; i < count; ++i) {
    if (i >= options.in_flight) ended.await(i - options.in_flight + 1);
    producer.send_async(message(topic, options), [&](const openons::SendOutcome& outcome) {
      if (!outcome) ++failures;
      ended.add();
    });
  }
  ended.await(count);
  if (failures > 0) throw std::runtime_error(std::to_string(failures) + " messages were not sent");
}

openons::Consumer consume(const Options& options, const std::string& topic, Counter& received) {
  openons::Consumer consumer = openons::Consumer::open(properties(options, "GID_" + topic));
  consumer.subscribe(topic, "*", [&](const openons::MessageView&) {
    received.add();
    return openons::ConsumeResult::success;
  });
  consumer.start();
  return consumer;
}

/// A group begins a topic when it first consumes it; what is sent after that is its backlog.
void join(openons::Producer& producer, const Options& options, const std::string& topic) {
  Counter received;
  openons::Consumer consumer = consume(options, topic, received);
  producer.send(message(topic, options));
  received.await(1);
  consumer.close();
}

Clock::duration listen(openons::Producer& producer, const Options& options, const std::string& topic) {
  join(producer, options, topic);
  send_async(producer, options, topic, options.count);
  Counter received;
  openons::Consumer consumer = consume(options, topic, received);
  received.await(1);
  const auto first = Clock::now();
  received.await(options.count);
  const auto time = Clock::now() - first;
  consumer.close();
  return time;
}

Clock::duration timed(const std::function<void()>& work) {
  const auto begun = Clock::now();
  work();
  return Clock::now() - begun;
}

}  // namespace

int main(int argc, char** argv) try {
  const Options options = parse(argc, argv);
  // Others measure on the same broker; a topic that is new has no group and no backlog.
  const std::string topic = "bench_cpp_" + std::to_string(Clock::now().time_since_epoch().count());
  const long before = resident();
  openons::Producer producer;
  const auto start = timed([&] {
    producer = openons::Producer::open(properties(options, "GID_" + topic));
    producer.start();
    send_sync(producer, options, topic, 1);
  });
  print("start", 1, 1, start, resident() - before);
  for (long round = 1; round <= options.rounds; ++round) {
    const long few = std::max(1L, options.count / 50);
    print("send-sync", round, few, timed([&] { send_sync(producer, options, topic, few); }), few * options.bytes);
    print("send-async", round, options.count,
          timed([&] { send_async(producer, options, topic, options.count); }), options.count * options.bytes);
    const std::string backlog = topic + "_" + std::to_string(round);
    print("listener", round, options.count, listen(producer, options, backlog), options.count * options.bytes);
  }
  producer.close();
  openons::runtime::close();
  return EXIT_SUCCESS;
} catch (const std::exception& failure) {
  std::cerr << "bench: " << failure.what() << "\n";
  return EXIT_FAILURE;
}
