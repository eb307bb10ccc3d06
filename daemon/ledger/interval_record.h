// A closed interval as canonical bytes: the same interval always gives the same bytes, integers
// only, an absent value is absent and never 0. Not compressed and not signed.
//
// Layout, version 3 (numbers as in varint.h; times in nanoseconds):
//   format (1) · start, signed · length · version · quality code · flags (1: clock stepped,
//   2: unconfirmed) · presence bits · the present ones of facility, it, overhead by Subsystem,
//   sources by Role, renewable_used, it_levels by category, exported, curtailed, off_site,
//   battery_charge, battery_discharge, reused_heat (joules, signed), water (millilitres, signed),
//   gap (start relative to the interval's, signed; length) · estimated_facility, estimated_it,
//   battery_load, battery_renewable_low and _high, renewable_unknown (signed) · number of meters ·
//   per meter, by rising number: number minus the one before (the first: number), quality code |
//   0x10 with a gap | 0x20 unconfirmed, then unless missing imported and exported (signed),
//   resolution and clamped, then the gap.
// Versions 1 and 2 are still read. 2 has neither reused_heat nor water. 1 has no flags, ends its
// energies with renewable_used, and has neither the sums after the gap nor resolution and clamped.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "site/balance.h"

namespace pue::ledger {

inline constexpr std::uint8_t interval_record_format = 3;

/// A decoded record: `meter_numbers` are the store's lasting numbers (not MeterIds, which change
/// with the configuration), strictly rising and parallel to `interval.meters`.
struct IntervalRecord {
  site::SiteInterval interval;
  std::vector<std::uint32_t> meter_numbers;
  bool operator==(const IntervalRecord&) const = default;
};

/// `meter_numbers` parallel to `interval.meters`, in any order, each once.
/// Preconditions: interval.end >= start; every meter has the site's interval.
std::string encode(const site::SiteInterval& interval,
                   std::span<const std::uint32_t> meter_numbers);

/// Accepts exactly what `encode` writes, or wrote in versions 1 and 2. Error: which byte is wrong
/// and why; the record comes from another version of the program or is damaged.
Result<IntervalRecord> decode(std::string_view bytes);

}  // namespace pue::ledger
