// Sends a normal message with the classic classes.   classic_normal [address]
#include <iostream>

#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_classic");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::MsgContent, "hello");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factoryInfo.setSendMsgTimeout(30000);

  Producer* producer = ONSFactory::getInstance()->createProducer(factoryInfo);
  producer->start();

  Message msg(factoryInfo.getPublishTopics(), "TagA", factoryInfo.getMessageContent());
  msg.setKey("ORDERID_100");
  try {
    SendResultONS sendResult = producer->send(msg);
    std::cout << "sent " << sendResult.getMessageId() << std::endl;
  } catch (ONSClientException& e) {
    std::cout << "not sent: " << e.GetMsg() << " (" << e.GetError() << ")" << std::endl;
  }
  producer->shutdown();
  return 0;
}
