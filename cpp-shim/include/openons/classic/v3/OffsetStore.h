#ifndef OPENONS_CLASSIC_V3_OFFSETSTORE_H
#define OPENONS_CLASSIC_V3_OFFSETSTORE_H

#include "../modern.hpp"
#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// Keeps a broadcasting consumer's progress where you want.
using OffsetStore = openons::OffsetStore;

ONS_NAMESPACE_END

#endif
