// Sends messages with the classes of 3.0, by exceptions and by error codes.   classic3_send [address]
#include <chrono>
#include <iostream>
#include <system_error>

#include "ons/ONSFactory.h"
#include "rocketmq/Logger.h"

using namespace ons;

int main(int argc, char** argv) {
  rocketmq::Logger& logger = rocketmq::getLogger();
  logger.setLevel(rocketmq::Level::Off);
  logger.init();

  ONSFactoryProperty factory_property;
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_classic3");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  factory_property.setSendMsgTimeout(std::chrono::seconds(30)).setSendMsgRetryTimes(3);

  Producer* producer = ONSFactory::getInstance()->createProducer(factory_property);
  producer->start();

  Message message("classic3", "TagA", "ORDERID_100", "hello");
  message.putUserProperty("colour", "green");
  try {
    SendResultONS result = producer->send(message);
    std::cout << "sent " << result.getMessageId() << std::endl;
  } catch (ONSClientException& e) {
    std::cout << "not sent: " << e.what() << " (" << e.GetError() << ")" << std::endl;
  }

  std::error_code error;
  message.setStartDeliverTime(std::chrono::system_clock::now() + std::chrono::seconds(3));
  SendResultONS result = producer->send(message, error);
  if (error) {
    std::cout << "not sent: " << error.message() << std::endl;
  } else {
    std::cout << "delayed " << result.getMessageId() << std::endl;
  }
  producer->shutdown();
  return 0;
}
