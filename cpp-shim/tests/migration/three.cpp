// A program for 3.0 that uses a function of the older generation: see migration.sh.
#include "ons/ONSFactory.h"
#include "ons/NoSuchHeader.h"

void three(ons::PushConsumer* consumer, const ons::Message& message) {
  consumer->registerMessageListener(nullptr);
  message.getKeys();
  message.getKey();
}
