// Sends a message that is delivered if its local transaction commits.   classic_transaction [address]
#include <iostream>

#include "ONSClientException.h"
#include "ONSFactory.h"

using namespace ons;

class BookingExecuter : public LocalTransactionExecuter {
  virtual TransactionStatus execute(Message& value) {
    // Do the business here, in one transaction of its database, and keep the message's id with it for the checker.
    std::cout << "booking for " << value.getMsgID() << std::endl;
    return CommitTransaction;
  }
};

class BookingChecker : public LocalTransactionChecker {
  virtual TransactionStatus check(Message& value) {
    // Look up by the message's id what became of the transaction.
    std::cout << "asked about " << value.getMsgID() << std::endl;
    return Unknow;
  }
};

int main(int argc, char** argv) {
  ONSFactoryProperty factoryInfo;
  factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_classic_transaction");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, argc > 1 ? argv[1] : "http://127.0.0.1:8081");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, "classic-transaction");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::MsgContent, "a booking");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  factoryInfo.setSendMsgTimeout(30000);
  factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "30000");

  LocalTransactionChecker* checker = new BookingChecker();
  TransactionProducer* producer = ONSFactory::getInstance()->createTransactionProducer(factoryInfo, checker);
  producer->start();

  Message msg(factoryInfo.getPublishTopics(), "TagA", factoryInfo.getMessageContent());
  LocalTransactionExecuter* executer = new BookingExecuter();
  try {
    SendResultONS sendResult = producer->send(msg, executer);
    std::cout << "sent " << sendResult.getMessageId() << std::endl;
  } catch (ONSClientException& e) {
    std::cout << "not sent: " << e.what() << std::endl;
  }
  delete executer;
  producer->shutdown();
  delete checker;
  return 0;
}
