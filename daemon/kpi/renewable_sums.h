// Renewable energy and load as sums that can be joined: made of one interval, joined to local hours
// and matched there, joined on to days, months, windows. The method is part of a share's name. No
// certificates here (certificates.h) and no verdict (renewable_target.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kpi/battery_mix.h"
#include "kpi/energy_range.h"
#include "kpi/policy.h"
#include "site/balance.h"

namespace pue::kpi {

/// By which method a share was computed: the same data gives different numbers.
enum class ShareMethod : std::uint8_t {
  interval,    // Σ min(L, G) / Σ L over intervals
  hourly,      // the same over whole local hours
  annual,      // Σ G / Σ L: volumetric, not matched in time
  cfe,         // 24/7 carbon-free: hourly, the rest at the grid's own carbon-free share
  attributes,  // certificates owned and retired (ISO/IEC 30134-3): certificates.h, never here
};
inline constexpr std::size_t share_method_count = 5;
std::string_view name(ShareMethod method);
std::optional<ShareMethod> share_method_from_name(std::string_view name);

/// A share as two energies, so that it is compared exactly and divided once. `whole` > 0.
struct Share {
  Joules part;
  Joules whole;
  double ratio() const;
  bool operator==(const Share&) const = default;
};
/// `low`: missing renewable data counts as none. `high`: as the most that can have been generated.
struct ShareRange {
  Share low;
  Share high;
  bool operator==(const ShareRange&) const = default;
};

/// `+=` is associative and commutative, RenewableSums{} its neutral element. Everything is summed
/// over usable intervals only, so that all parts are of the same time.
struct RenewableSums {
  Joules load;            // Σ L, batteries shifted
  EnergyRange generated;  // Σ G, batteries shifted
  EnergyRange interval_matched;
  Joules hour_load;          // Σ L of the hours that `hourly` has closed
  EnergyRange hour_matched;  // Σ min(L, G) over those hours
  EnergyRange carbon_free;   // and with the grid's own share of the rest
  bool has_renewables = false;
  bool has_grid_cfe = false;
  /// For 新能源利用率, over the intervals in which curtailment is known: both absent without any.
  std::optional<Joules> curtailed;
  Joules used_beside_curtailed;
  /// Kept apart, in no share; absent when never known.
  std::optional<Joules> produced;
  std::optional<Joules> exported;
  std::optional<Joules> off_site;

  RenewableSums& operator+=(const RenewableSums& other);
  bool operator==(const RenewableSums&) const = default;
};

/// L = E_facility and G = renewable energy used on site of one interval, each with what the battery
/// moved (`BatteryStep::shift`). An interval that is not usable gives RenewableSums{}.
RenewableSums renewable_sums(const site::SiteInterval& closed, const BatteryShift& battery = {});

/// The sums of the intervals of one local hour, with that hour matched: call once an hour, before
/// hours are joined. `grid_cfe`: carbon-free share of the grid at the hour's start; an hour without
/// one counts its rest with 0 in `low` and with 1 in `high`.
RenewableSums hourly(RenewableSums hour, std::optional<Millionths> grid_cfe);

/// Absent: 0 of 0; a site without renewable sources (but for cfe); cfe without any grid share;
/// attributes.
std::optional<ShareRange> share(const RenewableSums& sums, ShareMethod method);

/// used / (used + curtailed); unknown use counts as none. Absent where curtailment is never known.
std::optional<Share> utilisation(const RenewableSums& sums);

}  // namespace pue::kpi
