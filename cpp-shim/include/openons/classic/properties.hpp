#ifndef OPENONS_CLASSIC_PROPERTIES_HPP
#define OPENONS_CLASSIC_PROPERTIES_HPP

#include <atomic>
#include <climits>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include "text.hpp"

ONS_NAMESPACE_BEGIN
namespace detail {

// Static data members of a template may be defined in a header, in C++11, too.
template <class Unused>
struct FactoryPropertyKeys {
  static const char* const ProducerId;
  static const char* const ConsumerId;
  static const char* const GroupId;
  static const char* const NAMESRV_ADDR;
  static const char* const ONSAddr;
  static const char* const InstanceId;
  static const char* const AccessKey;
  static const char* const SecretKey;
  static const char* const SecurityToken;
  static const char* const PublishTopics;
  static const char* const MsgContent;
  static const char* const MessageModel;
  static const char* const BROADCASTING;
  static const char* const CLUSTERING;
  static const char* const SendMsgTimeoutMillis;
  static const char* const SendMsgRetryTimes;
  static const char* const SuspendTimeMillis;
  static const char* const ConsumeThreadNums;
  static const char* const MaxReconsumeTimes;
  static const char* const ConsumeTimeout;
  static const char* const MaxMsgCacheSize;
  static const char* const MaxCachedMessageSizeInMiB;
  static const char* const ConsumerInstanceName;
  static const char* const CheckImmunityTimeInSeconds;
  static const char* const OnsChannel;
  static const char* const OnsTraceSwitch;
  static const char* const LogPath;  // folder of the log file; absent: the environment variable ROCKETMQ_LOG_HOME
};

#define OPENONS_CLASSIC_KEY(name) \
  template <class Unused>         \
  const char* const FactoryPropertyKeys<Unused>::name = #name;
OPENONS_CLASSIC_KEY(ProducerId)
OPENONS_CLASSIC_KEY(ConsumerId)
OPENONS_CLASSIC_KEY(GroupId)
OPENONS_CLASSIC_KEY(NAMESRV_ADDR)
OPENONS_CLASSIC_KEY(ONSAddr)
OPENONS_CLASSIC_KEY(InstanceId)
OPENONS_CLASSIC_KEY(AccessKey)
OPENONS_CLASSIC_KEY(SecretKey)
OPENONS_CLASSIC_KEY(SecurityToken)
OPENONS_CLASSIC_KEY(PublishTopics)
OPENONS_CLASSIC_KEY(MsgContent)
OPENONS_CLASSIC_KEY(MessageModel)
OPENONS_CLASSIC_KEY(BROADCASTING)
OPENONS_CLASSIC_KEY(CLUSTERING)
OPENONS_CLASSIC_KEY(SendMsgTimeoutMillis)
OPENONS_CLASSIC_KEY(SendMsgRetryTimes)
OPENONS_CLASSIC_KEY(SuspendTimeMillis)
OPENONS_CLASSIC_KEY(ConsumeThreadNums)
OPENONS_CLASSIC_KEY(MaxReconsumeTimes)
OPENONS_CLASSIC_KEY(ConsumeTimeout)
OPENONS_CLASSIC_KEY(MaxMsgCacheSize)
OPENONS_CLASSIC_KEY(MaxCachedMessageSizeInMiB)
OPENONS_CLASSIC_KEY(ConsumerInstanceName)
OPENONS_CLASSIC_KEY(CheckImmunityTimeInSeconds)
OPENONS_CLASSIC_KEY(OnsChannel)
OPENONS_CLASSIC_KEY(OnsTraceSwitch)
OPENONS_CLASSIC_KEY(LogPath)
#undef OPENONS_CLASSIC_KEY

/// The properties of a client by the keys of the C++ SDK, or any of the library's (docs/properties.md). Values are
/// checked when a client is made; those of which the SDK is strict, when they are set.
class FactoryProperties : public FactoryPropertyKeys<void> {
 public:
  virtual ~FactoryProperties() = default;

  /// Whether a key may have a value: MessageModel is CLUSTERING or BROADCASTING, AccessKey and SecretKey are not
  /// empty, everything else may be anything. Returns true or throws ONSClientException.
  bool checkValidityOfFactoryProperties(const std::string& key, const std::string& value) const {
    if (key == MessageModel && value != CLUSTERING && value != BROADCASTING) {
      throw ONSClientException("property " + key + " is '" + value + "'; it must be CLUSTERING or BROADCASTING");
    }
    if ((key == AccessKey || key == SecretKey) && value.empty()) {
      throw ONSClientException("property " + key + " is empty; give the one of your account, or any text to a server" +
                               " without access control");
    }
    return true;
  }

  void setFactoryProperty(Text key, Text value) {
    std::string name = std::move(key).required("the key of setFactoryProperty");
    std::string text = std::move(value).required(("property " + name).c_str());
    checkValidityOfFactoryProperties(name, text);
    properties_[std::move(name)] = std::move(text);
  }
  void setFactoryProperties(const std::map<std::string, std::string>& properties) { properties_ = properties; }
  std::map<std::string, std::string> getFactoryProperties() const { return properties_; }

  /// Whether traces are on; true when it is not set. Traces themselves are without effect here.
  bool getOnsTraceSwitch() const { return text_of(OnsTraceSwitch) != std::string("false"); }

 protected:
  FactoryProperties() = default;
  FactoryProperties(const FactoryProperties&) = default;
  FactoryProperties& operator=(const FactoryProperties&) = default;

  /// The value of a key, valid until it is set again.
  const char* text_of(const std::string& key, const char* otherwise = "") const {
    auto property = properties_.find(key);
    return property == properties_.end() ? otherwise : property->second.c_str();
  }

  int number_of(const std::string& key, int otherwise) const {
    const char* text = text_of(key);
    char* end = nullptr;
    long number = std::strtol(text, &end, 10);
    if (*text == '\0') {
      return otherwise;
    }
    if (*end != '\0' || number < INT_MIN || number > INT_MAX) {
      throw ONSClientException("property " + key + " is '" + text + "'; it must be a whole number");
    }
    return static_cast<int>(number);
  }

  void set_number(const char* key, long long value) { properties_[key] = std::to_string(value); }

  /// The channels, in the order of the enum ONSChannel.
  static const char* channel_name(int channel) {
    static const char* const names[] = {"CLOUD", "ALIYUN", "ALL", "LOCAL", "INNER"};
    if (channel < 0 || channel >= static_cast<int>(sizeof names / sizeof *names)) {
      throw ONSClientException("property OnsChannel is number " + std::to_string(channel) +
                               "; it must be CLOUD, ALIYUN, ALL, LOCAL or INNER");
    }
    return names[channel];
  }

  /// The number of the channel; ALIYUN when it is not set, or is none.
  int channel() const {
    const int aliyun = 1;
    const int last = 4;
    for (int channel = 0; channel <= last; channel++) {
      if (text_of(OnsChannel) == std::string(channel_name(channel))) {
        return channel;
      }
    }
    return aliyun;
  }

 private:
  std::map<std::string, std::string> properties_;
};

/// Writes one line to stderr, the first time.
inline void say_without_effect(const char* key, const char* why) {
  static std::atomic_flag said = ATOMIC_FLAG_INIT;
  if (!said.test_and_set()) {
    std::cerr << "property " << key << " is without effect: " << why << "\n";
  }
}

/// The properties for the library: a key that the C++ SDK spells otherwise gets the library's name, and what only the
/// program reads (PublishTopics, MsgContent...) stays behind.
inline openons::Properties translate(const std::map<std::string, std::string>& of_sdk, const std::string& group_key) {
  using Keys = FactoryPropertyKeys<void>;
  static const std::map<std::string, std::string> names = {
      {Keys::GroupId, "GROUP_ID"},
      {Keys::InstanceId, "INSTANCE_ID"},
      {Keys::SuspendTimeMillis, "suspendTimeMillis"},
      {Keys::MaxReconsumeTimes, "maxReconsumeTimes"},
      {Keys::ConsumeTimeout, "consumeTimeout"},
      {Keys::MaxMsgCacheSize, "maxCachedMessageAmount"},
      {Keys::MaxCachedMessageSizeInMiB, "maxCachedMessageSizeInMiB"},
      {Keys::ConsumerInstanceName, "InstanceName"},
      {Keys::ProducerId, ""},
      {Keys::ConsumerId, ""},
      {Keys::PublishTopics, ""},
      {Keys::MsgContent, ""},
      {Keys::OnsChannel, ""},
      {Keys::OnsTraceSwitch, ""},
      {Keys::LogPath, "ons.client.logRoot"}};
  openons::Properties properties;
  const char* log_folder = std::getenv("ROCKETMQ_LOG_HOME");
  if (log_folder != nullptr && *log_folder != '\0') {
    properties.set("ons.client.logRoot", log_folder);
  }
  auto channel = of_sdk.find(Keys::OnsChannel);
  if (channel != of_sdk.end() && channel->second != "ALIYUN") {
    // The SDK asks for keys on this channel only; what takes their place below is what it takes itself.
    properties.set(Keys::AccessKey, "DefaultKey").set(Keys::SecretKey, "DefaultKey");
  }
  if (of_sdk.count(Keys::OnsTraceSwitch) != 0) {
    say_without_effect(Keys::OnsTraceSwitch, "messages are not traced");
  }
  auto group = of_sdk.find(group_key);
  if (group != of_sdk.end() && !group->second.empty()) {
    properties.set("GROUP_ID", group->second);
  }
  for (const auto& property : of_sdk) {
    auto name = names.find(property.first);
    if (name == names.end()) {
      properties.set(property.first, property.second);
    } else if (!name->second.empty()) {
      properties.set(name->second, property.second);
    }
  }
  return properties;
}

}  // namespace detail
ONS_NAMESPACE_END

#endif
