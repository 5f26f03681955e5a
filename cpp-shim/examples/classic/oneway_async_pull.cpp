// One-way and asynchronous sends, and messages fetched from queues, with the classic classes.
//   classic_oneway_async_pull [address]
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

class PrintingCallback : public SendCallbackONS {
 public:
  PrintingCallback() : ended_(0) {}
  virtual void onSuccess(SendResultONS& result) {
    printf("sent %s\n", result.getMessageId());
    end();
  }
  virtual void onException(ONSClientException& e) {
    printf("not sent: %s\n", e.what());
    end();
  }
  void await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return ended_ >= count; });
  }

 private:
  void end() {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_++;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int ended_;
};

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_classic_pull");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ConsumerId, "GID_classic_pull");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic-pull");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setSendMsgTimeout(30000);
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "30000");
  factoryInfo.setOnsChannel(ALIYUN);
  const char* topic = factoryInfo.getPublishTopics();

  Producer* producer = ONSFactory::getInstance()->createProducer(factoryInfo);
  producer->start();
  PrintingCallback callback;
  Message first(topic, "TagA", "first");
  Message second(topic, "TagB", "key-2", "second");
  Message empty(topic, "TagA", "");
  producer->sendAsync(first, &callback);
  producer->sendAsync(second, &callback);
  producer->sendAsync(empty, &callback);
  callback.await(3);
  producer->sendOneway(first);
  producer->shutdown();

  PullConsumer* consumer = ONSFactory::getInstance()->createPullConsumer(factoryInfo);
  consumer->start();
  std::vector<MessageQueueONS> queues;
  consumer->fetchSubscribeMessageQueues(topic, queues);
  for (size_t i = 0; i < queues.size(); i++) {
    PullResultONS result = consumer->pull(queues[i], "*", consumer->minOffset(queues[i]), 32);
    for (size_t j = 0; j < result.msgFoundList.size(); j++) {
      printf("pulled %s by tag %s and key '%s'\n", result.msgFoundList[j].getBody(), result.msgFoundList[j].getTag(),
             result.msgFoundList[j].getKey());
    }
    if (result.pullStatus == ONS_FOUND) {
      consumer->updateConsumeOffset(queues[i], result.nextBeginOffset);
      consumer->persistConsumerOffset4PullConsumer(queues[i]);
      bool committed = consumer->fetchConsumeOffset(queues[i], true) == result.nextBeginOffset;
      printf("committed %s\n", committed ? "it" : "something else");
    }
  }
  consumer->shutdown();
  return 0;
}
