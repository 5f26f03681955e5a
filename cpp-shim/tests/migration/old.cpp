// Uses what the check is to find, and what it must not mention: see migration.sh.
#include "ONSFactory.h"
#include "rocketmq/DefaultMQProducer.h"

using namespace ons;

void old(Producer* producer, Message& message, const std::vector<int>& numbers) {
  // producer->inAComment();
  const char* text = "message.inALiteral()";
  producer->sendToTheMoon(message);
  message.setDeliverNowhere(text, numbers.size());
  ons::Message copy(message);
  copy.getTopic();
  ons::DelayQueue* queue = ons::ONSFactory::getInstance()->createDelayQueue();
  ONSFactoryProperty::NoSuchKey;
  queue->unknownTypesAreNotLookedInto();
}
