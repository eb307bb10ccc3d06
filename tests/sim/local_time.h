// The parts of local time that load, weather and sun depend on. A fixed offset from UTC: the
// simulated site stands where clocks do not change.
#pragma once

namespace pue::sim {

struct LocalTime {
  double hour = 0;         // of the day, [0, 24)
  int weekday = 0;         // 0 Sunday … 6 Saturday
  double day_of_year = 0;  // [0, 365.2425): days since the mean start of the year
};

/// `t` in seconds since 1970-01-01T00:00Z.
LocalTime local_time(double t, double utc_offset_hours);

}  // namespace pue::sim
