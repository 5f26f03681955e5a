#ifndef ONS_CLASSIC_MESSAGEQUEUEONS_H
#define ONS_CLASSIC_MESSAGEQUEUEONS_H

#include <climits>
#include <cstdlib>
#include <string>
#include <tuple>

#include "../pull_consumer.hpp"
#include "ONSClientException.h"

namespace ons {

/// One queue of a topic.
class MessageQueueONS {
 public:
  MessageQueueONS() = default;
  MessageQueueONS(const std::string& topic, const std::string& broker, int queue_id)
      : topic_(topic), broker_(broker), queue_id_(queue_id) {}

  std::string getTopic() const { return topic_; }
  void setTopic(const std::string& topic) { topic_ = topic; }
  std::string getBrokerName() const { return broker_; }
  void setBrokerName(const std::string& broker) { broker_ = broker; }
  int getQueueId() const { return queue_id_; }
  void setQueueId(int queue_id) { queue_id_ = queue_id; }

  /// The library names a queue by its broker and number, "broker-a#3".
  explicit MessageQueueONS(const openons::Partition& partition) : topic_(partition.topic) {
    std::size_t separator = partition.name.rfind('#');
    const char* digits = partition.name.c_str() + separator + 1;  // npos + 1 is 0
    char* end = nullptr;
    long number = std::strtol(digits, &end, 10);
    if (separator == std::string::npos || end == digits || *end != '\0' || number < 0 || number > INT_MAX) {
      throw ONSClientException("queue '" + partition.name + "' of topic " + topic_ + " is not named broker#number;" +
                                   " use openons::PullConsumer, which takes any name",
                               OTHER_ERROR);
    }
    broker_ = partition.name.substr(0, separator);
    queue_id_ = static_cast<int>(number);
  }
  openons::Partition partition() const { return openons::Partition{topic_, broker_ + "#" + std::to_string(queue_id_)}; }

  friend bool operator==(const MessageQueueONS& a, const MessageQueueONS& b) { return a.fields() == b.fields(); }
  friend bool operator!=(const MessageQueueONS& a, const MessageQueueONS& b) { return !(a == b); }
  friend bool operator<(const MessageQueueONS& a, const MessageQueueONS& b) { return a.fields() < b.fields(); }

 private:
  std::tuple<const std::string&, const std::string&, const int&> fields() const {
    return std::tie(topic_, broker_, queue_id_);
  }

  std::string topic_;
  std::string broker_;
  int queue_id_ = -1;
};

}  // namespace ons

#endif
