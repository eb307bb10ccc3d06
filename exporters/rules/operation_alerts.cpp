#include "exporters/rules/operation_alerts.h"

#include <fmt/format.h>

#include "exporters/rules/promql.h"

namespace pue::rules {
namespace {

using namespace std::chrono_literals;

/// A metric that the daemon always has: it goes when a scrape fails and when nothing scrapes the
/// site any more. `up` alone knows targets, not sites, and vanishes with the scrape job.
Alert daemon_down(const std::string& site, Duration hold) {
  return {
      "PueDaemonDown",
      Severity::critical,
      fmt::format("absent({})", of_site("pue_config_last_reload_successful", site)),
      hold,
      0s,
      {{"targets",
        "{{ range query `up{job=\"pued\"} == 0` }}{{ .Labels.instance }} {{ else }}–{{ end }}"}}};
}

Alert link_overloaded(const std::string& site, Duration hold) {
  return {"PueLinkOverloaded",
          Severity::warning,
          fmt::format("{} > 0.9", of_site("pue_link_load_ratio", site)),
          hold,
          5min,
          {{"link", "{{ $labels.link }}"}, {"load", "{{ $value | humanizePercentage }}"}}};
}

/// A commit is due once an interval; two without one is a fault. Before the first commit the time
/// of the last start or reload stands in, so that a ledger that never worked is noticed as well.
Alert evidence_at_risk(const std::string& site, Duration interval, Duration hold) {
  const auto limit = std::chrono::duration_cast<std::chrono::seconds>(2 * interval).count();
  return {"PueEvidenceAtRisk",
          Severity::warning,
          fmt::format("time() - (\n  {}\n  or\n  {}\n) > {}",
                      of_site("pue_ledger_last_commit_timestamp_seconds", site),
                      of_site("pue_config_last_reload_success_timestamp_seconds", site), limit),
          hold,
          0s,
          {{"age", "{{ $value | humanizeDuration }}"}}};
}

/// It is tried again with each checkpoint, hourly.
Alert checkpoints_unsynced(const std::string& site, Duration hold) {
  return {"PueCheckpointsUnsynced",
          Severity::warning,
          fmt::format("{} > 0", of_site("pue_ledger_checkpoints_unsynced", site)),
          hold,
          0s,
          {{"count", "{{ $value }}"}}};
}

Alert clock_unsynchronised(const std::string& site, Duration hold) {
  return {"PueClockUnsynchronised",
          Severity::warning,
          fmt::format("{} == 0", of_site("pue_clock_synchronised", site)),
          hold,
          0s,
          {}};
}

Alert reload_failed(const std::string& site) {
  return {"PueConfigReloadFailed",
          Severity::warning,
          fmt::format("{} == 0", of_site("pue_config_last_reload_successful", site)),
          5min,  // whoever edits the file usually repairs it at once
          0s,
          {}};
}

}  // namespace

std::vector<Alert> operation_alerts(const config::Configuration& configuration) {
  const auto& site = configuration.engine.site.facts.name;
  const auto& delays = configuration.alerts;
  std::vector<Alert> result = {daemon_down(site, delays.daemon_down.hold),
                               link_overloaded(site, delays.link_overloaded.hold)};
  if (!configuration.ledger_path.empty())
    result.push_back(
        evidence_at_risk(site, configuration.engine.interval, delays.evidence_at_risk.hold));
  if (!configuration.checkpoint_folder.empty())
    result.push_back(checkpoints_unsynced(site, delays.checkpoints_unsynced.hold));
  result.push_back(clock_unsynchronised(site, delays.clock_unsynchronised.hold));
  result.push_back(reload_failed(site));
  return result;
}

}  // namespace pue::rules
