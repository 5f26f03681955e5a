#ifndef ONS_CLASSIC_OFFSETSTORE_H
#define ONS_CLASSIC_OFFSETSTORE_H

#include "../consumer.hpp"

namespace ons {

/// Keeps a broadcasting consumer's progress where you want.
using OffsetStore = openons::OffsetStore;

}  // namespace ons

#endif
