// Sends the steps of three orders and receives each order's steps in their order.   ordered_cpp [address]
#include <openons/openons.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

const std::vector<std::string> steps = {"created", "paid", "shipped"};
const std::vector<std::string> orders = {"order-1", "order-2", "order-3"};

// What each order has been through; shared by the listener's threads.
class Progress {
 public:
  void add(const std::string& order, const std::string& step) {
    std::lock_guard<std::mutex> lock(mutex_);
    seen_[order].push_back(step);
    total_++;
    changed_.notify_all();
  }

  bool wait_for(std::size_t total, std::chrono::seconds limit) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return total_ >= total; });
  }

  std::vector<std::string> of(const std::string& order) {
    std::lock_guard<std::mutex> lock(mutex_);
    return seen_[order];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::vector<std::string>> seen_;
  std::size_t total_ = 0;
};

}  // namespace

int main(int argc, char** argv) try {
  const openons::Properties properties = {{"NAMESRV_ADDR", argc > 1 ? argv[1] : "127.0.0.1:8081"},
                                          {"AccessKey", "any"},
                                          {"SecretKey", "any"},
                                          {"GROUP_ID", "GID_ordered"},
                                          // As long as a busy machine may need.
                                          {"ons.requestTimeoutMillis", "30000"},
                                          {"SendMsgTimeoutMillis", "30000"}};
  Progress progress;
  auto consumer = openons::OrderConsumer::open(properties);
  consumer.subscribe("ordered", "*", [&](const openons::MessageView& message) {
    progress.add(message.sharding_key(), message.body());
    return openons::ConsumeResult::success;
  });
  consumer.start();

  auto producer = openons::OrderProducer::open(properties);
  producer.start();
  for (const std::string& step : steps) {
    for (const std::string& order : orders) {
      producer.send(openons::Message("ordered", step).set_sharding_key(order));
    }
  }

  if (!progress.wait_for(steps.size() * orders.size(), std::chrono::seconds(30))) {
    std::cerr << "not all messages were received within 30 s\n";
    return EXIT_FAILURE;
  }
  consumer.close();
  for (const std::string& order : orders) {
    std::cout << order << ":";
    for (const std::string& step : progress.of(order)) {
      std::cout << " " << step;
    }
    std::cout << std::endl;
  }
  producer.close();
  openons::runtime::close();
  return EXIT_SUCCESS;
} catch (const openons::Error& error) {
  std::cerr << error.name() << ": " << error.what() << "\n";
  return EXIT_FAILURE;
}
