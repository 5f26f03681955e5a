// 1.x and 2.x, as a layer with the names of another client has them: classes called Message and MessageListener beside
// those of the SDK, property maps that are passed on, iterators over what was pulled, numbers of errors.
#include "styles.hpp"

#include <cstdio>
#include <list>
#include <map>
#include <string>
#include <vector>

#include <rocketmq/ONSClientException.h>
#include <rocketmq/ONSFactory.h>

namespace adapter {

struct Message {
  std::string topic, tags, keys, body, id;
  std::map<std::string, std::string> properties;
  long long offset;
};
enum PullStatus { FOUND, NO_NEW_MSG, NO_MATCHED_MSG, OFFSET_ILLEGAL, BROKER_TIMEOUT };

class MQException {
 public:
  MQException(const std::string& text, int number) : text_(text), number_(number) {}
  int number() const { return number_; }

 private:
  std::string text_;
  int number_;
};

class PullImpl {
 public:
  PullImpl() : consumer_(NULL) {}
  ~PullImpl() { delete consumer_; }
  void setProperty(ons::ONSFactoryProperty& property) { info_.setFactoryProperties(property.getFactoryProperties()); }
  ons::PullConsumer* consumer() {
    if (NULL == consumer_) {
      consumer_ = ons::ONSFactory::getInstance()->createPullConsumer(info_);
      consumer_->start();
    }
    return consumer_;
  }
  std::list<Message> pull(const ons::MessageQueueONS& queue, long long offset, PullStatus& status) {
    ons::PullResultONS result = consumer()->pull(queue, "*", offset, 32);
    switch (result.pullStatus) {
      case ons::ONS_FOUND: status = FOUND; break;
      case ons::ONS_NO_NEW_MSG: status = NO_NEW_MSG; break;
      case ons::ONS_NO_MATCHED_MSG: status = NO_MATCHED_MSG; break;
      case ons::ONS_OFFSET_ILLEGAL: status = OFFSET_ILLEGAL; break;
      case ons::ONS_BROKER_TIMEOUT:
      default: status = BROKER_TIMEOUT; break;
    }
    std::list<Message> messages;
    std::vector<ons::Message>::iterator at = result.msgFoundList.begin();
    for (; at != result.msgFoundList.end(); ++at) {
      Message message;
      message.properties = at->getUserProperties();
      message.topic = at->getTopic();
      message.tags = at->getTag();
      message.keys = at->getKey();
      message.id = at->getMsgID();
      message.body = std::string(at->getMsgBody().c_str(), at->getMsgBody().length());
      message.offset = at->getQueueOffset();
      messages.push_back(message);
    }
    return messages;
  }

 private:
  ons::ONSFactoryProperty info_;
  ons::PullConsumer* consumer_;
};

void send(ons::ONSFactoryProperty& property, const Message& source) {
  ons::Producer* producer = ons::ONSFactory::getInstance()->createProducer(property);
  try {
    producer->start();
    ons::Message message;
    message.setBody((unsigned char*)source.body.data(), (int)source.body.size());
    message.setKey(source.keys.c_str());
    message.setTopic(source.topic.c_str());
    message.setTag(source.tags.c_str());
    message.setUserProperties(source.properties);
    producer->send(message);
    producer->shutdown();
    delete producer;
  } catch (ons::ONSClientException& e) {
    delete producer;
    throw MQException(e.GetMsg(), e.GetError());
  }
}

}  // namespace adapter

bool style_of_adapter(const char* address) {
  char timeout[32];
  std::sprintf(timeout, "%d", 60000);
  ons::ONSFactoryProperty property;
  property.setFactoryProperty(ons::ONSFactoryProperty::ProducerId, "GID_style_adapter");
  property.setFactoryProperty(ons::ONSFactoryProperty::ConsumerId, "GID_style_adapter");
  property.setFactoryProperty(ons::ONSFactoryProperty::SendMsgTimeoutMillis, timeout);
  property.setFactoryProperty(ons::ONSFactoryProperty::NAMESRV_ADDR, address);
  property.setFactoryProperty("ons.requestTimeoutMillis", timeout);
  property.setOnsChannel(ons::ONSChannel::LOCAL);
  adapter::Message message;
  message.topic = "style-adapter";
  message.tags = "TagA";
  message.keys = "key";
  message.body = std::string("a\0b", 3);
  message.properties["colour"] = "green";
  adapter::send(property, message);
  int refused = 0;
  try {
    message.body.clear();
    adapter::send(property, message);
  } catch (adapter::MQException& e) {
    refused = e.number();
  }
  adapter::PullImpl impl;
  impl.setProperty(property);
  std::vector<ons::MessageQueueONS> queues;
  impl.consumer()->fetchSubscribeMessageQueues(message.topic, queues);
  std::list<adapter::Message> pulled;
  for (std::size_t i = 0; i < queues.size(); ++i) {
    adapter::PullStatus status;
    pulled.splice(pulled.end(), impl.pull(queues[i], impl.consumer()->minOffset(queues[i]), status));
  }
  impl.consumer()->shutdown();
  return refused != 0 && pulled.size() == 1 && pulled.front().body.size() == 3 &&
         pulled.front().properties["colour"] == "green" && pulled.front().offset == 0;
}
