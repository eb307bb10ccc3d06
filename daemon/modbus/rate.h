// How often a range of registers is worth reading. On a slow line the classes share the bus time:
// fast requests go out in every tick, the others in the time that is left.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace pue::modbus {

enum class RateClass : std::uint8_t { fast, medium, slow };

/// Time from one reading to the next, by class; fast ≤ medium ≤ slow, multiples of fast.
struct RatePeriods {
  Duration fast = std::chrono::seconds{5};
  Duration medium = std::chrono::seconds{15};
  Duration slow = std::chrono::seconds{60};
  bool operator==(const RatePeriods&) const = default;

  Duration of(RateClass rate) const {
    return rate == RateClass::fast ? fast : rate == RateClass::medium ? medium : slow;
  }
};

}  // namespace pue::modbus
