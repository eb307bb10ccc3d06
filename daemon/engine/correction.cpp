#include "engine/correction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/rfc3339.h"
#include "energy/exact.h"
#include "engine/state_text.h"

namespace pue::engine {
namespace {

using energy::IntervalEnergy;
using energy::Quality;
using site::SiteInterval;

const IntervalEnergy& meter_in(const SiteInterval& interval, MeterId meter) {
  return interval.meters[meter.index];
}

Joules IntervalEnergy::*part_of(energy::Direction direction) {
  return direction == energy::Direction::imported ? &IntervalEnergy::imported
                                                  : &IntervalEnergy::exported;
}

Result<void> check_cover(const Period& period, const std::vector<SiteInterval>& stored) {
  UtcTime reached = period.start;
  for (const auto& one : stored) {
    if (one.interval.start != reached) break;
    reached = one.interval.end;
  }
  if (reached == period.end && period.start < period.end) return {};
  return Error{
      fmt::format("the ledger has no interval that begins at {}: give whole intervals that "
                  "are closed",
                  format_rfc3339(reached))};
}

/// As far as power and registers are believed.
Result<void> check_size(const MeterCorrection& correction, Watts max_power) {
  if (max_power.value <= 0) return {};  // a meter without a register need not state it
  const double seconds = std::chrono::duration<double>(correction.period.length()).count();
  const double most = 1.2 * max_power.value * seconds;
  const double energy = static_cast<double>(correction.energy.count);
  if (std::abs(energy) <= most) return {};
  return Error{fmt::format(
      "{:.3f} kWh is more than the meter can count in {:.2f} h: 1.2 times its max_power is "
      "{:.3f} kWh",
      energy / 3.6e6, seconds / 3600, most / 3.6e6)};
}

/// Where the intervals stand in the whole: in proportion to what was known, else to time.
std::vector<std::int64_t> weights(const MeterCorrection& correction,
                                  const std::vector<SiteInterval>& stored) {
  const auto known = known_energy(correction, stored);
  std::vector<std::int64_t> all;
  for (const auto& one : stored)
    all.push_back((meter_in(one, correction.meter).*part_of(correction.direction)).count);
  const bool proportional = known && *known > Joules{} &&
                            std::all_of(all.begin(), all.end(), [](auto w) { return w >= 0; });
  if (proportional) return all;
  for (std::size_t i = 0; i < stored.size(); ++i) all[i] = stored[i].interval.length().count();
  return all;
}

IntervalEnergy edited(const IntervalEnergy& before, energy::Direction direction, Joules energy) {
  IntervalEnergy meter;
  meter.interval = before.interval;
  meter.quality = Quality::edited;
  if (before.quality != Quality::missing) {
    meter.imported = before.imported;
    meter.exported = before.exported;
  }
  meter.*part_of(direction) = energy;
  return meter;
}

SiteInterval next_version(const SiteInterval& before, const site::SiteModel& model,
                          std::vector<IntervalEnergy> meters) {
  auto next = site::balance(model, before.interval, before.version + 1, std::move(meters));
  next.clock_stepped = before.clock_stepped;
  // What the tank moved then stands, whatever later versions say.
  next.battery_load = before.battery_load;
  next.battery_renewable_low = before.battery_renewable_low;
  next.battery_renewable_high = before.battery_renewable_high;
  return next;
}

}  // namespace

std::optional<Joules> known_energy(const MeterCorrection& correction,
                                   const std::vector<SiteInterval>& stored) {
  Joules sum;
  for (const auto& one : stored) {
    const auto& meter = meter_in(one, correction.meter);
    if (meter.quality == Quality::missing) return std::nullopt;
    sum += meter.*part_of(correction.direction);
  }
  return sum;
}

Result<std::vector<SiteInterval>> corrected(const MeterCorrection& correction,
                                            const site::SiteModel& model, Watts max_power,
                                            const std::vector<SiteInterval>& stored) {
  if (auto covered = check_cover(correction.period, stored); !covered) return covered.error();
  if (auto possible = check_size(correction, max_power); !possible) return possible.error();
  const auto parts = weights(correction, stored);
  const auto whole = std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
  std::vector<SiteInterval> versions;
  std::int64_t passed = 0;
  Joules given;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    passed += parts[i];
    // Up to here, so that no joule is lost to rounding.
    const Joules until{energy::scaled(correction.energy.count, passed, whole)};
    auto meters = stored[i].meters;
    auto& meter = meters[correction.meter.index];
    meter = edited(meter, correction.direction, until - given);
    given = until;
    versions.push_back(next_version(stored[i], model, std::move(meters)));
  }
  return versions;
}

std::optional<std::string> state_after(const std::string& state, const std::string& meter,
                                       const std::vector<SiteInterval>& versions) {
  auto saved = saved_state_from_text(state);
  if (!saved) return std::nullopt;
  for (auto& waiting : saved->waiting) {
    const auto version = std::find_if(versions.begin(), versions.end(), [&](const auto& one) {
      return one.interval.start == waiting.interval.start;
    });
    if (version == versions.end()) continue;
    waiting.version = version->version;
    std::erase(waiting.unsettled, meter);
  }
  std::erase_if(saved->waiting, [](const auto& one) { return one.unsettled.empty(); });
  return to_text(*saved);
}

}  // namespace pue::engine
