// 3.0, as a service with settings has them: keys and values as views of texts, a factory that is passed on by its
// interface, times by chrono, offsets pulled and remembered.
#include "styles.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>
#if __cplusplus >= 201703L
#include <string_view>
#endif

#include "ons/MessageModel.h"
#include "ons/ONSErrorCode.h"
#include "ons/ONSFactory.h"
#include "ons/ONSFactoryAPI.h"
#include "ons/ONSPullStatus.h"

namespace {

#if __cplusplus >= 201703L
using View = std::string_view;
#else
// As the SDK's own arguments are before C++17: no text by itself, only explicitly.
class View {
 public:
  View(const char* text) : data_(text), size_(std::char_traits<char>::length(text)) {}
  View(const std::string& text) : data_(text.data()), size_(text.size()) {}
  const char* data() const { return data_; }
  std::size_t size() const { return size_; }
  explicit operator std::string() const { return std::string(data_, size_); }

 private:
  const char* data_;
  std::size_t size_;
};
#endif

struct Settings {
  std::string address, group;
  ons::MessageModel model = ons::MessageModel::CLUSTERING;
};

ons::ONSFactoryProperty property_of(const Settings& settings) {
  ons::ONSFactoryProperty property;
  View key = "any";
  property.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, key);
  property.setFactoryProperty(View(ons::ONSFactoryProperty::SecretKey), key);
  property.setFactoryProperty(ons::ONSFactoryProperty::NAMESRV_ADDR, View(settings.address));
  property.setFactoryProperty(ons::ONSFactoryProperty::GroupId, settings.group);
  property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  property.setMessageModel(settings.model);
  property.setSuspendDuration(std::chrono::milliseconds(500));
  property.withTraceFeature(ons::Trace::OFF).setMaxMsgCacheSize(2000).setSendMsgTimeout(std::chrono::seconds(60));
  property.setFactoryProperty(ons::ONSFactoryProperty::ConsumeThreadNums, std::to_string(8));
  property.throttle("style-settings", 1000);
  return property;
}

std::size_t pull_all(ons::ONSFactoryAPI& factory, ons::ONSFactoryProperty& property, const std::string& topic) {
  std::unique_ptr<ons::PullConsumer> consumer(factory.createPullConsumer(property));
  consumer->start();
  std::vector<ons::MessageQueueONS> queues;
  consumer->fetchSubscribeMessageQueues(topic, queues);
  std::map<ons::MessageQueueONS, std::int64_t> offsets;
  std::size_t pulled = 0;
  for (const auto& queue : queues) {
    ons::PullResultONS result = consumer->pull(queue, "*", consumer->minOffset(queue), 16);
    if (result.pull_status_ == ons::ONSPullStatus::ONS_FOUND) {
      pulled += result.message_list_.size();
      consumer->updateConsumeOffset(queue, result.next_begin_offset_);
    }
    offsets[queue] = result.next_begin_offset_;
  }
  consumer->shutdown();
  return offsets.size() == queues.size() ? pulled : 0;
}

}  // namespace

bool style_of_settings(const char* address) {
  Settings settings;
  settings.address = address;
  settings.group = "GID_style_settings";
  ons::ONSFactoryProperty property = property_of(settings);
  ons::ONSFactoryAPI& factory = *ons::ONSFactory::getInstance();
  bool good = property && property.getSuspendTimeMillis() == std::chrono::milliseconds(500) &&
              property.getMaxMsgCacheSize() == 2000 && property.getConsumeThreadNums() == 8 &&
              property.getProducerId() == settings.group;
  std::unique_ptr<ons::Producer> producer(factory.createProducer(property));
  producer->start();
  ons::Message message("style-settings", "body");
  ons::Message later("style-settings", "TagA", "key", "body");
  later.setStartDeliverTime(std::chrono::system_clock::now() + std::chrono::hours(1));
  try {
    producer->send(message);
    producer->send(later);
    producer->sendAsync(message, nullptr);
    good = false;
  } catch (const ons::ONSClientException& e) {
    good = good && e.GetError() == ons::SEND_CALLBACK_IS_EMPTY;
  }
  producer->shutdown();
  return good && pull_all(factory, property, "style-settings") == 1;
}
