#ifndef OPENONS_CLASSIC_V3_LOCALTRANSACTIONCHECKER_H
#define OPENONS_CLASSIC_V3_LOCALTRANSACTIONCHECKER_H

#include "../ONSClientException.h"
#include "Message.h"
#include "TransactionStatus.h"

ONS_NAMESPACE_BEGIN

/// Finds out what became of a local transaction. Yours: keep it until the producer is shut down. A checker has one of
/// the two functions. An exception counts as Unknow.
class LocalTransactionChecker {
 public:
  virtual ~LocalTransactionChecker() = default;
  virtual TransactionStatus check(const Message& message) {
    Message copy(message);
    return check(copy);
  }
  /// As builds before 3.0.0 had it.
  virtual TransactionStatus check(Message&) {
    throw ONSClientException("a LocalTransactionChecker has no function check(const Message&); write one");
  }
};

ONS_NAMESPACE_END

#endif
