// Figures of one window over closed intervals: sums of energies first, one division last. A figure
// that is not valid is absent, never 0.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "base/time.h"
#include "base/units.h"
#include "base/zone.h"
#include "kpi/period_sums.h"
#include "kpi/uncertainty.h"
#include "kpi/window.h"
#include "site/balance.h"

namespace pue::kpi {

/// By which rules the figures of this version are made; a change of a rule that changes a figure
/// raises it (docs/domain.md, "Versions of the method").
inline constexpr int method_version = 3;

enum class Insufficient : std::uint8_t {
  none,
  no_interval,   // nothing closed in this window yet
  low_coverage,  // below the gate of its window
  it_load_low,   // mean IT power below site.min_it_power
  no_it,         // IT energy is zero or below
};
std::string_view name(Insufficient reason);

struct WindowFigures {
  Period period;
  Duration covered{0};
  Duration elapsed{0};
  /// Sums over the usable intervals, facility and IT over the same ones; absent without any.
  std::optional<Joules> facility;
  std::optional<Joules> it;
  /// A subsystem where it is known (else its energy is in unexplained); absent when it never is.
  std::array<std::optional<Joules>, site::subsystem_count> overhead;
  std::array<std::optional<Joules>, 4> sources;
  /// Σ facility / Σ it when the gate is passed; `pue_ungated` whenever it > 0, for page and API.
  std::optional<double> pue;
  std::optional<double> pue_ungated;
  Insufficient insufficient = Insufficient::no_interval;
  /// PUE1 to PUE3 side by side, of levels that are completely metered; present as `pue` is.
  std::array<std::optional<double>, 3> pue_by_category;
  /// The greater of the estimated parts of facility and IT, 0–1; absent without usable intervals.
  std::optional<double> estimated_share;
  /// Expanded uncertainty U of the ratio (k = 2), in points of PUE, whenever there is a ratio and
  /// every meter has a class.
  std::optional<double> uncertainty;
  /// Renewable shares by method, whatever the coverage: of 15m `interval`, of longer windows
  /// `hourly`, `annual` and `cfe`. `attributes` is for who knows the account of certificates.
  std::array<std::optional<ShareRange>, share_method_count> renewable_ungated;
  std::optional<Share> utilisation;  // 新能源利用率
  /// WUE and ERF, present as `pue` is, where their meters are known for as much of the window.
  std::optional<WaterUsage> water_usage;
  std::optional<Share> energy_reuse;
  /// The batteries moved more than 1 % of E_facility: set for windows up to 1 h only.
  bool storage_moving = false;

  double coverage() const;  // covered / elapsed, 0 for an empty window
  /// The share by that method, present as `pue` is: only while `insufficient` is none.
  std::optional<ShareRange> renewable(ShareMethod method) const;
};

/// Coverage that a window needs: 15m 1, 1h 0.8, 1d 22/24, mtd 0.9, ytd and 12mo 0.95
/// (docs/domain.md, coverage).
double coverage_gate(Window window);
/// The method that matches in time: interval for 15m, else hourly.
ShareMethod matching_method(Window window);

/// What a window is judged by besides its sums.
struct WindowRules {
  std::optional<Watts> min_it_power = {};
  /// Of the twelve months of the annual window, how many have a coverage of at least 90 %.
  int valid_months = 12;
};

/// `chain`: uncertainty of each input, parallel to sums.meters; none: U is absent.
WindowFigures figures(Window window, Period period, const PeriodSums& sums,
                      const WindowRules& rules, std::span<const InputChain> chain = {});

/// The same over intervals: newest versions only, sorted by start, may reach beyond `period` on
/// both sides. Without uncertainty.
WindowFigures figures(Window window, Period period, std::span<const site::SiteInterval> intervals,
                      const Zone& zone, std::optional<Watts> min_it_power);

/// A month counts as valid from a coverage of 90 %.
bool is_valid_month(const PeriodSums& sums, const Period& month);

}  // namespace pue::kpi
