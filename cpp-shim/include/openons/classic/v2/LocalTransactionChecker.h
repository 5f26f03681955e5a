#ifndef OPENONS_CLASSIC_V2_LOCALTRANSACTIONCHECKER_H
#define OPENONS_CLASSIC_V2_LOCALTRANSACTIONCHECKER_H

#include "Message.h"
#include "TransactionStatus.h"

ONS_NAMESPACE_BEGIN

/// Finds out what became of a local transaction. Yours: keep it until the producer is shut down. An exception counts
/// as Unknow.
class LocalTransactionChecker {
 public:
  virtual ~LocalTransactionChecker() = default;
  virtual TransactionStatus check(Message& message) = 0;
};

ONS_NAMESPACE_END

#endif
