// Growing waits between attempts, with jitter so that many links that failed together do not come
// back together. Deterministic: the seed comes from outside.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace pue::modbus {

class Backoff {
 public:
  /// Waits grow from `first` by factors of two up to `longest`; each is scattered by ±25 %, never
  /// beyond `longest`.
  Backoff(Duration first, Duration longest, std::uint64_t seed);

  /// The wait before the next attempt.
  Duration next();
  /// After a success: the next wait is `first` again.
  void reset() { current_ = first_; }

 private:
  double uniform();  // [0, 1)

  Duration first_;
  Duration longest_;
  Duration current_;
  std::uint64_t state_;
};

}  // namespace pue::modbus
