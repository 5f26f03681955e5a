#ifndef ONS_CLASSIC_CONSUMECONTEXT_H
#define ONS_CLASSIC_CONSUMECONTEXT_H

namespace ons {

/// Goes along with a message to its listener; has nothing to tell.
class ConsumeContext {
 public:
  virtual ~ConsumeContext() = default;
};

}  // namespace ons

#endif
