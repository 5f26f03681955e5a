#ifndef OPENONS_CLASSIC_V3_ONSCALLBACK_H
#define OPENONS_CLASSIC_V3_ONSCALLBACK_H

#include "../ONSClientException.h"
#include "SendResultONS.h"

ONS_NAMESPACE_BEGIN

/// Told the end of an asynchronous send, exactly once: on a thread of the library, or within sendAsync when the
/// message was refused there. Yours: delete it after that.
class SendCallbackONS {
 public:
  virtual ~SendCallbackONS() = default;
  virtual void onSuccess(SendResultONS& result) = 0;
  virtual void onException(ONSClientException& error) = 0;
};

ONS_NAMESPACE_END

#endif
