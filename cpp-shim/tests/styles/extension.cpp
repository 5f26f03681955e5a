// 1.x and 2.x, as an extension of a scripting language has them: values that become texts by themselves, getters that
// become values, a result that is made first and assigned later, times as floating point numbers.
#include "styles.hpp"

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>

#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

namespace {

// As such extensions' values are: made of anything, become anything.
class Value {
 public:
  Value() {}
  Value(const char* text) : text_(text) {}
  operator const char*() const { return text_.c_str(); }
  operator std::string() const { return text_; }
  operator bool() const { return !text_.empty(); }

 private:
  std::string text_;
};

class ScriptedProducer {
 public:
  ScriptedProducer() : producer_(nullptr), deliver_at_(0) {}
  void setNameSrvAddr(const Value& value) {
    std::string address = value;
    info_.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, address.data());
  }
  void setTopic(const Value& value) { info_.setFactoryProperty(ONSFactoryProperty::PublishTopics, value); }
  Value getTopic() { return info_.getPublishTopics(); }
  Value getGroupId() { return info_.getGroupId(); }
  void auth(const std::string& key, const std::string& secret) {
    info_.setFactoryProperty(ONSFactoryProperty::AccessKey, key.data());
    info_.setFactoryProperty(ONSFactoryProperty::SecretKey, secret.data());
    info_.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  }
  void start() {
    info_.setFactoryProperty("GroupId", "GID_style_extension");
    info_.setSendMsgTimeout(60000);
    producer_ = ONSFactory::getInstance()->createProducer(info_);
    producer_->start();
  }
  void setDeliverTime(double seconds) {
    using std::chrono::milliseconds;
    auto now = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    deliver_at_ = static_cast<double>(now.count()) + seconds * 1000;
  }
  Value send(const std::string& body, const Value& key, const Value& tag) {
    SendResultONS result;
    try {
      Message message(info_.getPublishTopics(), "default", body.data());
      if (key) message.setKey(key);
      if (tag) message.setTag(tag);
      if (deliver_at_ > 0) message.setStartDeliverTime((long long)deliver_at_);
      result = producer_->send(message);
    } catch (ONSClientException& exception) {
      std::cout << "ErrorCode: " << exception.GetError() << " Exception:" << exception.GetMsg() << std::endl;
      throw std::runtime_error(exception.GetMsg());
    }
    return result.getMessageId();
  }
  void close() {
    if (producer_ != nullptr) {
      producer_->shutdown();
      producer_ = nullptr;
    }
  }

 private:
  ONSFactoryProperty info_;
  Producer* producer_;
  double deliver_at_;
};

}  // namespace

bool style_of_extension(const char* address) {
  ScriptedProducer producer;
  producer.setNameSrvAddr(address);
  producer.setTopic("style-extension");
  producer.auth("any", "any");
  producer.start();
  bool sent = producer.send("body", "key", Value());
  producer.setDeliverTime(1.5);
  sent = producer.send("body", Value(), "TagB") && sent;
  bool refused = false;
  try {
    producer.send("", Value(), Value());
  } catch (std::exception& exception) {
    refused = *exception.what() != '\0';
  }
  producer.close();
  std::string topic = producer.getTopic();
  std::string group = producer.getGroupId();
  return sent && refused && topic == "style-extension" && group == "GID_style_extension";
}
