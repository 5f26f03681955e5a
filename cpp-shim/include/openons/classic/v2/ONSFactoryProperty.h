#ifndef OPENONS_CLASSIC_V2_ONSFACTORYPROPERTY_H
#define OPENONS_CLASSIC_V2_ONSFACTORYPROPERTY_H

#include "../properties.hpp"
#include "ONSChannel.h"

ONS_NAMESPACE_BEGIN

/// How a client is set up. Texts that are not set are "", numbers -1.
class ONSFactoryProperty : public detail::FactoryProperties {
 public:
  /// How long a send may take, milliseconds.
  void setSendMsgTimeout(int milliseconds) { set_number(SendMsgTimeoutMillis, milliseconds); }
  /// How often a message is sent at most, the first time included; 1 to 100.
  void setSendMsgRetryTimes(int times) { set_number(SendMsgRetryTimes, times); }
  /// How many messages may be received and not handled yet.
  void setMaxMsgCacheSize(int messages) { set_number(MaxMsgCacheSize, messages); }
  /// Without effect.
  void setOnsTraceSwitch(bool on) { setFactoryProperty(OnsTraceSwitch, on ? "true" : "false"); }
  void setOnsChannel(ONSChannel channel) { setFactoryProperty(OnsChannel, channel_name(channel)); }

  const char* getProducerId() const { return text_of(ProducerId); }
  const char* getConsumerId() const { return text_of(ConsumerId); }
  const char* getGroupId() const { return text_of(GroupId); }
  const char* getPublishTopics() const { return text_of(PublishTopics); }
  const char* getMessageContent() const { return text_of(MsgContent); }
  const char* getMessageModel() const { return text_of(MessageModel); }
  const char* getNameSrvAddr() const { return text_of(NAMESRV_ADDR); }
  const char* getNameSrvDomain() const { return text_of(ONSAddr); }
  const char* getAccessKey() const { return text_of(AccessKey); }
  const char* getSecretKey() const { return text_of(SecretKey); }
  const char* getConsumerInstanceName() const { return text_of(ConsumerInstanceName); }
  const char* getInstanceId() const { return text_of(InstanceId); }
  const char* getLogPath() const { return text_of(LogPath); }
  const char* getChannel() const { return text_of(OnsChannel, channel_name(ALIYUN)); }
  ONSChannel getOnsChannel() const { return static_cast<ONSChannel>(channel()); }
  int getSendMsgTimeout() const { return number_of(SendMsgTimeoutMillis, -1); }
  int getSendMsgRetryTimes() const { return number_of(SendMsgRetryTimes, -1); }
  int getSuspendTimeMillis() const { return number_of(SuspendTimeMillis, -1); }
  int getConsumeThreadNums() const { return number_of(ConsumeThreadNums, -1); }
  int getMaxMsgCacheSize() const { return number_of(MaxMsgCacheSize, -1); }
  int getMaxMsgCacheSizeInMiB() const { return number_of(MaxCachedMessageSizeInMiB, -1); }
};

ONS_NAMESPACE_END

#endif
