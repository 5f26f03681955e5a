#ifndef ONS_CLASSIC_SENDCALLBACKONS_H
#define ONS_CLASSIC_SENDCALLBACKONS_H

#include "ONSClientException.h"
#include "SendResultONS.h"

namespace ons {

/// Told the end of an asynchronous send, exactly once, on a thread of the library. Yours: delete it after that.
class SendCallbackONS {
 public:
  virtual ~SendCallbackONS() = default;
  virtual void onSuccess(SendResultONS& result) = 0;
  virtual void onException(ONSClientException& error) = 0;
};

}  // namespace ons

#endif
