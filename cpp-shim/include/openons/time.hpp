#ifndef OPENONS_TIME_HPP
#define OPENONS_TIME_HPP

#include <chrono>
#include <cstdint>
#include <limits>

namespace openons {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::system_clock::time_point;

namespace detail {

inline TimePoint to_time_point(std::int64_t since_1970_ms) {
  return TimePoint(std::chrono::duration_cast<TimePoint::duration>(Milliseconds(since_1970_ms)));
}

inline std::int64_t to_ms(TimePoint time) {
  return std::chrono::duration_cast<Milliseconds>(time.time_since_epoch()).count();
}

/// The C interface counts waits in 32 bits and checks their range; what does not fit is out of range there, too.
inline std::int32_t to_wait(Milliseconds wait) {
  using Wait = std::numeric_limits<std::int32_t>;
  if (wait.count() > Wait::max()) {
    return Wait::max();
  }
  return wait.count() < Wait::min() ? Wait::min() : static_cast<std::int32_t>(wait.count());
}

}  // namespace detail
}  // namespace openons

#endif
