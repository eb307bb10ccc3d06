#include "exporters/rules/operation_alerts.h"

#include <algorithm>

#include "example.h"

using namespace pue;
using namespace pue::rules;
using namespace std::chrono_literals;

namespace {

std::string evidence_expression(const config::Configuration& configuration) {
  for (const auto& alert : operation_alerts(configuration))
    if (alert.name == "PueEvidenceAtRisk") return alert.expression;
  return "no such alert";
}

}  // namespace

TEST_CASE("evidence is at risk after two intervals without a commit") {
  auto configuration = example::configuration();
  CHECK(evidence_expression(configuration).ends_with(") > 1800"));  // 2 · 15 min
  configuration.engine.interval = 1h;
  CHECK(evidence_expression(configuration).ends_with(") > 7200"));
}

TEST_CASE("a site without a ledger has no alert on its commits") {
  auto configuration = example::configuration();
  configuration.ledger_path.clear();
  CHECK(evidence_expression(configuration) == "no such alert");
}

TEST_CASE("a site without a directory of checkpoints has no alert on it") {
  const auto named = [](const config::Configuration& configuration) {
    const auto alerts = operation_alerts(configuration);
    return std::count_if(alerts.begin(), alerts.end(),
                         [](const Alert& alert) { return alert.name == "PueCheckpointsUnsynced"; });
  };
  auto configuration = example::configuration();
  CHECK(named(configuration) == 1);
  configuration.checkpoint_folder.clear();
  CHECK(named(configuration) == 0);
}

TEST_CASE("only a daemon that is down calls somebody") {
  for (const auto& alert : operation_alerts(example::configuration()))
    CHECK((alert.severity == Severity::critical) == (alert.name == "PueDaemonDown"));
}
