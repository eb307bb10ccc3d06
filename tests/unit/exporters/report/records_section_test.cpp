#include "exporters/report/records_section.h"

#include <catch2/catch.hpp>

#include "tests/unit/exporters/report/catalogue.h"
#include "tests/unit/exporters/report/example_report.h"

using namespace pue;
using Catch::Contains;

TEST_CASE("a bill beyond the uncertainty of both is flagged, an unknown one is not judged") {
  auto report = test::month_report();
  auto& line = report.references[0];
  CHECK(report::difference(line) == test::kilowatt_hours(74.4));
  CHECK(report::beyond(line) == true);
  line.within = test::kilowatt_hours(74.4);
  CHECK(report::beyond(line) == false);
  line.ours = test::kilowatt_hours(899'900);  // 100 kWh below
  CHECK(report::beyond(line) == true);
  line.within.reset();
  CHECK(report::beyond(line) == std::nullopt);
  CHECK(report::difference(report.references[1]) == std::nullopt);
}

TEST_CASE("a difference stands in kWh and in percent of the bill") {
  const auto report = test::month_report();
  const auto messages = test::catalogue(config::Language::en);
  const auto html = report::references_section({report, messages, config::Language::en});
  // 74.4 of 900,000 is 0.0083 %.
  CHECK_THAT(html, Contains("<td class=\"number\">74.4</td><td class=\"number\">0.01</td>"
                            "<td class=\"number\">± 50.0</td><td class=\"warn\">beyond</td>"));
  CHECK_THAT(html, Contains("<td class=\"absent\">no verdict</td>"));
}

TEST_CASE("a correction says what was known before, or that nothing was") {
  auto report = test::month_report();
  const auto messages = test::catalogue(config::Language::en);
  const auto html = [&] {
    return report::corrections_section({report, messages, config::Language::en});
  };
  CHECK_THAT(html(), Contains("<td class=\"number\">–</td><td class=\"number\">1,250.0</td>"
                              "<td>Zhao</td><td>read at the display</td><td>W-8</td>"));
  report.corrections[0].before = test::kilowatt_hours(1'000);
  CHECK_THAT(html(), Contains(">1,000.0</td>"));
}

TEST_CASE("readings of an event have the unit of their register") {
  const auto report = test::month_report();
  const auto messages = test::catalogue(config::Language::en);
  const auto html = report::events_section({report, messages, config::Language::en});
  // Thousandths of Wh, and of m³.
  CHECK_THAT(html, Contains(">123,456.789 kWh<") && Contains(">0.000 kWh<"));
  CHECK_THAT(html, Contains(">4.500 m³</td><td class=\"number\">–<"));
  CHECK_THAT(html, Contains("meter replaced"));
}

TEST_CASE("what was known of the clock is said in words, with its greatest error") {
  auto report = test::month_report();
  report.runs = {{report.period.start, "clock_synchronised", "± 1.500 ms"},
                 {report.period.start, "clock_unsynchronised", ""},
                 {report.period.start, "clock_unknown", ""}};
  const auto messages = test::catalogue(config::Language::en);
  const auto html = report::runs_section({report, messages, config::Language::en});
  CHECK_THAT(html, Contains(">clock kept by a time service</td><td>± 1.500 ms</td>"));
  CHECK_THAT(html, Contains(">clock not kept by any time service</td><td></td>"));
  CHECK_THAT(html, Contains(">state of the clock not known</td><td></td>"));
}
