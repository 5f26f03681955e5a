#ifndef OPENONS_CLASSIC_CONSUMECONTEXT_H
#define OPENONS_CLASSIC_CONSUMECONTEXT_H

#include "ONSClient.h"

ONS_NAMESPACE_BEGIN

/// Goes along with a message to its listener; holds nothing.
class ConsumeContext {
 public:
  virtual ~ConsumeContext() = default;
};

ONS_NAMESPACE_END

#endif
