// Members of 1.x and 2.x as programs write them, and classes of programs in place of the SDK's. It must compile.
#include <rocketmq/ONSClientException.h>
#include <rocketmq/ONSFactory.h>

#include <cstdio>
#include <iostream>
#include <map>

namespace ons {
class Message;
class Producer;
}  // namespace ons

class ListenerOfProgram : public ons::MessageListener {
 public:
  virtual Action consume(ons::Message& message, ons::ConsumeContext&) {
    cout << message.getMsgID() << endl;
    return CommitMessage;
  }
};

class OrderListenerOfProgram : public ons::MessageOrderListener {
 public:
  virtual OrderAction consume(ons::Message&, ons::ConsumeOrderContext&) { return Success; }
};

class PullConsumerOfProgram : public ons::PullConsumer {
 public:
  void start() {}
  void shutdown() {}
  void fetchSubscribeMessageQueues(const std::string&, std::vector<ons::MessageQueueONS>&) {}
  ons::PullResultONS pull(const ons::MessageQueueONS&, const std::string&, long long, int) { return ons::ONS_FOUND; }
  long long searchOffset(const ons::MessageQueueONS&, long long) { return 0; }
  long long maxOffset(const ons::MessageQueueONS&) { return 0; }
  long long minOffset(const ons::MessageQueueONS&) { return 0; }
  void updateConsumeOffset(const ons::MessageQueueONS&, long long) {}
  void removeConsumeOffset(const ons::MessageQueueONS&) {}
  long long fetchConsumeOffset(const ons::MessageQueueONS&, bool) { return 0; }
  void persistConsumerOffset4PullConsumer(const ons::MessageQueueONS&) {}
};

class ProducerOfProgram : public ons::Producer {
 public:
  void start() {}
  void shutdown() {}
  ons::SendResultONS send(ons::Message&) { return ons::SendResultONS(); }
  ons::SendResultONS send(ons::Message& message, const ons::MessageQueueONS&) { return send(message); }
  void sendAsync(ons::Message&, ons::SendCallbackONS*) {}
  void sendOneway(ons::Message&) {}
};

class FactoryOfProgram : public ons::ONSFactoryAPI {
 public:
  ons::Producer* createProducer(ons::ONSFactoryProperty) { return new ProducerOfProgram(); }
};

void properties(const string& text) {
  ons::ONSFactoryProperty property;
  std::map<std::string, std::string> entries;
  property.setFactoryProperties(entries);
  property.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, text.c_str());
  property.setFactoryProperty("key", text);
  property.setSendMsgTimeout(3000);
  property.setOnsChannel(ons::CLOUD);
  const ons::ONSChannel channel = property.getOnsChannel();
  const int size = property.getMaxMsgCacheSizeInMiB();
  const bool good = property.checkValidityOfFactoryProperties("key", text);
  printf("%s %s %d %d %d\n", property.getChannel(), property.getLogPath(), channel, size, good);
}

void contents(const string& text) {
  std::map<std::string, std::string> entries;
  unsigned char bytes[] = {1, 2, 3};
  ons::Message message(text.c_str(), "TagA", text.c_str());
  ons::Message of_strings(text, text, text);
  ons::Message of_two("topic", "body");
  ons::Message of_sizes(text.c_str(), text.length(), "TagA", 4, "body", 4);
  of_two = of_sizes;
  message.setBody(bytes, sizeof bytes);
  message.setUserProperties(entries);
  message.setSystemProperties(entries);
  const string body = message.getMsgBody();
  const size_t body_size = message.getBodySize();
  const long long at = message.getStartDeliverTime();
  int size = 0;
  const char* start = message.getByteBody(&size);
  string tag = message.getTag();
  if (message.getTopic() == text && string(message.getKey()) == tag && message.getReconsumeTimes() == 0) {
    printf("%s %zu %lld %s %s\n", message.getTopic(), body_size, at, start, body.c_str());
  }
}

int queues() {
  ons::MessageQueueONS queue("topic", "broker", 0);
  std::map<ons::MessageQueueONS, long long> offsets;
  offsets[queue] = 1;
  switch (PullConsumerOfProgram().pull(queue, "*", 0, 1).pullStatus) {
    case ons::ONS_FOUND: return queue.compareTo(queue);
    case ons::ONS_NO_NEW_MSG:
    case ons::ONS_NO_MATCHED_MSG:
    case ons::ONS_OFFSET_ILLEGAL:
    default: return 1;
  }
}

int main() {
  try {
    ListenerOfProgram listener;
    OrderListenerOfProgram order_listener;
    delete FactoryOfProgram().createProducer(ons::ONSFactoryProperty());
    properties("text");
    contents("text");
    throw ons::ONSClientException("thrown", -1);
  } catch (ons::ONSClientException& e) {
    printf("%s %d\n", e.GetMsg(), e.GetError());
  }
  return queues();
}
