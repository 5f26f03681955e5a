// Moves frames from a queue to the buffer of who polls.
#pragma once

#include <deque>

#include "clients/backend.h"

namespace bridge {

// Takes up to `max` frames that fit; when the first does not, it stays and `poll.needed` tells its size.
inline void take_frames(std::deque<Bytes> &frames, size_t max, Poll &poll) {
  while (!frames.empty() && poll.count < max) {
    Bytes &next = frames.front();
    if (next.size() > poll.capacity - poll.size) {
      if (poll.count == 0) poll.needed = next.size();
      return;
    }
    std::memcpy(poll.buffer + poll.size, next.data(), next.size());
    poll.size += next.size();
    ++poll.count;
    frames.pop_front();
  }
}

}  // namespace bridge
