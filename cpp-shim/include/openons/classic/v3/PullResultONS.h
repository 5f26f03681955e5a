#ifndef OPENONS_CLASSIC_V3_PULLRESULTONS_H
#define OPENONS_CLASSIC_V3_PULLRESULTONS_H

#include <vector>

#include "Message.h"
#include "ONSPullStatus.h"

ONS_NAMESPACE_BEGIN

/// The messages that a pull found, and where to go on.
class PullResultONS {
 public:
  PullResultONS(ONSPullStatus status) : pull_status_(status) {}
  PullResultONS(ONSPullStatus status, long long next, long long first, long long end)
      : pull_status_(status), next_begin_offset_(next), min_offset_(first), max_offset_(end) {}
  virtual ~PullResultONS() = default;
  PullResultONS(const PullResultONS&) = default;
  PullResultONS& operator=(const PullResultONS&) = default;

  ONSPullStatus pull_status_;
  long long next_begin_offset_ = 0;  ///< Where to go on.
  long long min_offset_ = 0;         ///< The first message of the queue.
  long long max_offset_ = 0;         ///< Behind the last message of the queue.
  std::vector<Message> message_list_;
};

ONS_NAMESPACE_END

#endif
