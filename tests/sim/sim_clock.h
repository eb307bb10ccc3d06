// Simulated time as a function of the machine's monotonic clock: it starts at a given moment and
// runs `speed` times as fast. Steps of the machine's wall clock do not reach it.
#pragma once

#include <chrono>
#include <cstdint>

namespace pue::sim {

/// The machine's wall clock, whole seconds since 1970-01-01T00:00Z.
inline std::int64_t wall_clock_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class SimClock {
 public:
  /// Simulated time now is the wall clock.
  explicit SimClock(double speed)
      : speed_(speed),
        start_(std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
                   .count()),
        started_(std::chrono::steady_clock::now()) {}

  /// Seconds since 1970-01-01T00:00Z.
  double now() const {
    const std::chrono::duration<double> run = std::chrono::steady_clock::now() - started_;
    return start_ + speed_ * run.count();
  }
  double speed() const { return speed_; }

 private:
  double speed_;
  double start_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace pue::sim
