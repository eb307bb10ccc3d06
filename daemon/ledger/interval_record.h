// A closed interval of the site as a ledger entry: its totals, and the hashes of its detail
// (meter_energies.h, meter_evidence.h), which is kept beside it and may one day be dropped. The
// same interval always gives the same bytes: integers only, an absent value is absent and never 0.
//
// Body (numbers as in varint.h, s: signed; times in nanoseconds, energies in joules):
//   start (s) · length · version · quality code (1 byte) · flags (1 byte; 1: clock stepped,
//   2: unconfirmed) · presence bits · the present ones of facility, it, overhead by Subsystem,
//   sources by Role, renewable_used, it_levels by category, exported, curtailed, off_site,
//   battery_charge, battery_discharge, reused_heat (s), water (s, millilitres), gap (start relative
//   to the interval's, s; length) · estimated_facility, estimated_it, battery_load,
//   battery_renewable_low and _high, renewable_unknown (s) · SHA-256 of the energies and of the
//   evidence (32 bytes each)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/sha256.h"
#include "site/balance.h"

namespace pue::ledger {

struct IntervalEntry {
  site::SiteInterval totals;  // without meters
  Hash energies{};
  Hash evidence{};
  bool operator==(const IntervalEntry&) const = default;
};

/// Precondition: interval.end >= start. Its meters are not looked at.
std::string encode(const site::SiteInterval& interval, const Hash& energies, const Hash& evidence);

/// Accepts exactly what `encode` writes. Error: which byte is wrong, and why.
Result<IntervalEntry> decode_interval(std::string_view body);

}  // namespace pue::ledger
