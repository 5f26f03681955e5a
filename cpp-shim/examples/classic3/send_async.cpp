// Sends messages without waiting for each, with the classes of 3.0.   classic3_send_async [address]
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <string>

#include "ons/ONSCallback.h"
#include "ons/ONSFactory.h"

using namespace ons;

class CountingCallback : public SendCallbackONS {
 public:
  void onSuccess(SendResultONS& result) noexcept override { ended(!result.getMessageId().empty()); }
  void onException(ONSClientException& e) noexcept override {
    std::cout << "not sent: " << e.what() << std::endl;
    ended(false);
  }

  int await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return ended_ == count; });
    return sent_;
  }

 private:
  void ended(bool sent) {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_++;
    sent_ += sent ? 1 : 0;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int ended_ = 0;
  int sent_ = 0;
};

int main(int argc, char** argv) {
  ONSFactoryProperty factory_property;
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_classic3");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factory_property.setSendMsgTimeout(std::chrono::seconds(30));

  Producer* producer = ONSFactory::getInstance()->createProducer(factory_property);
  producer->start();
  CountingCallback callback;
  const int count = 32;
  for (int i = 0; i < count - 1; i++) {
    Message message("classic3-async", "TagA", "message " + std::to_string(i));
    producer->sendAsync(message, &callback);
  }
  Message empty("classic3-async", "TagA", "");
  producer->sendAsync(empty, &callback);
  std::cout << "sent " << callback.await(count) << " of " << count << std::endl;
  producer->shutdown();
  return 0;
}
