#ifndef OPENONS_CLASSIC_V2_TRANSACTIONSTATUS_H
#define OPENONS_CLASSIC_V2_TRANSACTIONSTATUS_H

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// What became of a local transaction; Unknow (so spelled since ever): the server asks the checker later.
enum TransactionStatus { CommitTransaction = 0, RollbackTransaction = 1, Unknow = 2, Unknown = Unknow };

ONS_NAMESPACE_END

#endif
