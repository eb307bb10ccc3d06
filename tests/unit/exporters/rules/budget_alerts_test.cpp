#include "exporters/rules/budget_alerts.h"

#include "example.h"

using namespace pue;
using namespace pue::rules;
using namespace std::chrono_literals;

TEST_CASE("only fast burns of a budget with a season call someone") {
  for (const auto& alert : budget_alerts(example::configuration())) {
    const bool seasonal = alert.expression.find("pue_budget_seasonal") != std::string::npos;
    CHECK((alert.severity == Severity::critical) == seasonal);
  }
}

TEST_CASE("a burn is seen over its window and over the last twelfth of it") {
  const auto alerts = budget_alerts(example::configuration());
  REQUIRE(alerts.size() == 4);
  CHECK(alerts[2].name == "PueBudgetBurnMonth");
  CHECK(alerts[2].expression ==
        "pue_budget_burn_rate{site=\"horinger-a\",window=\"30d\"} > 1.22\n"
        "and on (instance, site, policy)\n"
        "pue_budget_burn_rate{site=\"horinger-a\",window=\"60h\"} > 1.22");
}

TEST_CASE("delays of burns and of the projection are the configuration's") {
  auto configuration = example::configuration();
  configuration.alerts.budget_burn.hold = 7s;
  configuration.alerts.projection_above_cap.hold = 8s;
  for (const auto& alert : budget_alerts(configuration))
    CHECK(alert.hold == (alert.name == "PueProjectionAboveCap" ? Duration{8s} : Duration{7s}));
}
