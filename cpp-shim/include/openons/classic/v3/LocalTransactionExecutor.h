#ifndef OPENONS_CLASSIC_V3_LOCALTRANSACTIONEXECUTOR_H
#define OPENONS_CLASSIC_V3_LOCALTRANSACTIONEXECUTOR_H

#include "../ONSClientException.h"
#include "Message.h"
#include "TransactionStatus.h"

ONS_NAMESPACE_BEGIN

/// Runs a local transaction, on the thread that sends. Yours: the SDK does not delete it. An executor has one of the
/// two functions.
class LocalTransactionExecutor {
 public:
  virtual ~LocalTransactionExecutor() = default;
  virtual TransactionStatus execute(const Message& message) {
    Message copy(message);
    return execute(copy);
  }
  /// As builds before 3.0.0 had it.
  virtual TransactionStatus execute(Message&) {
    throw ONSClientException("a LocalTransactionExecutor has no function execute(const Message&); write one");
  }
};

/// The earlier spelling.
using LocalTransactionExecuter = LocalTransactionExecutor;

ONS_NAMESPACE_END

#endif
