#ifndef ONS_CLASSIC_LOCALTRANSACTIONEXECUTOR_H
#define ONS_CLASSIC_LOCALTRANSACTIONEXECUTOR_H

#include "LocalTransactionExecuter.h"

namespace ons {

/// The later spelling.
using LocalTransactionExecutor = LocalTransactionExecuter;

}  // namespace ons

#endif
