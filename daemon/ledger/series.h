// One figure of the history as a series of local periods, for `puectl history` and the API.
// Energies are summed first and divided last; it reads no store: the caller brings the intervals.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "kpi/renewable_sums.h"
#include "kpi/window.h"
#include "ledger/history_store.h"
#include "site/balance.h"

namespace pue::ledger {

/// "15m", "1h", "1d", "1mo" (a whole local month: Window::month_to_date), "all" (one sum over the
/// whole period asked for, whatever its ends, with the gate of a year: Window::year_to_date).
/// Error: names the steps there are.
Result<kpi::Window> parse_step(std::string_view text);

std::string_view step_name(kpi::Window step);

/// What is asked for: a kind, with its part where it has parts.
struct Figure {
  enum class Kind : std::uint8_t {
    pue,
    facility_energy,
    it_energy,
    overhead_energy,  // of `subsystem`
    source_energy,    // of `source`
    coverage,
    renewable_share,
    water_usage,   // WUE
    energy_reuse,  // ERF
    meter_energy,  // of `meter`: imported less exported, as it enters sums
  };
  Kind kind = Kind::pue;
  site::Subsystem subsystem = site::Subsystem::cooling;
  site::Role source = site::Role::grid;
  kpi::ShareMethod method = kpi::ShareMethod::hourly;
  std::string meter = {};
  bool operator==(const Figure&) const = default;
};

/// "pue", "facility_energy", "it_energy", "overhead_energy:cooling", "source_energy:grid",
/// "coverage", "renewable_share:hourly", "wue", "erf", "meter_energy:pdu-1". The method of a
/// renewable share must be one that the step has; its value is the low one, in which missing data
/// counts as none. Error: names what there is.
Result<Figure> parse_figure(std::string_view name, kpi::Window step);

/// "kWh" for energies, "ratio" for coverage, share and ERF (0–1), "m3/MWh" for WUE, "" for PUE,
/// which has none.
std::string_view unit(const Figure& figure);

/// The facts of the site that its figures depend on.
struct SeriesFacts {
  Zone zone = Zone::fixed("UTC", std::chrono::seconds{0});
  std::optional<Watts> min_it_power;
  std::optional<std::chrono::year_month_day> in_service;  // earlier intervals enter nothing
};

/// The whole local steps within `period`, oldest first; of "all" the period itself.
std::vector<Period> local_steps(kpi::Window step, Period period, const Zone& zone);

struct SeriesPoint {
  Period period;
  std::optional<double> value;  // in unit(figure); absent in a gap, never 0 for one
  /// The worst quality of the intervals summed, "missing" without a value, "insufficient" when the
  /// value is below the gate of its step (docs/domain.md, coverage).
  std::string_view quality;
  double coverage = 0;  // covered time / elapsed time
};

/// `intervals`: newest versions, sorted by start; may reach beyond `period` on both sides.
SeriesPoint series_point(const Figure& figure, kpi::Window step, Period period,
                         std::span<const site::SiteInterval> intervals, const SeriesFacts& facts);

/// The same of one meter: `points` as HistoryStore::meter gives them. Coverage is the share of the
/// time in which its energy is known and not estimated.
SeriesPoint meter_point(kpi::Window step, Period period, std::span<const MeterPoint> points);

/// "start,end,value,unit,quality,coverage"; times on the local clock, numbers in the shortest form
/// that reads back to the same double, an absent value as an empty cell. Lines end in \n.
std::string series_csv_header();
std::string series_csv_line(const Figure& figure, const SeriesPoint& point, const Zone& zone);

}  // namespace pue::ledger
