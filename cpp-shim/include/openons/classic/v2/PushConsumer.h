#ifndef OPENONS_CLASSIC_V2_PUSHCONSUMER_H
#define OPENONS_CLASSIC_V2_PUSHCONSUMER_H

#include <string>

#include "../ONSClientException.h"
#include "MessageListener.h"

ONS_NAMESPACE_BEGIN

/// Gives messages to listeners. Made by ONSFactory; may be deleted, which shuts it down.
class PushConsumer {
 public:
  PushConsumer() = default;
  PushConsumer(const PushConsumer&) = delete;
  PushConsumer& operator=(const PushConsumer&) = delete;
  virtual ~PushConsumer() = default;

  virtual void start() = 0;
  /// Waits for running listeners; afterwards none is called.
  virtual void shutdown() = 0;
  /// Subscribes a listener to a topic; `subExpression`: "TagA || TagB" or "*". Again: takes the place of the former.
  virtual void subscribe(const char* topic, const char* subExpression, MessageListener* listener) = 0;
  void subscribe(const std::string& topic, const std::string& subExpression, MessageListener* listener) {
    subscribe(topic.c_str(), subExpression.c_str(), listener);
  }
  /// Ends a subscription. Not in the SDK, so classes of programs need not have it; those answer an exception.
  virtual void unsubscribe(const std::string& topic) {
    throw ONSClientException("this consumer cannot end its subscription of topic " + topic);
  }
};

ONS_NAMESPACE_END

#endif
