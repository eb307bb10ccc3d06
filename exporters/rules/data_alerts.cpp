#include "exporters/rules/data_alerts.h"

#include <fmt/format.h>

#include "exporters/rules/promql.h"
#include "kpi/window_figures.h"

namespace pue::rules {
namespace {

using namespace std::chrono_literals;

/// Up to five names, each followed by a space: a whole gateway may be down.
std::string meters_down(const std::string& site) {
  return fmt::format(
      "{{{{ range query `topk(5, {} == 0)` }}}}{{{{ .Labels.meter }}}} {{{{ else }}}}–{{{{ end "
      "}}}}",
      of_site("pue_meter_up", site));
}

Alert meter_down(const std::string& site, Duration hold) {
  const auto reason = fmt::format(
      "{{{{ range printf `topk(1, increase({}[10m]) > 0)` $labels.meter | query }}}}"
      "{{{{ .Labels.reason }}}}{{{{ else }}}}–{{{{ end }}}}",
      of_site("pue_poll_failures_total", site, "meter=%q"));
  return {"PueMeterDown",
          Severity::warning,
          fmt::format("({} == 0)\n* on (instance, site, meter) group_left (role, link)\n{}",
                      of_site("pue_meter_up", site), of_site("pue_meter_info", site)),
          hold,
          5min,
          {{"meter", "{{ $labels.meter }}"},
           {"role", "{{ $labels.role }}"},
           {"link", "{{ $labels.link }}"},
           {"reason", reason}}};
}

/// Two hours of history: then the last closed hour lies wholly inside of it, and the hour in which
/// the site was first started is not called incomplete.
Alert coverage_low(const std::string& site, Duration hold) {
  const auto gate = number_text(kpi::coverage_gate(kpi::Window::hour));
  return {"PueCoverageLow",
          Severity::warning,
          fmt::format("{} < {}\nand on (instance, site)\n{} >= 7200",
                      of_site("pue_coverage_ratio", site, "window=\"1h\""), gate,
                      of_site("pue_elapsed_seconds_total", site)),
          hold,
          0s,
          {{"coverage", "{{ $value | humanizePercentage }}"},
           {"gate", fmt::format("{{{{ {} | humanizePercentage }}}}", gate)},
           {"meters", meters_down(site)}}};
}

/// A flag of a meter's register or power that is 1 when something is wrong with it.
Alert meter_flag(std::string name, std::string_view metric, const std::string& site,
                 Duration hold) {
  return {std::move(name),
          Severity::warning,
          fmt::format("{} == 1", of_site(metric, site)),
          hold,
          0s,
          {{"meter", "{{ $labels.meter }}"}, {"what", "{{ $labels.what }}"}}};
}

/// A day, so that it is seen in working hours.
Alert meter_swapped(const std::string& site, Duration hold) {
  return {"PueMeterSwapped",
          Severity::warning,
          fmt::format("increase({}[1d]) > 0", of_site("pue_meter_swaps_total", site)),
          hold,
          0s,
          {{"meter", "{{ $labels.meter }}"}}};
}

/// Long enough before it ends for a meter to be sent away and come back.
Alert calibration_expires(const std::string& site, Duration hold) {
  constexpr auto sixty_days = std::chrono::duration_cast<std::chrono::seconds>(24h * 60);
  return {"PueCalibrationExpires",
          Severity::warning,
          fmt::format("{} - time() < {}",
                      of_site("pue_meter_calibration_expiry_timestamp_seconds", site),
                      sixty_days.count()),
          hold,
          0s,
          {{"meter", "{{ $labels.meter }}"}, {"left", "{{ $value | humanizeDuration }}"}}};
}

Alert absent(const std::string& site, Duration hold) {
  return {"PueAbsent",
          Severity::warning,
          fmt::format("{}\nunless on (instance, site)\n({} or {})",
                      of_site("pue_config_last_reload_successful", site),
                      of_site("pue_live_ratio", site),
                      of_site("pue_interim_ratio", site, "window=\"15m\"")),
          hold,
          0s,
          {{"meters", meters_down(site)}}};
}

}  // namespace

std::vector<Alert> data_alerts(const config::Configuration& configuration) {
  const auto& site = configuration.engine.site.facts.name;
  const auto& delays = configuration.alerts;
  return {meter_down(site, delays.meter_down.hold),
          coverage_low(site, delays.coverage_low.hold),
          meter_flag("PueMeterFrozen", "pue_meter_frozen", site, delays.meter_frozen.hold),
          meter_flag("PueMeterContradiction", "pue_meter_contradiction", site,
                     delays.meter_contradiction.hold),
          meter_swapped(site, delays.meter_swapped.hold),
          calibration_expires(site, delays.calibration_expires.hold),
          absent(site, delays.coverage_low.hold)};
}

}  // namespace pue::rules
