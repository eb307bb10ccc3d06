// Everything the world may know at one tick: immutable, handed over once, rendered by exporters.
// Optional means absent: a value that is not valid has no place to be.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/units.h"
#include "engine/closed_figures.h"
#include "site/balance.h"

namespace pue::engine {

enum class LiveAbsence : std::uint8_t { none, stale_input, no_power_point, it_load_low };
std::string_view name(LiveAbsence reason);

struct LiveFigures {
  site::SitePower power;
  std::optional<double> pue;  // power ratio: an indicator, not a PUE of ISO/IEC 30134-2
  LiveAbsence absent_because = LiveAbsence::none;
  // Of the required meters, by name:
  std::vector<std::string> stale_meters;      // without a fresh power
  std::vector<std::string> derived_meters;    // power from the steps of a register
  std::vector<std::string> estimated_meters;  // lost, and in the figures as their last mean
  std::optional<Duration> skew;               // newest minus oldest fresh input
};

/// Counters since the first interval of the history; absent until there is one. They advance
/// together when a usable paired interval closes and never decrease.
struct EnergyCounters {
  Joules facility;
  Joules it;
  std::array<Joules, site::subsystem_count> overhead;
  std::array<std::optional<Joules>, 4> sources;  // absent when the site has no such source
  /// Location-based, each interval by the factor in force when it closed; absent before the first
  /// that has one.
  std::optional<kpi::Milligrams> co2;
  /// Where the site has such meters, over the usable intervals in which they are known.
  std::optional<Millilitres> water;
  std::optional<Joules> reused_heat;
  std::int64_t covered_seconds = 0;
  std::int64_t elapsed_seconds = 0;
};

struct MeterState {
  std::string name;
  site::Role role = site::Role::other;
  std::string profile;  // "" for own points
  std::string link;     // link name
  std::uint8_t unit = 0;
  bool up = false;                        // a value within stale_after
  std::optional<Watts> power;             // absent when stale
  std::optional<Joules> energy_imported;  // absent when stale or never read
  std::optional<Joules> energy_exported;
  std::optional<Millilitres> volume;  // of a water meter, which has no energy
  std::optional<UtcTime> last_success;
  /// The first moment after the last day of its certificate; absent where that is not stated.
  std::optional<UtcTime> calibration_ends;
  energy::Quality last_interval = energy::Quality::missing;
  bool register_frozen = false;  // it stands still although power says that it should move
  bool power_frozen = false;     // it repeats while the rest changes: not used
  /// It contradicts itself (meter_checks.h): register against power, power against current.
  bool energy_contradicted = false;
  bool power_contradicted = false;
  /// Power less that of the meters below it; absent unless they are complete and all known.
  std::optional<Watts> balance_residual;
  std::uint64_t implausible = 0;  // values refused by limits since the start
  /// Of a meter that tells its serial number: other numbers that took its place since the start.
  std::optional<std::uint64_t> swaps;
};

struct Snapshot {
  UtcTime at;
  std::string site;
  LiveFigures live;
  ClosedFigures closed;
  std::optional<EnergyCounters> counters;
  std::vector<MeterState> meters;  // by MeterId
  std::string equation;            // the boundary equation in words
  int category = 1;
  std::optional<UtcTime> closed_until;
};

}  // namespace pue::engine
