// One interval of the site: meter energies put through the boundary equation.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/time.h"
#include "base/units.h"
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
  /// without solar or wind, or when a source is missing.
  std::optional<Joules> renewable_used;
  /// Union of the recovered meters' gaps: the interval is covered only in windows that contain it.
  std::optional<Period> gap;
  std::vector<energy::IntervalEnergy> meters;  // by MeterId

  bool usable() const { return facility.has_value() && it.has_value(); }
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
SitePower balance_power(const SiteModel& model, const std::vector<std::optional<Watts>>& meters);

}  // namespace pue::site
