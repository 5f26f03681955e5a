#ifndef OPENONS_CLASSIC_V3_TRANSACTIONSTATUS_H
#define OPENONS_CLASSIC_V3_TRANSACTIONSTATUS_H

#include <cstdint>

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// What became of a local transaction; Unknow (so spelled since ever): the server asks the checker later.
enum class TransactionStatus : std::uint8_t { CommitTransaction = 0, RollbackTransaction = 1, Unknow = 2 };

ONS_NAMESPACE_END

#endif
