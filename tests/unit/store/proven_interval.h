// Intervals of a grid meter and a UPS whose energies follow from their evidence, so that a verifier
// finds nothing wrong with them.
#pragma once

#include <cstdint>
#include <vector>

#include "fixture.h"
#include "ledger/configuration_record.h"

namespace pue::ledger {

/// Facility and IT are the sums of one meter each.
inline void describe_grid_and_ups(ConfigurationEntry& entry,
                                  const std::vector<std::uint32_t>& numbers) {
  entry.meters = {{numbers[0], "grid", "grid", {}, {}}, {numbers[1], "ups", "it", {}, {}}};
  entry.sums = {{"facility", {{numbers[0], 1'000'000}}}, {"it", {{numbers[1], 1'000'000}}}};
  entry.required = numbers;
}

/// The register stood at x joules, by readings at the boundary itself.
inline energy::BoundaryEvidence at_boundary(UtcTime at, std::int64_t x) {
  energy::RegisterBounds bounds;
  bounds.before = bounds.after = {at, Joules{x}};
  bounds.base = Joules{x};
  bounds.above = Joules{10};
  return {Joules{x}, bounds};
}

/// The index-th quarter hour of a meter that counts as much in each.
inline energy::IntervalEnergy proven_meter(int index, std::int64_t joules) {
  energy::IntervalEnergy meter{
      {quarter(index), quarter(index + 1)}, energy::Quality::measured, Joules{joules}, {}, {}};
  energy::DirectionEvidence evidence;
  evidence.start = at_boundary(quarter(index), index * joules);
  evidence.end = at_boundary(quarter(index + 1), (index + 1) * joules);
  evidence.integral = Joules{joules};
  evidence.observed = std::chrono::minutes{15};
  meter.evidence = energy::SharedEvidence({{evidence}});
  return meter;
}

/// And what is left of it: no subsystem has a meter.
inline void set_facility(site::SiteInterval& interval, std::int64_t joules) {
  interval.facility = Joules{joules};
  interval.overhead[static_cast<std::size_t>(site::Subsystem::unexplained)] =
      *interval.facility - *interval.it;
}

inline site::SiteInterval proven_interval(int index) {
  site::SiteInterval closed;
  closed.interval = {quarter(index), quarter(index + 1)};
  closed.quality = energy::Quality::measured;
  closed.meters = {proven_meter(index, 1250), proven_meter(index, 1000)};
  closed.it = Joules{1000};
  set_facility(closed, 1250);
  return closed;
}

}  // namespace pue::ledger
