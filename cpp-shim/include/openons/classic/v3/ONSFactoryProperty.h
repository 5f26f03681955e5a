#ifndef OPENONS_CLASSIC_V3_ONSFACTORYPROPERTY_H
#define OPENONS_CLASSIC_V3_ONSFACTORYPROPERTY_H

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "../properties.hpp"
#include "MessageModel.h"
#include "ONSChannel.h"
#include "Trace.h"
#include "credential.hpp"

ONS_NAMESPACE_BEGIN

namespace detail {

// Static data members of a template may be defined in a header, in C++11, too.
template <class Unused>
struct FactoryPropertyValues {
  static const char* const DEFAULT_CHANNEL;
  static const std::string EMPTY_STRING;
};
template <class Unused> const char* const FactoryPropertyValues<Unused>::DEFAULT_CHANNEL = "ALIYUN";
template <class Unused> const std::string FactoryPropertyValues<Unused>::EMPTY_STRING;

}  // namespace detail

/// How a client is set up. Texts that are not set are "", numbers -1, durations 0. Setters return the object, for a
/// chain of calls.
class ONSFactoryProperty : public detail::FactoryProperties, public detail::FactoryPropertyValues<void> {
  using Milliseconds = std::chrono::milliseconds;

 public:
  /// With defaults: CLUSTERING, 3 s for a send, 3 s of suspension, 1,000 cached messages, and what the file
  /// ons/credential of the home folder says of AccessKey, SecretKey, NAMESRV_ADDR and GroupId, if there is one.
  ONSFactoryProperty(bool set_defaults = true) {
    if (set_defaults) {
      setDefaults();
      std::map<std::string, std::string> file = detail::credential_file();
      for (const char* key : {AccessKey, SecretKey, NAMESRV_ADDR, GroupId}) {
        if (file.count(key) != 0) {
          setFactoryProperty(key, file[key]);
        }
      }
    }
  }

  /// How long a send may take, milliseconds.
  ONSFactoryProperty& setSendMsgTimeout(int milliseconds) { return set(SendMsgTimeoutMillis, milliseconds); }
  ONSFactoryProperty& setSendMsgTimeout(Milliseconds timeout) { return set(SendMsgTimeoutMillis, timeout.count()); }
  /// How often a message is sent at most, the first time included; 1 to 100.
  ONSFactoryProperty& setSendMsgRetryTimes(int times) { return set(SendMsgRetryTimes, times); }
  /// How many messages may be received and not handled yet.
  ONSFactoryProperty& setMaxMsgCacheSize(int messages) { return set(MaxMsgCacheSize, messages); }
  /// How long a message that an ordered listener suspended waits; 0 changes nothing.
  ONSFactoryProperty& setSuspendDuration(Milliseconds duration) {
    return duration.count() == 0 ? *this : set(SuspendTimeMillis, duration.count());
  }
  ONSFactoryProperty& setMessageModel(ONS_NAMESPACE::MessageModel model) {
    return set(MessageModel, model == ONS_NAMESPACE::MessageModel::BROADCASTING ? BROADCASTING : CLUSTERING);
  }
  /// Without effect.
  ONSFactoryProperty& withTraceFeature(Trace trace) { return setOnsTraceSwitch(trace == Trace::ON); }
  ONSFactoryProperty& setOnsTraceSwitch(bool on) { return set(OnsTraceSwitch, on ? "true" : "false"); }
  ONSFactoryProperty& setOnsChannel(ONSChannel channel) {
    return set(OnsChannel, channel_name(static_cast<int>(channel)));
  }

  /// The group: GroupId, else its older name.
  std::string getProducerId() const { return text_of(GroupId, text_of(ProducerId)); }
  std::string getConsumerId() const { return text_of(GroupId, text_of(ConsumerId)); }
  std::string getGroupId() const { return text_of(GroupId); }
  std::string getMessageModel() const { return text_of(MessageModel); }
  std::string getNameSrvAddr() const { return text_of(NAMESRV_ADDR); }
  std::string getNameSrvDomain() const { return text_of(ONSAddr); }
  std::string getAccessKey() const { return text_of(AccessKey); }
  std::string getSecretKey() const { return text_of(SecretKey); }
  std::string getConsumerInstanceName() const { return text_of(ConsumerInstanceName); }
  std::string getInstanceId() const { return text_of(InstanceId); }
  std::string getLogPath() const { return text_of(LogPath); }
  std::string getChannel() const { return text_of(OnsChannel, DEFAULT_CHANNEL); }
  ONSChannel getOnsChannel() const { return static_cast<ONSChannel>(channel()); }
  Milliseconds getSendMsgTimeout() const { return Milliseconds(number_of(SendMsgTimeoutMillis, 0)); }
  Milliseconds getSuspendTimeMillis() const { return Milliseconds(number_of(SuspendTimeMillis, 0)); }
  int getSendMsgRetryTimes() const { return number_of(SendMsgRetryTimes, -1); }
  int getConsumeThreadNums() const { return number_of(ConsumeThreadNums, -1); }
  int getMaxMsgCacheSize() const { return number_of(MaxMsgCacheSize, -1); }
  int getMaxMsgCacheSizeInMiB() const { return number_of(MaxCachedMessageSizeInMiB, -1); }

  /// Bounds how many messages of a topic a consumer's listener gets per second; above 0.
  void throttle(const std::string& topic, std::uint32_t per_second) { rate_limits_[topic] = per_second; }
  const std::map<std::string, std::uint32_t>& throttle() const { return rate_limits_; }

  /// Whether the keys are there that its channel asks for.
  operator bool() const {
    return getOnsChannel() != ONSChannel::ALIYUN || (!getAccessKey().empty() && !getSecretKey().empty());
  }

 protected:
  void setDefaults() {
    setMessageModel(ONS_NAMESPACE::MessageModel::CLUSTERING);
    setSendMsgTimeout(std::chrono::seconds(3));
    setSuspendDuration(std::chrono::seconds(3));
    setMaxMsgCacheSize(1000);
  }

 private:
  ONSFactoryProperty& set(const char* key, const char* value) { return setFactoryProperty(key, value), *this; }
  ONSFactoryProperty& set(const char* key, long long number) { return set_number(key, number), *this; }

  std::map<std::string, std::uint32_t> rate_limits_;
};

ONS_NAMESPACE_END

#endif
