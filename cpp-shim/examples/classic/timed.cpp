// Sends a message that is delivered three seconds from now.   classic_timed [address]
#include <chrono>
#include <iostream>

#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_classic");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic-timed");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factoryInfo.setSendMsgTimeout(30000);

  Producer* producer = ONSFactory::getInstance()->createProducer(factoryInfo);
  producer->start();

  Message msg(factoryInfo.getPublishTopics(), "TagA", "later");
  long long now = std::chrono::duration_cast<std::chrono::milliseconds>(
                      std::chrono::system_clock::now().time_since_epoch())
                      .count();
  msg.setStartDeliverTime(now + 3000);
  try {
    SendResultONS sendResult = producer->send(msg);
    std::cout << "sent " << sendResult.getMessageId() << std::endl;
  } catch (ONSClientException& e) {
    std::cout << "not sent: " << e.what() << std::endl;
  }
  producer->shutdown();
  return 0;
}
