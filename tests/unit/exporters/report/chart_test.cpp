#include "exporters/report/chart.h"

#include <catch2/catch.hpp>

#include "exporters/report/energy_chart.h"
#include "exporters/report/pue_chart.h"
#include "tests/unit/exporters/report/catalogue.h"
#include "tests/unit/exporters/report/example_report.h"

using namespace pue;
using Catch::Contains;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

template <class Chart>
std::string drawn(Chart chart, const report::PeriodReport& report) {
  const auto messages = test::catalogue(config::Language::en);
  return chart(report::Context(report, messages, config::Language::en));
}

}  // namespace

TEST_CASE("rulers stand one, two or five times a power of ten apart") {
  CHECK(report::ruler_step(100) == Approx(20));
  CHECK(report::ruler_step(31'000) == Approx(10'000));
  CHECK(report::ruler_step(0.1) == Approx(0.02));
  CHECK(report::ruler_step(0.5) == Approx(0.1));
}

TEST_CASE("a day without a ratio breaks the line, one below its gate is a hollow point") {
  const auto svg = drawn(report::pue_chart, test::month_report());
  CHECK(count(svg, "<polyline") == 2);
  CHECK(count(svg, "<circle class=\"hollow\"") == 1);
  CHECK(count(svg, "<circle class=\"dot\"") == 29);
  CHECK(count(svg, "<rect class=\"u\"") == 30);
  CHECK(count(svg, "<line class=\"cap\"") == 1);
}

TEST_CASE("a ratio at almost no load leaves the picture and does not flatten it") {
  auto report = test::month_report();
  const auto before = drawn(report::pue_chart, report);
  report.figures.trend[0].pue = 900;
  const auto after = drawn(report::pue_chart, report);
  CHECK(count(after, "<circle") == count(before, "<circle") - 1);
  CHECK(count(after, "class=\"ruler\"") == count(before, "class=\"ruler\""));
}

TEST_CASE("energies are stacked, and a part below nothing is left to the table") {
  auto report = test::month_report();
  CHECK(count(drawn(report::energy_chart, report), "<rect class=\"subsystem-unexplained\"") == 30);
  for (auto& step : report.figures.trend) step.overhead[4] = Joules{-1};
  const auto svg = drawn(report::energy_chart, report);
  CHECK_THAT(svg, !Contains("subsystem-unexplained"));
  CHECK(count(svg, "<rect class=\"role-it\"") == 30);
}

TEST_CASE("a chart of nothing is not drawn") {
  CHECK(drawn(report::pue_chart, test::unknown_month()).empty());
  CHECK(drawn(report::energy_chart, test::unknown_month()).empty());
  CHECK(drawn(report::share_chart, test::unknown_month()).empty());
}
