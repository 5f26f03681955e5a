#ifndef OPENONS_CLASSIC_CONSUMEORDERCONTEXT_H
#define OPENONS_CLASSIC_CONSUMEORDERCONTEXT_H

#include "ONSClient.h"

ONS_NAMESPACE_BEGIN

/// Goes along with a message to its ordered listener; holds nothing.
class ConsumeOrderContext {
 public:
  virtual ~ConsumeOrderContext() = default;
};

ONS_NAMESPACE_END

#endif
