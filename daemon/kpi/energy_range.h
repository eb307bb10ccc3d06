// An energy known up to what is missing: at least `low` (missing data counts as none), at most
// `high`. Not an uncertainty of measurement.
#pragma once

#include "base/units.h"

namespace pue::kpi {

struct EnergyRange {
  Joules low;
  Joules high;

  bool operator==(const EnergyRange&) const = default;
  constexpr EnergyRange& operator+=(const EnergyRange& other) {
    low += other.low;
    high += other.high;
    return *this;
  }
  constexpr EnergyRange& operator-=(const EnergyRange& other) {
    low -= other.low;
    high -= other.high;
    return *this;
  }
};
constexpr EnergyRange operator+(EnergyRange a, const EnergyRange& b) { return a += b; }
constexpr EnergyRange operator-(EnergyRange a, const EnergyRange& b) { return a -= b; }

}  // namespace pue::kpi
