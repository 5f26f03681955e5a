// Sends a message that is delivered if its local transaction commits, with the classes of 3.0.
//   classic3_transaction [address]
#include <chrono>
#include <iostream>
#include <memory>

#include "ons/LocalTransactionChecker.h"
#include "ons/LocalTransactionExecutor.h"
#include "ons/ONSFactory.h"
#include "ons/TransactionStatus.h"

using namespace ons;

class BookingExecutor : public LocalTransactionExecutor {
 public:
  TransactionStatus execute(const Message& message) noexcept override {
    // Do the business here, in one transaction of its database, and keep the message's id with it for the checker.
    std::cout << "booking for " << message.getMsgID() << std::endl;
    return TransactionStatus::CommitTransaction;
  }
};

class BookingChecker : public LocalTransactionChecker {
 public:
  TransactionStatus check(const Message& message) noexcept override {
    // Look up by the message's id what became of the transaction.
    std::cout << "asked about " << message.getMsgID() << std::endl;
    return TransactionStatus::Unknow;
  }
};

int main(int argc, char** argv) {
  ONSFactoryProperty factory_property;
  factory_property.setFactoryProperty(ONSFactoryProperty::GroupId, "GID_classic3_transaction");
  factory_property.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factory_property.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factory_property.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factory_property.setSendMsgTimeout(std::chrono::seconds(30));
  factory_property.setFactoryProperty("ons.requestTimeoutMillis", "30000");

  BookingChecker checker;
  BookingExecutor executor;
  std::unique_ptr<TransactionProducer> producer(
      ONSFactory::getInstance()->createTransactionProducer(factory_property, &checker));
  producer->start();
  Message message("classic3-transaction", "TagA", "a booking");
  try {
    SendResultONS result = producer->send(message, &executor);
    std::cout << "sent " << result.getMessageId() << std::endl;
  } catch (ONSClientException& e) {
    std::cout << "not sent: " << e.what() << std::endl;
  }
  producer->shutdown();
  return 0;
}
