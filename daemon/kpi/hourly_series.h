// A value for each hour, as published from outside (the grid's carbon-free share): known for the
// hours that are listed and for no other. It neither interpolates nor carries a value on.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "kpi/policy.h"

namespace pue::kpi {

class HourlySeries {
 public:
  struct Hour {
    UtcTime start;
    Millionths value;
  };

  /// Sorted by start, at least an hour apart.
  explicit HourlySeries(std::vector<Hour> hours) : hours_(std::move(hours)) {}

  /// The value of the hour [start, start + 1 h) that contains t.
  std::optional<Millionths> at(UtcTime t) const;
  const std::vector<Hour>& hours() const { return hours_; }

 private:
  std::vector<Hour> hours_;
};

}  // namespace pue::kpi
