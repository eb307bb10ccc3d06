// The past of the simulated site: readings as a CSV that the daemon replays, the true energies
// beside it, and the state from which the live site continues the same registers.
#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "base/result.h"
#include "sim/site_description.h"
#include "sim/state_file.h"

namespace pue::sim {

struct HistorySpan {
  std::int64_t from = 0;   // seconds since 1970; here every register shows its start
  std::int64_t until = 0;  // the state is that of this moment, the last reading at or before it
  std::int64_t step = 900;
  std::int64_t last_day_step = 900;
};

/// "13mo" (calendar months at the site's offset), "30d" or "48h" before `until`; `from` at a
/// multiple of `step`. Error: an example.
Result<HistorySpan> history_span(const std::string& length, std::int64_t until, std::int64_t step,
                                 double utc_offset_hours);

/// Readings `time,meter,quantity,value`, sorted by time, every `span.step`, in the last day
/// every `span.last_day_step`. `truth`, when given, gets `time,facility_joules,it_joules`: the
/// cumulative true energies at the same moments. `progress` is told the part done,
/// 0 to 1, now and then.
SimulationState write_history(const SiteDescription& site, std::uint64_t seed,
                              const HistorySpan& span, std::ostream& readings, std::ostream* truth,
                              const std::function<void(double)>& progress);

}  // namespace pue::sim
