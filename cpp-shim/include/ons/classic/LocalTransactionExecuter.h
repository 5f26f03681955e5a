#ifndef ONS_CLASSIC_LOCALTRANSACTIONEXECUTER_H
#define ONS_CLASSIC_LOCALTRANSACTIONEXECUTER_H

#include "Message.h"
#include "TransactionStatus.h"

namespace ons {

/// Runs a local transaction, on the thread that sends. Yours: the SDK does not delete it.
class LocalTransactionExecuter {
 public:
  virtual ~LocalTransactionExecuter() = default;
  virtual TransactionStatus execute(Message& message) = 0;
};

}  // namespace ons

#endif
