#ifndef OPENONS_CLASSIC_QUEUE_HPP
#define OPENONS_CLASSIC_QUEUE_HPP

#include <climits>
#include <cstdlib>
#include <string>
#include <utility>

#include "ONSClientException.h"

ONS_NAMESPACE_BEGIN

/// One queue of a topic.
class MessageQueueONS {
 public:
  MessageQueueONS() = default;
  MessageQueueONS(std::string topic, std::string brokerName, int queueId)
      : topic_(std::move(topic)), broker_(std::move(brokerName)), queue_id_(queueId) {}

  std::string getTopic() const { return topic_; }
  void setTopic(const std::string& topic) { topic_ = topic; }
  std::string getBrokerName() const { return broker_; }
  void setBrokerName(const std::string& brokerName) { broker_ = brokerName; }
  int getQueueId() const { return queue_id_; }
  void setQueueId(int queueId) { queue_id_ = queueId; }

  /// The library names a queue by its broker and number, "broker-a#3".
  explicit MessageQueueONS(const openons::Partition& partition) : topic_(partition.topic) {
    std::size_t separator = partition.name.rfind('#');
    const char* digits = partition.name.c_str() + separator + 1;  // npos + 1 is 0
    char* end = nullptr;
    long number = std::strtol(digits, &end, 10);
    if (separator == std::string::npos || end == digits || *end != '\0' || number < 0 || number > INT_MAX) {
      throw ONSClientException("queue '" + partition.name + "' of topic " + topic_ + " is not named broker#number;" +
                               " use openons::PullConsumer, which takes any name");
    }
    broker_ = partition.name.substr(0, separator);
    queue_id_ = static_cast<int>(number);
  }
  openons::Partition partition() const { return openons::Partition{topic_, broker_ + "#" + std::to_string(queue_id_)}; }

  /// The order by topic, broker and number: negative, 0 or positive as this queue is before, the same or behind.
  int compareTo(const MessageQueueONS& other) const {
    int order = topic_.compare(other.topic_);
    if (order == 0) {
      order = broker_.compare(other.broker_);
    }
    return order != 0 ? order : (queue_id_ > other.queue_id_) - (queue_id_ < other.queue_id_);
  }
  friend bool operator==(const MessageQueueONS& a, const MessageQueueONS& b) { return a.compareTo(b) == 0; }
  friend bool operator!=(const MessageQueueONS& a, const MessageQueueONS& b) { return a.compareTo(b) != 0; }
  friend bool operator<(const MessageQueueONS& a, const MessageQueueONS& b) { return a.compareTo(b) < 0; }

 private:
  std::string topic_;
  std::string broker_;
  int queue_id_ = -1;
};

ONS_NAMESPACE_END

#endif
