#include "exporters/rules/data_alerts.h"

#include "example.h"

using namespace pue;
using namespace pue::rules;
using namespace std::chrono_literals;

TEST_CASE("a meter that is down is named with its role and its link") {
  const auto alert = data_alerts(example::configuration())[0];
  CHECK(alert.name == "PueMeterDown");
  CHECK(alert.expression ==
        "(pue_meter_up{site=\"horinger-a\"} == 0)\n"
        "* on (instance, site, meter) group_left (role, link)\n"
        "pue_meter_info{site=\"horinger-a\"}");
}

TEST_CASE("delays of missing data come from the configuration") {
  auto configuration = example::configuration();
  configuration.alerts.meter_down.hold = 7s;
  configuration.alerts.coverage_low.hold = 8s;
  configuration.alerts.meter_frozen.hold = 9s;
  configuration.alerts.meter_contradiction.hold = 10s;
  configuration.alerts.calibration_expires.hold = 11s;
  configuration.alerts.meter_swapped.hold = 12s;
  const auto alerts = data_alerts(configuration);
  REQUIRE(alerts.size() == 7);
  CHECK(alerts[0].hold == 7s);
  CHECK(alerts[1].hold == 8s);
  CHECK(alerts[2].hold == 9s);
  CHECK(alerts[3].hold == 10s);
  CHECK(alerts[4].hold == 12s);
  CHECK(alerts[5].hold == 11s);
  CHECK(alerts[6].hold == 8s);
}
