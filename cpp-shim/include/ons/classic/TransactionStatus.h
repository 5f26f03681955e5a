#ifndef ONS_CLASSIC_TRANSACTIONSTATUS_H
#define ONS_CLASSIC_TRANSACTIONSTATUS_H

namespace ons {

/// What became of a local transaction; Unknow (so spelled since ever): the server asks the checker later.
enum TransactionStatus { CommitTransaction = 0, RollbackTransaction = 1, Unknow = 2, Unknown = Unknow };

}  // namespace ons

#endif
