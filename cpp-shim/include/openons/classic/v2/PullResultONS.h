#ifndef OPENONS_CLASSIC_V2_PULLRESULTONS_H
#define OPENONS_CLASSIC_V2_PULLRESULTONS_H

#include <vector>

#include "Message.h"

ONS_NAMESPACE_BEGIN

/// What a pull found: messages; nothing new; nothing that matches; an offset that the queue does not have; or no
/// answer from the server in time.
enum ONSPullStatus { ONS_FOUND, ONS_NO_NEW_MSG, ONS_NO_MATCHED_MSG, ONS_OFFSET_ILLEGAL, ONS_BROKER_TIMEOUT };

/// The messages that a pull found, and where to go on.
class PullResultONS {
 public:
  PullResultONS(ONSPullStatus status) : pullStatus(status) {}
  PullResultONS(ONSPullStatus status, long long next, long long first, long long end)
      : pullStatus(status), nextBeginOffset(next), minOffset(first), maxOffset(end) {}
  virtual ~PullResultONS() = default;
  PullResultONS(const PullResultONS&) = default;
  PullResultONS& operator=(const PullResultONS&) = default;

  ONSPullStatus pullStatus;
  long long nextBeginOffset = 0;  ///< Where to go on.
  long long minOffset = 0;        ///< The first message of the queue.
  long long maxOffset = 0;        ///< Behind the last message of the queue.
  std::vector<Message> msgFoundList;
};

ONS_NAMESPACE_END

#endif
