// Sends messages that stay in order, by their sharding key.   classic_ordered_send [address]
#include <iostream>
#include <string>

#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_classic_ordered");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic-ordered");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factoryInfo.setSendMsgTimeout(30000);

  OrderProducer* producer = ONSFactory::getInstance()->createOrderProducer(factoryInfo);
  producer->start();
  std::string shardingKey = "order-7";
  for (int i = 0; i < 10; i++) {
    Message msg(factoryInfo.getPublishTopics(), "TagA", "step " + std::to_string(i));
    try {
      SendResultONS sendResult = producer->send(msg, shardingKey);
      std::cout << "sent " << sendResult.getMessageId() << std::endl;
    } catch (ONSClientException& e) {
      std::cout << "not sent: " << e.what() << std::endl;
    }
  }
  producer->shutdown();
  return 0;
}
