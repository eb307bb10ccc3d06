// Everything that follows from closed intervals: figures by window, judged by caps and targets,
// with what each rests on. Computed when an interval closes, not at every tick.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kpi/budget.h"
#include "kpi/carbon.h"
#include "kpi/certificates.h"
#include "kpi/coal_equivalent.h"
#include "kpi/eu_indicators.h"
#include "kpi/grade.h"
#include "kpi/pue_change.h"
#include "kpi/renewable_target.h"
#include "kpi/verdict.h"
#include "kpi/window_figures.h"

namespace pue::engine {

/// Trailing windows of burn rates, each long one beside its twelfth: 1d with 2h, 3d with 6h, 30d
/// with 60h.
inline constexpr std::size_t burn_window_count = 6;
struct BurnWindow {
  std::string_view name;
  Duration length;
};
const std::array<BurnWindow, burn_window_count>& burn_windows();

struct CapFigure {
  kpi::PolicyRow policy;
  std::string derivation;
  std::vector<kpi::Reason> reasons;  // why it applies
  /// By position in kpi::windows; absent when the window's PUE is.
  std::array<std::optional<bool>, kpi::windows.size()> complies;
  /// By the same; absent until an interval has closed.
  std::array<std::optional<kpi::Verdict>, kpi::windows.size()> verdicts;
  std::optional<kpi::Target> target;  // absent: the own target is not below this cap
  std::optional<kpi::Budget> budget;
  std::array<std::optional<double>, burn_window_count> burn;
};

struct TargetFigure {
  kpi::RenewableTarget target;
  std::string derivation;
  std::vector<kpi::Reason> reasons;  // why it applies
  /// Of the annual window, by the target's own method; absent without a share of that method.
  std::optional<kpi::ShareRange> share;
  std::optional<kpi::TargetAnswer> answer;
};

/// What a window's PUE was computed from.
struct Explanation {
  struct Input {
    MeterId meter;
    double in_facility = 0;  // coefficient in E_facility
    double in_it = 0;
    /// By Subsystem, and by source role: grid, solar, wind, genset.
    std::array<double, site::subsystem_count> in_subsystem{};
    std::array<double, 4> in_source{};
    double in_water = 0;
    double in_reused_heat = 0;
    /// Of a water meter millilitres stand for joules (energy/volume_register.h).
    kpi::MeterSum sum;
    std::optional<kpi::Contribution> uncertainty;  // absent where U is
  };
  std::vector<Input> inputs;
  std::int64_t runs = 0;
};

/// The account of certificates over the annual window, as known on the day of the figure. The share
/// that follows from it is the window's, by method `attributes`.
struct CertificateFigure {
  std::chrono::year_month_day as_of;
  Joules retired;
  std::shared_ptr<const std::vector<kpi::Certificate>> counted;
};

/// The indicators of Delegated Regulation (EU) 2024/1364, of the last whole calendar year.
struct EuFigure {
  int year = 0;
  double coverage = 0;
  kpi::EuIndicators indicators;
  std::optional<kpi::Share> renewable_energy_factor;
};

/// Changes against an earlier like window: the hour against the same hour of the day before, the
/// day against the day before, and the month to date against the whole month before.
enum class ChangeOf : std::uint8_t { hour, day, month };
inline constexpr std::size_t change_count = 3;
std::string_view name(ChangeOf change);

struct ClosedFigures {
  std::array<kpi::WindowFigures, kpi::windows.size()> windows{};
  std::array<std::shared_ptr<const Explanation>, kpi::windows.size()> explained{};
  std::vector<CapFigure> caps;
  std::vector<TargetFigure> targets;
  std::array<std::optional<kpi::PueChange>, change_count> changes{};
  /// Of the annual window.
  std::optional<CertificateFigure> certificates;  // absent without an account
  std::optional<kpi::Grade> grade;
  std::optional<kpi::LocationBased> location_based;
  std::optional<kpi::MarketBased> market_based;
  std::optional<double> carbon_usage_effectiveness;  // location-based
  kpi::CoalEquivalent coal;
  std::optional<EuFigure> eu;  // absent until a whole year passes the gate of the annual window
};

}  // namespace pue::engine
