#ifndef OPENONS_CLASSIC_V2_LOCALTRANSACTIONEXECUTER_H
#define OPENONS_CLASSIC_V2_LOCALTRANSACTIONEXECUTER_H

#include "Message.h"
#include "TransactionStatus.h"

ONS_NAMESPACE_BEGIN

/// Runs a local transaction, on the thread that sends. Yours: the SDK does not delete it.
class LocalTransactionExecuter {
 public:
  virtual ~LocalTransactionExecuter() = default;
  virtual TransactionStatus execute(Message& message) = 0;
};

ONS_NAMESPACE_END

#endif
