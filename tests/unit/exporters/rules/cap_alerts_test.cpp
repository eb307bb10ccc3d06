#include "exporters/rules/cap_alerts.h"

#include "example.h"

using namespace pue;
using namespace pue::rules;
using namespace std::chrono_literals;

TEST_CASE("an alert on a closed window asks for pued's own comparison and for its coverage gate") {
  const auto alerts = cap_alerts(example::configuration());
  REQUIRE(alerts[1].name == "PueAboveCapHour");
  CHECK(alerts[1].expression ==
        "(# The comparison gives 0, so that the sum is the PUE itself.\n"
        "(pue_cap_complies{site=\"horinger-a\",window=\"1h\"} == 0)\n"
        "+ on (instance, site, window) group_left ()\n"
        "pue_interim_ratio{site=\"horinger-a\",window=\"1h\"}\n"
        "and on (instance, site, window)\n"
        "pue_coverage_ratio{site=\"horinger-a\",window=\"1h\"} >= 0.8)\n"
        "unless on (instance, site, window)\n"
        "pue_change_is_it_drop{site=\"horinger-a\",window=\"1h\"} == 1");
}

TEST_CASE("closed windows share one delay, the live indicator has its own") {
  auto configuration = example::configuration();
  configuration.alerts.pue_above_cap.hold = 0s;
  configuration.alerts.live_above_cap.hold = 20s;
  const auto alerts = cap_alerts(configuration);
  REQUIRE(alerts.size() == 5);
  for (const auto& alert : alerts)
    CHECK(alert.hold == (alert.name == "PueLiveAboveCap" ? Duration{20s} : Duration{0s}));
}

TEST_CASE("nobody is called out for a PUE: a cap binds the 12-month figure") {
  for (const auto& alert : cap_alerts(example::configuration()))
    CHECK(alert.severity != Severity::critical);
}

TEST_CASE("what has fired stays until a window, not a scrape, says otherwise") {
  for (const auto& alert : cap_alerts(example::configuration())) CHECK(alert.keep_firing >= 5min);
}
