#ifndef ONS_CLASSIC_CONSUMEORDERCONTEXT_H
#define ONS_CLASSIC_CONSUMEORDERCONTEXT_H

namespace ons {

/// Goes along with a message to its ordered listener; has nothing to tell.
class ConsumeOrderContext {
 public:
  virtual ~ConsumeOrderContext() = default;
};

}  // namespace ons

#endif
