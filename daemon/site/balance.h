// One interval of the site: meter energies put through the boundary equation.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/time.h"
#include "base/units.h"
#include "base/volume.h"
#include "energy/meter_tracker.h"
#include "site/site_model.h"

namespace pue::site {

/// A closed interval of the site. A later version supersedes an earlier one, never edits it.
struct SiteInterval {
  Period interval;
  std::uint32_t version = 1;
  /// Worst quality of the required meters; `missing` means not usable: no facility, no IT.
  energy::Quality quality = energy::Quality::missing;
  std::optional<Joules> facility;
  std::optional<Joules> it;
  /// By Subsystem; absent when one of its meters is missing (its energy is then in unexplained).
  std::array<std::optional<Joules>, subsystem_count> overhead;
  /// By Role grid, solar, wind, genset; absent when the site has none or one is missing.
  std::array<std::optional<Joules>, 4> sources;
  /// On-site renewable energy used on site: max(0, generation − export), export pro rata; absent
  /// without solar or wind, or when a source is missing or estimated.
  std::optional<Joules> renewable_used;
  /// Union of the recovered meters' gaps: the interval is covered only in windows that contain it.
  std::optional<Period> gap;
  /// The part of facility and of IT that was estimated: Σ |coefficient · E| over meters of quality
  /// `estimated`.
  Joules estimated_facility = {};
  Joules estimated_it = {};
  /// IT energy by category 1 to 3 ([category − 1]), PUE1 to PUE3 side by side: absent where that
  /// level is not completely metered, or one of its meters is missing.
  std::array<std::optional<Joules>, 3> it_levels = {};
  /// Out of the site: the grid meters' export registers and role `export`; 0 where nothing can
  /// leave (no such meter), absent when one of them is missing.
  std::optional<Joules> exported = {};
  /// Generation that was held back (role `curtailed`); in no share of consumption.
  std::optional<Joules> curtailed = {};
  /// Renewable generation elsewhere that is the site's by contract (`supplies: virtual`).
  std::optional<Joules> off_site = {};
  /// Into and out of the batteries inside the boundary; absent without any, or when unknown.
  std::optional<Joules> battery_charge = {};
  std::optional<Joules> battery_discharge = {};
  /// Of the meters of water and of reused heat: absent without any in place, or when one is
  /// missing.
  std::optional<Millilitres> water = {};
  std::optional<Joules> reused_heat = {};
  /// What renewable meters that are missing or estimated, on site and off site, can at most have
  /// generated (1.2 · P_max · time).
  Joules renewable_unknown = {};
  /// What those batteries moved to or from other intervals, of load and of renewable supply (from
  /// the mixing tank of kpi::BatteryMix; 0 without one).
  Joules battery_load = {};
  Joules battery_renewable_low = {};
  Joules battery_renewable_high = {};
  /// The wall clock was set within it: usable, never covered.
  bool clock_stepped = false;
  /// A required meter's profile was not confirmed: usable, never covered.
  bool unconfirmed = false;
  std::vector<energy::IntervalEnergy> meters;  // by MeterId

  /// It enters figures: facility and IT are known, at most 5 % of each was estimated.
  bool usable() const;
  /// It counts as covered once its whole gap, if it has one, lies in the window: no clock step, no
  /// unconfirmed profile, and what was estimated is at most 1 % of its side (docs/domain.md,
  /// coverage).
  bool coverable() const;
  bool operator==(const SiteInterval&) const = default;
};

/// `meters` by MeterId, all of the same interval.
SiteInterval balance(const SiteModel& model, Period interval, std::uint32_t version,
                     std::vector<energy::IntervalEnergy> meters);

/// The same sums over powers of one aligned sample; an absent input makes its sums absent.
struct SitePower {
  std::optional<Watts> facility;
  std::optional<Watts> it;
  std::array<std::optional<Watts>, subsystem_count> overhead;
  std::array<std::optional<Watts>, 4> sources;
};
/// `at`: meters that are not in place then count as 0; without it all are in place.
SitePower balance_power(const SiteModel& model, const std::vector<std::optional<Watts>>& meters,
                        std::optional<UtcTime> at = std::nullopt);

}  // namespace pue::site
