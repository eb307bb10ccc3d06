#include "ledger/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/rfc3339.h"
#include "kpi/window_figures.h"

namespace pue::ledger {
namespace {

using kpi::Window;
using site::SiteInterval;
using Kind = Figure::Kind;

constexpr std::array steps = {Window::quarter_hour, Window::hour, Window::day,
                              Window::month_to_date, Window::year_to_date};
constexpr double joules_per_kilowatt_hour = 3'600'000;

constexpr std::array subsystems = {site::Subsystem::cooling, site::Subsystem::power_loss,
                                   site::Subsystem::lighting, site::Subsystem::other,
                                   site::Subsystem::unexplained};
constexpr std::array sources = {site::Role::grid, site::Role::solar, site::Role::wind,
                                site::Role::genset};

/// The one of `values` with this name; error: names them all.
template <class Values>
Result<typename Values::value_type> named(const Values& values, std::string_view wanted,
                                          std::string_view what) {
  std::string known;
  for (const auto value : values) {
    if (name(value) == wanted) return value;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", name(value));
  }
  return Error{fmt::format("unknown {} \"{}\"; there are: {}", what, wanted, known)};
}

constexpr std::array methods = {kpi::ShareMethod::interval, kpi::ShareMethod::hourly,
                                kpi::ShareMethod::annual};

bool has_method(Window step, kpi::ShareMethod method) {
  return (step == Window::quarter_hour) == (method == kpi::ShareMethod::interval);
}

Result<Figure> renewable_figure(std::string_view text, Window step) {
  const auto method = named(methods, text, "method");
  if (!method) return method.error();
  if (has_method(step, *method)) return Figure{Kind::renewable_share, {}, {}, *method};
  return Error{
      fmt::format("the renewable share of step {} is matched by another method than "
                  "\"{}\": ask for renewable_share:{}",
                  step_name(step), text, name(kpi::matching_method(step)))};
}

/// The local part that contains t.
Period step_at(Window step, UtcTime t, const Zone& zone) {
  switch (step) {
    case Window::quarter_hour: {
      const auto start = floor_to(t, std::chrono::minutes{15});
      return {start, start + std::chrono::minutes{15}};
    }
    case Window::hour:
      return kpi::hour_at(t, zone);
    case Window::day:
      return kpi::day_at(t, zone);
    case Window::month_to_date:
      return kpi::month_at(t, zone);
    case Window::year_to_date:
    case Window::twelve_months:
      return kpi::year_at(t, zone);
  }
  return {};
}

/// The part of `intervals` that lies in the period and in the site's time of service.
std::span<const SiteInterval> in_service(std::span<const SiteInterval> intervals, Period period,
                                         const SeriesFacts& facts) {
  auto from = period.start;
  if (facts.in_service) from = std::max(from, facts.zone.start_of(LocalDate{*facts.in_service}));
  const auto first = std::find_if(intervals.begin(), intervals.end(),
                                  [&](const auto& each) { return each.interval.start >= from; });
  const auto last = std::find_if(first, intervals.end(),
                                 [&](const auto& each) { return each.interval.end > period.end; });
  return {first, last};
}

std::vector<const SiteInterval*> usable(std::span<const SiteInterval> intervals) {
  std::vector<const SiteInterval*> found;
  for (const auto& each : intervals) {
    if (each.usable()) found.push_back(&each);
  }
  return found;
}

std::optional<double> kilowatt_hours(const std::optional<Joules>& energy) {
  if (!energy) return std::nullopt;
  return static_cast<double>(energy->count) / joules_per_kilowatt_hour;
}

std::optional<double> low_share(const kpi::WindowFigures& window, kpi::ShareMethod method) {
  const auto& share = window.renewable_ungated[static_cast<std::size_t>(method)];
  if (!share) return std::nullopt;
  return share->low.ratio();
}

std::optional<double> value_of(const Figure& figure, const kpi::WindowFigures& window) {
  switch (figure.kind) {
    case Kind::pue:
      return window.pue_ungated;
    case Kind::facility_energy:
      return kilowatt_hours(window.facility);
    case Kind::it_energy:
      return kilowatt_hours(window.it);
    case Kind::overhead_energy:
      return kilowatt_hours(window.overhead[static_cast<std::size_t>(figure.subsystem)]);
    case Kind::source_energy:
      return kilowatt_hours(window.sources[static_cast<std::size_t>(figure.source)]);
    case Kind::coverage:
      return window.coverage();
    case Kind::renewable_share:
      return low_share(window, figure.method);
    case Kind::water_usage:
      if (!window.water_usage) return std::nullopt;
      return window.water_usage->cubic_metres_per_megawatt_hour();
    case Kind::energy_reuse:
      if (!window.energy_reuse) return std::nullopt;
      return window.energy_reuse->ratio();
    case Kind::meter_energy:
      break;  // meter_point
  }
  return std::nullopt;
}

/// Ratios fall to every gate of their window, energies to its coverage, the coverage itself to
/// none.
bool below_gate(const Figure& figure, Window step, const kpi::WindowFigures& window) {
  switch (figure.kind) {
    case Kind::pue:
    case Kind::renewable_share:
    case Kind::water_usage:
    case Kind::energy_reuse:
      return window.insufficient != kpi::Insufficient::none;
    case Kind::facility_energy:
    case Kind::it_energy:
    case Kind::overhead_energy:
    case Kind::source_energy:
      return window.coverage() < kpi::coverage_gate(step);
    case Kind::coverage:
    case Kind::meter_energy:
      return false;
  }
  return false;
}

std::string_view worst_quality(const std::vector<const SiteInterval*>& usable) {
  if (usable.empty()) return name(energy::Quality::missing);
  auto worst = energy::Quality::measured;
  for (const auto* each : usable) worst = std::max(worst, each->quality);
  return name(worst);
}

}  // namespace

std::string_view step_name(Window step) {
  switch (step) {
    case Window::month_to_date:
      return "1mo";
    case Window::year_to_date:
      return "all";
    case Window::quarter_hour:
    case Window::hour:
    case Window::day:
    case Window::twelve_months:
      break;
  }
  return kpi::name(step);
}

Result<Window> parse_step(std::string_view text) {
  for (const auto step : steps)
    if (step_name(step) == text) return step;
  return Error{fmt::format("unknown step \"{}\"; there are: 15m, 1h, 1d, 1mo, all", text)};
}

Result<Figure> parse_figure(std::string_view text, Window step) {
  if (text == "pue") return Figure{Kind::pue, {}, {}};
  if (text == "facility_energy") return Figure{Kind::facility_energy, {}, {}};
  if (text == "it_energy") return Figure{Kind::it_energy, {}, {}};
  if (text == "coverage") return Figure{Kind::coverage, {}, {}};
  if (text == "wue") return Figure{Kind::water_usage, {}, {}};
  if (text == "erf") return Figure{Kind::energy_reuse, {}, {}};
  const auto colon = std::min(text.find(':'), text.size());
  const auto kind = text.substr(0, colon);
  const auto part = text.substr(std::min(colon + 1, text.size()));
  if (kind == "overhead_energy") {
    const auto subsystem = named(subsystems, part, "subsystem");
    if (!subsystem) return subsystem.error();
    return Figure{Kind::overhead_energy, *subsystem, {}};
  }
  if (kind == "source_energy") {
    const auto source = named(sources, part, "source");
    if (!source) return source.error();
    return Figure{Kind::source_energy, {}, *source};
  }
  if (kind == "meter_energy" && !part.empty())
    return Figure{Kind::meter_energy, {}, {}, {}, std::string(part)};
  if (kind == "renewable_share") return renewable_figure(part, step);
  return Error{
      fmt::format("unknown figure \"{}\"; there are: pue, facility_energy, it_energy, "
                  "overhead_energy:SUBSYSTEM, source_energy:ROLE, coverage, "
                  "renewable_share:METHOD, wue, erf, meter_energy:NAME",
                  text)};
}

std::string_view unit(const Figure& figure) {
  switch (figure.kind) {
    case Kind::pue:
      return "";
    case Kind::facility_energy:
    case Kind::it_energy:
    case Kind::overhead_energy:
    case Kind::source_energy:
    case Kind::meter_energy:
      return "kWh";
    case Kind::coverage:
    case Kind::renewable_share:
    case Kind::energy_reuse:
      return "ratio";
    case Kind::water_usage:
      return "m3/MWh";
  }
  return "";
}

std::vector<Period> local_steps(Window step, Period period, const Zone& zone) {
  if (step == Window::year_to_date && period.start < period.end) return {period};
  std::vector<Period> found;
  auto next = step_at(step, period.start, zone);
  if (next.start < period.start) next = step_at(step, next.end, zone);
  while (next.end <= period.end) {
    found.push_back(next);
    next = step_at(step, next.end, zone);
  }
  return found;
}

SeriesPoint series_point(const Figure& figure, Window step, Period period,
                         std::span<const SiteInterval> intervals, const SeriesFacts& facts) {
  const auto counted = in_service(intervals, period, facts);
  const auto window = kpi::figures(step, period, counted, facts.zone, facts.min_it_power);
  const auto summed = usable(counted);
  SeriesPoint point;
  point.period = period;
  point.coverage = window.coverage();
  point.value = value_of(figure, window);
  point.quality = worst_quality(summed);
  if (!point.value) {
    point.quality = name(energy::Quality::missing);
  } else if (below_gate(figure, step, window)) {
    point.quality = "insufficient";
  }
  return point;
}

SeriesPoint meter_point(Window step, Period period, std::span<const MeterPoint> points) {
  SeriesPoint result;
  result.period = period;
  Joules sum;
  Duration covered{0};
  auto worst = energy::Quality::measured;
  bool any = false;
  for (const auto& point : points) {
    if (!period.contains(point.interval) || point.quality == energy::Quality::missing) continue;
    any = true;
    sum += point.imported - point.exported;
    worst = std::max(worst, point.quality);
    if (point.quality != energy::Quality::estimated) covered += point.interval.length();
  }
  result.coverage =
      std::chrono::duration<double>(covered) / std::chrono::duration<double>(period.length());
  result.quality = name(any ? worst : energy::Quality::missing);
  if (!any) return result;
  result.value = kilowatt_hours(sum);
  if (result.coverage < kpi::coverage_gate(step)) result.quality = "insufficient";
  return result;
}

std::string series_csv_header() { return "start,end,value,unit,quality,coverage\n"; }

std::string series_csv_line(const Figure& figure, const SeriesPoint& point, const Zone& zone) {
  const auto local = [&](UtcTime t) { return format_rfc3339(t, zone.offset_at(t)); };
  const auto value = point.value ? fmt::format("{}", *point.value) : std::string();
  return fmt::format("{},{},{},{},{},{}\n", local(point.period.start), local(point.period.end),
                     value, unit(figure), point.quality, point.coverage);
}

}  // namespace pue::ledger
