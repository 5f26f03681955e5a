#ifndef OPENONS_CLASSIC_V3_TRANSACTIONPRODUCER_H
#define OPENONS_CLASSIC_V3_TRANSACTIONPRODUCER_H

#include "../ONSClientException.h"
#include "LocalTransactionExecuter.h"
#include "Message.h"
#include "SendResultONS.h"

ONS_NAMESPACE_BEGIN

/// Sends messages that are delivered only if a local transaction commits. Made by ONSFactory; may be deleted.
class TransactionProducer {
 public:
  TransactionProducer() = default;
  TransactionProducer(const TransactionProducer&) = delete;
  TransactionProducer& operator=(const TransactionProducer&) = delete;
  virtual ~TransactionProducer() = default;

  virtual void start() = 0;
  virtual void shutdown() = 0;
  /// Sends a half message, runs the executer on this thread and tells the server its decision. A rollback throws
  /// ONSClientException; an exception of the executer leaves the message to the checker, and comes out here.
  virtual SendResultONS send(Message& message, LocalTransactionExecuter* executer) = 0;
};

ONS_NAMESPACE_END

#endif
