// A time zone as data: the moments at which the UTC offset changes. The shell makes it from the
// machine's zone database; pure code only looks offsets up.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace pue {

/// A calendar date of a zone. Invalid dates are not built (checked by the parser).
struct LocalDate {
  std::chrono::year_month_day ymd;
  bool operator==(const LocalDate&) const = default;
};

class Zone {
 public:
  struct Change {
    UtcTime from;
    std::chrono::seconds offset;  // local = UTC + offset
  };

  /// A zone that never changes its offset ("UTC": 0 s).
  static Zone fixed(std::string name, std::chrono::seconds offset);
  /// `changes` sorted by time and not empty; the first offset also holds before it.
  Zone(std::string name, std::vector<Change> changes);

  const std::string& name() const { return name_; }
  std::chrono::seconds offset_at(UtcTime t) const;
  LocalDate date_at(UtcTime t) const;
  /// The moment at which that local day begins (its first existing instant).
  UtcTime start_of(LocalDate day) const;
  /// Start of the local hour that contains t (hours keep their length over a change of offset).
  UtcTime start_of_hour(UtcTime t) const;

 private:
  std::string name_;
  std::vector<Change> changes_;
};

/// "Asia/Shanghai" → its offsets, or nothing.
using ZoneLookup = std::function<std::optional<Zone>(const std::string& name)>;

}  // namespace pue
