#ifndef ONS_CLASSIC_ONSFACTORYPROPERTY_H
#define ONS_CLASSIC_ONSFACTORYPROPERTY_H

#include <climits>
#include <cstdlib>
#include <map>
#include <string>

#include "../properties.hpp"
#include "ONSChannel.h"
#include "ONSClientException.h"

namespace ons {

namespace detail {

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

#define ONS_CLASSIC_KEY(name) \
  template <class Unused>     \
  const char* const FactoryPropertyKeys<Unused>::name = #name;
ONS_CLASSIC_KEY(ProducerId)
ONS_CLASSIC_KEY(ConsumerId)
ONS_CLASSIC_KEY(GroupId)
ONS_CLASSIC_KEY(NAMESRV_ADDR)
ONS_CLASSIC_KEY(ONSAddr)
ONS_CLASSIC_KEY(InstanceId)
ONS_CLASSIC_KEY(AccessKey)
ONS_CLASSIC_KEY(SecretKey)
ONS_CLASSIC_KEY(SecurityToken)
ONS_CLASSIC_KEY(PublishTopics)
ONS_CLASSIC_KEY(MsgContent)
ONS_CLASSIC_KEY(MessageModel)
ONS_CLASSIC_KEY(BROADCASTING)
ONS_CLASSIC_KEY(CLUSTERING)
ONS_CLASSIC_KEY(SendMsgTimeoutMillis)
ONS_CLASSIC_KEY(SendMsgRetryTimes)
ONS_CLASSIC_KEY(SuspendTimeMillis)
ONS_CLASSIC_KEY(ConsumeThreadNums)
ONS_CLASSIC_KEY(MaxReconsumeTimes)
ONS_CLASSIC_KEY(ConsumeTimeout)
ONS_CLASSIC_KEY(MaxMsgCacheSize)
ONS_CLASSIC_KEY(MaxCachedMessageSizeInMiB)
ONS_CLASSIC_KEY(ConsumerInstanceName)
ONS_CLASSIC_KEY(CheckImmunityTimeInSeconds)
ONS_CLASSIC_KEY(OnsChannel)
ONS_CLASSIC_KEY(OnsTraceSwitch)
ONS_CLASSIC_KEY(LogPath)
#undef ONS_CLASSIC_KEY

}  // namespace detail

/// How a client is set up. Keys are those of the C++ SDK, or any of the library's (docs/properties.md); values are
/// checked when a client is made.
class ONSFactoryProperty : public detail::FactoryPropertyKeys<void> {
 public:
  ONSFactoryProperty() = default;
  virtual ~ONSFactoryProperty() = default;
  ONSFactoryProperty(const ONSFactoryProperty&) = default;
  ONSFactoryProperty& operator=(const ONSFactoryProperty&) = default;

  void setFactoryProperty(const std::string& key, const std::string& value) { properties_[key] = value; }
  void setFactoryProperty(const char* key, const char* value) {
    detail::require(key, "the key of setFactoryProperty");
    detail::require(value, key);
    properties_[key] = value;
  }
  void setFactoryProperties(const std::map<std::string, std::string>& properties) { properties_ = properties; }
  std::map<std::string, std::string> getFactoryProperties() const { return properties_; }
  /// The value of a key, valid until it is set again; "" when it is not set.
  const char* getFactoryProperty(const std::string& key) const {
    auto property = properties_.find(key);
    return property == properties_.end() ? "" : property->second.c_str();
  }

  /// How long a send may take, milliseconds.
  void setSendMsgTimeout(int milliseconds) { setNumber(SendMsgTimeoutMillis, milliseconds); }
  /// How often a message is sent at most, the first time included; 1 to 100.
  void setSendMsgRetryTimes(int times) { setNumber(SendMsgRetryTimes, times); }
  /// How many messages may be received and not handled yet.
  void setMaxMsgCacheSize(int messages) { setNumber(MaxMsgCacheSize, messages); }
  void setMaxCachedMessageSizeInMiB(int mib) { setNumber(MaxCachedMessageSizeInMiB, mib); }
  void setSuspendTimeMillis(int milliseconds) { setNumber(SuspendTimeMillis, milliseconds); }
  void setConsumeThreadNums(int threads) { setNumber(ConsumeThreadNums, threads); }
  /// Without effect.
  void setOnsTraceSwitch(bool on) { properties_[OnsTraceSwitch] = on ? "true" : "false"; }
  /// Without effect.
  void setOnsChannel(ONSChannel channel) { properties_[OnsChannel] = channelNames()[channel]; }

  const char* getProducerId() const { return getFactoryProperty(ProducerId); }
  const char* getConsumerId() const { return getFactoryProperty(ConsumerId); }
  const char* getGroupId() const { return getFactoryProperty(GroupId); }
  const char* getNameSrvAddr() const { return getFactoryProperty(NAMESRV_ADDR); }
  const char* getNameSrvDomain() const { return getFactoryProperty(ONSAddr); }
  const char* getInstanceId() const { return getFactoryProperty(InstanceId); }
  const char* getAccessKey() const { return getFactoryProperty(AccessKey); }
  const char* getSecretKey() const { return getFactoryProperty(SecretKey); }
  const char* getPublishTopics() const { return getFactoryProperty(PublishTopics); }
  const char* getMessageContent() const { return getFactoryProperty(MsgContent); }
  const char* getMessageModel() const { return getFactoryProperty(MessageModel); }
  const char* getConsumerInstanceName() const { return getFactoryProperty(ConsumerInstanceName); }
  const char* getLogPath() const { return getFactoryProperty(LogPath); }
  /// Numbers: -1 when not set.
  int getSendMsgTimeout() const { return getNumber(SendMsgTimeoutMillis); }
  int getSendMsgRetryTimes() const { return getNumber(SendMsgRetryTimes); }
  int getMaxMsgCacheSize() const { return getNumber(MaxMsgCacheSize); }
  int getMaxCachedMessageSizeInMiB() const { return getNumber(MaxCachedMessageSizeInMiB); }
  int getSuspendTimeMillis() const { return getNumber(SuspendTimeMillis); }
  int getConsumeThreadNums() const { return getNumber(ConsumeThreadNums); }
  bool getOnsTraceSwitch() const { return std::string(getFactoryProperty(OnsTraceSwitch)) != "false"; }
  ONSChannel getOnsChannel() const {
    for (int channel = CLOUD; channel <= INNER; channel++) {
      if (channelNames()[channel] == std::string(getFactoryProperty(OnsChannel))) {
        return static_cast<ONSChannel>(channel);
      }
    }
    return ALIYUN;
  }

  /// Bounds how many messages of a topic a consumer's listener gets per second; above 0.
  void throttle(const std::string& topic, double per_second) { rate_limits_[topic] = per_second; }
  const std::map<std::string, double>& rateLimits() const { return rate_limits_; }

 private:
  static const char* const* channelNames() {
    static const char* const names[] = {"CLOUD", "ALIYUN", "ALL", "LOCAL", "INNER"};
    return names;
  }

  void setNumber(const char* key, int value) { properties_[key] = std::to_string(value); }

  int getNumber(const char* key) const {
    const char* text = getFactoryProperty(key);
    char* end = nullptr;
    long number = std::strtol(text, &end, 10);
    if (*text == '\0') {
      return -1;
    }
    if (*end != '\0' || number < INT_MIN || number > INT_MAX) {
      throw ONSClientException(std::string(key) + " is '" + text + "'; it must be a whole number", OTHER_ERROR);
    }
    return static_cast<int>(number);
  }

  std::map<std::string, std::string> properties_;
  std::map<std::string, double> rate_limits_;
};

namespace detail {

/// The properties for the library: what the C++ SDK names differently gets the library's name, and what only the
/// program reads (PublishTopics, MsgContent...) or has no meaning here stays behind.
inline openons::Properties translate(const ONSFactoryProperty& factory, const char* group_key) {
  using Keys = ONSFactoryProperty;
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
      {Keys::OnsTraceSwitch, ""},
      {Keys::LogPath, "ons.client.logRoot"}};
  openons::Properties properties;
  const char* log_folder = std::getenv("ROCKETMQ_LOG_HOME");
  if (log_folder != nullptr && *log_folder != '\0') {
    properties.set("ons.client.logRoot", log_folder);
  }
  const char* group = factory.getFactoryProperty(group_key);
  if (*group != '\0') {
    properties.set("GROUP_ID", group);
  }
  for (const auto& property : factory.getFactoryProperties()) {
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
}  // namespace ons

#endif
