// Tells all threads to end, and lets them sleep or wait for a descriptor without missing it.
#pragma once

#include <chrono>

namespace pue::sim {

class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void stop();
  /// Readable once stop() was called; for poll.
  int descriptor() const { return descriptor_; }
  /// False when stop() came first.
  bool sleep(std::chrono::microseconds duration) const;

 private:
  int descriptor_;
};

}  // namespace pue::sim
