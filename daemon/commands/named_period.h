// A period as people name it: "2026-03", "2026-Q1", "2026", "2026-03-01/2026-03-15".
#pragma once

#include <string>

#include "base/result.h"
#include "base/zone.h"

namespace pue::commands {

struct NamedPeriod {
  std::string name;
  Period period;
};

/// On the local calendar of the zone; START/END are local dates (the end excluded) or RFC 3339
/// times. Error: what is wrong with the text, and the forms there are.
Result<NamedPeriod> parse_period(const std::string& text, const Zone& zone);

/// A moment, or the local midnight that begins a date.
Result<UtcTime> parse_bound(const std::string& text, const Zone& zone);

}  // namespace pue::commands
