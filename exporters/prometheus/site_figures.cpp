#include "exporters/prometheus/site_figures.h"

#include <array>

namespace pue::prometheus {
namespace {

using site::Role;
using site::Subsystem;

void facility_power(const View& view, Series& series) {
  series.add(view.snapshot.live.power.facility);
}

void it_power(const View& view, Series& series) { series.add(view.snapshot.live.power.it); }

void overhead_power(const View& view, Series& series) {
  const auto& overhead = view.snapshot.live.power.overhead;
  for (std::size_t i = 0; i < overhead.size(); ++i)
    series.add(overhead[i], {name(static_cast<Subsystem>(i))});
}

void unexplained_power(const View& view, Series& series) {
  series.add(view.snapshot.live.power.overhead[static_cast<std::size_t>(Subsystem::unexplained)]);
}

void source_power(const View& view, Series& series) {
  const auto& sources = view.snapshot.live.power.sources;
  for (std::size_t i = 0; i < sources.size(); ++i)
    series.add(sources[i], {name(static_cast<Role>(i))});
}

void live_ratio(const View& view, Series& series) { series.add(view.snapshot.live.pue); }

template <class Fill>
void each_window(const View& view, Fill fill) {
  for (std::size_t i = 0; i < kpi::windows.size(); ++i)
    fill(kpi::windows[i], view.snapshot.closed.windows[i]);
}

void interim_ratio(const View& view, Series& series) {
  each_window(view, [&](kpi::Window window, const kpi::WindowFigures& figures) {
    if (window != kpi::Window::twelve_months) series.add(figures.pue, {name(window)});
  });
}

void annual_ratio(const View& view, Series& series) {
  series.add(view.snapshot.closed.windows[kpi::position(kpi::Window::twelve_months)].pue);
}

void estimated_share(const View& view, Series& series) {
  each_window(view, [&](kpi::Window window, const kpi::WindowFigures& figures) {
    series.add(figures.estimated_share, {name(window)});
  });
}

void uncertainty(const View& view, Series& series) {
  each_window(view, [&](kpi::Window window, const kpi::WindowFigures& figures) {
    if (figures.pue) series.add(figures.uncertainty, {name(window)});
  });
}

void category_ratio(const View& view, Series& series) {
  each_window(view, [&](kpi::Window window, const kpi::WindowFigures& figures) {
    for (std::size_t i = 0; i < figures.pue_by_category.size(); ++i)
      series.add(figures.pue_by_category[i], {std::to_string(i + 1), name(window)});
  });
}

void coverage(const View& view, Series& series) {
  each_window(view, [&](kpi::Window window, const kpi::WindowFigures& figures) {
    if (figures.elapsed > Duration{0}) series.add(figures.coverage(), {name(window)});
  });
}

void sample_skew(const View& view, Series& series) {
  if (const auto skew = view.snapshot.live.skew)
    series.add(std::chrono::duration<double>(*skew).count());
}

constexpr std::array families = {
    Family{"pue_facility_power_watts", Kind::Gauge, "site",
           "Power of the whole data center: sources minus excluded loads, one aligned sample.",
           facility_power},
    Family{"pue_it_power_watts", Kind::Gauge, "site",
           "Power of IT equipment at the level of site.it_level, one aligned sample.", it_power},
    Family{"pue_overhead_power_watts", Kind::Gauge, "site,subsystem",
           "Power of a disjoint part of the overhead; all subsystems add up to facility minus IT.",
           overhead_power},
    Family{"pue_unexplained_power_watts", Kind::Gauge, "site",
           "Overhead that no subsystem meter explains; also pue_overhead_power_watts with "
           "subsystem=\"unexplained\".",
           unexplained_power},
    Family{"pue_source_power_watts", Kind::Gauge, "site,role",
           "Power into the site from grid, solar, wind or genset; negative is export.",
           source_power},
    Family{"pue_live_ratio", Kind::Gauge, "site",
           "Facility power by IT power of one sample: an indicator, not a PUE of ISO/IEC 30134-2.",
           live_ratio},
    Family{"pue_interim_ratio", Kind::Gauge, "site,window",
           "PUE of a closed or running window below 12 months: facility energy by IT energy over "
           "usable intervals.",
           interim_ratio},
    Family{"pue_annual_ratio", Kind::Gauge, "site",
           "PUE of the trailing 12 whole local months (ISO/IEC 30134-2).", annual_ratio},
    Family{"pue_category_ratio", Kind::Gauge, "site,category,window",
           "PUE1 to PUE3 side by side, of IT levels that are completely metered.", category_ratio},
    Family{"pue_estimated_share_ratio", Kind::Gauge, "site,window",
           "The greater of the estimated shares of facility and IT energy.", estimated_share},
    Family{"pue_uncertainty_ratio", Kind::Gauge, "site,window",
           "Expanded uncertainty (k = 2) of the window's PUE, absolute, in points of PUE.",
           uncertainty},
    Family{"pue_coverage_ratio", Kind::Gauge, "site,window",
           "Covered time by elapsed time of the last closed window.", coverage},
    Family{"pue_sample_skew_seconds", Kind::Gauge, "site",
           "Newest minus oldest reading that entered the live figures.", sample_skew},
};

}  // namespace

std::span<const Family> site_figures() { return families; }

}  // namespace pue::prometheus
