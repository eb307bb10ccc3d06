// Figures of one window over closed intervals: sums of energies first, one division last. A figure
// that is not valid is absent, never 0.
#pragma once

#include <optional>
#include <span>

#include "base/time.h"
#include "base/units.h"
#include "base/zone.h"
#include "kpi/window.h"
#include "site/balance.h"

namespace pue::kpi {

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
  /// Σ facility / Σ it when the gate is passed; `pue_ungated` whenever it > 0, for page and API.
  std::optional<double> pue;
  std::optional<double> pue_ungated;
  Insufficient insufficient = Insufficient::no_interval;
  /// Physical share: Σ min(L, G) / Σ L, per interval for 15m ("interval"), per local hour for
  /// longer windows ("hourly"). Present only while `insufficient` is none, as pue.
  std::optional<double> renewable_share;

  double coverage() const;  // covered / elapsed, 0 for an empty window
};

/// Coverage that a window needs: 15m 1, 1h 0.8, 1d 22/24 (docs/domain.md, coverage).
double coverage_gate(Window window);
/// "interval" or "hourly": the `method` label of the window's renewable share.
std::string_view renewable_method(Window window);

/// `intervals`: newest versions only, sorted by start, may reach beyond `period` on both sides.
WindowFigures figures(Window window, Period period, std::span<const site::SiteInterval> intervals,
                      const Zone& zone, std::optional<Watts> min_it_power);

}  // namespace pue::kpi
