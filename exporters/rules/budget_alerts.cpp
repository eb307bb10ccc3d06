#include "exporters/rules/budget_alerts.h"

#include <fmt/format.h>

#include "exporters/rules/promql.h"

namespace pue::rules {
namespace {

using namespace std::chrono_literals;

/// So much of the year's budget in that time, seen also over its last twelfth, so that the alert
/// ends soon after the cause does.
struct Burn {
  std::string_view alert;
  Severity severity;
  double rate;  // share of the budget · 365 d / window
  std::string_view window;
  std::string_view last_twelfth;
  bool needs_season;
};

constexpr Burn burns[] = {
    {"PueBudgetBurnDay", Severity::critical, 7.3, "1d", "2h", true},        // 2 % in 1 d
    {"PueBudgetBurnThreeDays", Severity::critical, 6.1, "3d", "6h", true},  // 5 % in 3 d
    {"PueBudgetBurnMonth", Severity::warning, 1.22, "30d", "60h", false},   // 10 % in 30 d
};

std::string exceeds(const std::string& site, std::string_view window, double rate) {
  return fmt::format("{} > {}",
                     of_site("pue_budget_burn_rate", site, fmt::format("window=\"{}\"", window)),
                     number_text(rate));
}

/// The one value of a metric for the alert's policy, as the format says; "–" without one.
std::string of_policy(std::string_view metric, const std::string& site, std::string_view format) {
  return fmt::format(
      "{{{{ range printf `max({})` $labels.policy | query }}}}{}{{{{ else }}}}–"
      "{{{{ end }}}}",
      of_site(metric, site, "policy=%q"), format);
}

config::Messages::Arguments shown(const std::string& site) {
  constexpr std::string_view three_digits = "{{ printf \"%.3f\" .Value }}";
  return {
      {"policy", "{{ $labels.policy }}"},
      {"value", "{{ printf \"%.3g\" $value }}"},
      {"cap", of_policy("pue_cap_ratio", site, "{{ .Value }}")},
      {"landing", of_policy("pue_year_end_projection_ratio", site, three_digits)},
      {"required", of_policy("pue_required_rest_of_year_ratio", site, three_digits)},
      {"left", of_policy("pue_budget_remaining_ratio", site, "{{ .Value | humanizePercentage }}")}};
}

Alert burn_alert(const Burn& burn, const std::string& site, Duration hold) {
  auto expression =
      fmt::format("{}\nand on (instance, site, policy)\n{}", exceeds(site, burn.window, burn.rate),
                  exceeds(site, burn.last_twelfth, burn.rate));
  if (burn.needs_season)
    expression += fmt::format("\nand on (instance, site, policy)\n{} == 1",
                              of_site("pue_budget_seasonal", site));
  return {std::string(burn.alert), burn.severity, std::move(expression), hold, 15min, shown(site)};
}

}  // namespace

std::vector<Alert> budget_alerts(const config::Configuration& configuration) {
  const auto& site = configuration.engine.site.facts.name;
  const auto& delays = configuration.alerts;
  std::vector<Alert> alerts;
  for (const auto& burn : burns) alerts.push_back(burn_alert(burn, site, delays.budget_burn.hold));
  alerts.push_back(
      {"PueProjectionAboveCap", Severity::warning,
       fmt::format("{}\n> on (instance, site, policy)\n{}",
                   of_site("pue_year_end_projection_ratio", site), of_site("pue_cap_ratio", site)),
       delays.projection_above_cap.hold, 1h, shown(site)});
  return alerts;
}

}  // namespace pue::rules
