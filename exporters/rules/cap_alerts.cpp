#include "exporters/rules/cap_alerts.h"

#include <fmt/format.h>

#include "exporters/rules/promql.h"
#include "kpi/window.h"
#include "kpi/window_figures.h"

namespace pue::rules {
namespace {

using namespace std::chrono_literals;

/// "cooling (310kW)" of the largest element of a vector by subsystem, in watts.
std::string largest_overhead(const std::string& watts_by_subsystem) {
  return fmt::format(
      "{{{{ range query `topk(1, {})` }}}}{{{{ .Labels.subsystem }}}}"
      " ({{{{ .Value | humanize }}}}W){{{{ else }}}}–{{{{ end }}}}",
      watts_by_subsystem);
}

/// Mean power of the window from closed intervals. A counter that did not move since Prometheus
/// first saw it says nothing about the window: the present power then stands in.
std::string mean_overhead(const std::string& site, std::string_view range) {
  return fmt::format("rate({}[{}]) > 0 or {}", of_site("pue_overhead_energy_joules_total", site),
                     range, of_site("pue_overhead_power_watts", site));
}

/// The power as "1.5MW", or "–" when Prometheus has none for that time.
std::string power_text(const std::string& expression) {
  return fmt::format(
      "{{{{ range query `max({})` }}}}{{{{ .Value | humanize }}}}W{{{{ else }}}}–{{{{ end }}}}",
      expression);
}

config::Messages::Arguments shown(const std::string& site, const std::string& cause) {
  const auto it_power = of_site("pue_it_power_watts", site);
  return {
      {"policy", "{{ $labels.policy }}"},
      {"value", "{{ printf \"%.3f\" $value }}"},
      {"unrounded", "{{ $value }}"},
      {"cap", fmt::format("{{{{ range printf `max({})` $labels.policy | query }}}}{{{{ .Value }}}}"
                          "{{{{ end }}}}",
                          of_site("pue_cap_ratio", site, "policy=%q"))},
      {"cause", cause},
      {"it_power", power_text(it_power)},
      {"it_power_day_before", power_text(it_power + " offset 1d")},
  };
}

/// The comparison is pued's own, in exact integers; Prometheus only adds the ratio as value.
std::string beside_cap(const std::string& site, kpi::Window window) {
  const auto matcher = fmt::format("window=\"{}\"", kpi::name(window));
  return fmt::format(
      "# The comparison gives 0, so that the sum is the PUE itself.\n"
      "({} == 0)\n"
      "+ on (instance, site, window) group_left ()\n"
      "{}\n"
      "and on (instance, site, window)\n"
      "{} >= {}",
      of_site("pue_cap_complies", site, matcher), of_site("pue_interim_ratio", site, matcher),
      of_site("pue_coverage_ratio", site, matcher), number_text(kpi::coverage_gate(window)));
}

std::string it_drop(const std::string& site, kpi::Window window) {
  return fmt::format("{} == 1", of_site("pue_change_is_it_drop", site,
                                        fmt::format("window=\"{}\"", kpi::name(window))));
}

/// "Overhead unchanged, IT load −30 %" is no fault of cooling: it is told once, as information.
std::string above_cap(const std::string& site, kpi::Window window) {
  return fmt::format("({})\nunless on (instance, site, window)\n{}", beside_cap(site, window),
                     it_drop(site, window));
}

/// "cooling +0.031, it +0.002, …": the effects on PUE since the like window before.
std::string change_text(const std::string& site, kpi::Window window) {
  return fmt::format(
      "{{{{ range query `sort_desc({} != 0)` }}}}{{{{ .Labels.cause }}}} {{{{ printf \"%+.3f\" "
      ".Value }}}} {{{{ else }}}}–{{{{ end }}}}",
      of_site("pue_change_ratio", site, fmt::format("window=\"{}\"", kpi::name(window))));
}

Alert it_load_dropped(const std::string& site, Duration hold) {
  const auto hour = kpi::Window::hour;
  auto shows = shown(site, "");
  shows.emplace("change", change_text(site, hour));
  return {"PueItLoadDropped",
          Severity::info,
          fmt::format("({})\nand on (instance, site, window)\n{}", beside_cap(site, hour),
                      it_drop(site, hour)),
          hold,
          1h,
          std::move(shows)};
}

}  // namespace

std::vector<Alert> cap_alerts(const config::Configuration& configuration) {
  const auto& site = configuration.engine.site.facts.name;
  const auto& delays = configuration.alerts;
  const auto now = largest_overhead(of_site("pue_overhead_power_watts", site));
  const auto closed = [&](std::string name, Severity severity, kpi::Window window,
                          Duration keep_firing, const std::string& cause) {
    const auto guarded = window != kpi::Window::quarter_hour;
    auto shows = shown(site, cause);
    if (guarded) shows.emplace("change", change_text(site, window));
    return Alert{std::move(name),
                 severity,
                 guarded ? above_cap(site, window) : beside_cap(site, window),
                 delays.pue_above_cap.hold,
                 keep_firing,
                 std::move(shows)};
  };
  return {
      closed("PueAboveCapDay", Severity::warning, kpi::Window::day, 1h,
             largest_overhead(mean_overhead(site, "1d"))),
      closed("PueAboveCapHour", Severity::warning, kpi::Window::hour, 1h,
             largest_overhead(mean_overhead(site, "1h"))),
      closed("PueAboveCapQuarterHour", Severity::info, kpi::Window::quarter_hour, 15min, now),
      it_load_dropped(site, delays.pue_above_cap.hold),
      {"PueLiveAboveCap", Severity::info,
       fmt::format("{}\n> on (instance, site) group_right ()\n{}", of_site("pue_live_ratio", site),
                   of_site("pue_cap_ratio", site)),
       delays.live_above_cap.hold, 5min, shown(site, now)},
  };
}

}  // namespace pue::rules
