#ifndef ONS_CLASSIC_LOCALTRANSACTIONCHECKER_H
#define ONS_CLASSIC_LOCALTRANSACTIONCHECKER_H

#include "Message.h"
#include "TransactionStatus.h"

namespace ons {

/// Finds out what became of a local transaction. Yours: keep it until the producer is shut down. An exception counts
/// as Unknow.
class LocalTransactionChecker {
 public:
  virtual ~LocalTransactionChecker() = default;
  virtual TransactionStatus check(Message& message) = 0;
};

}  // namespace ons

#endif
