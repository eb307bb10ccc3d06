#include "exporters/report/meter_times.h"

#include <catch2/catch.hpp>

#include "tests/unit/exporters/report/example_report.h"

using namespace pue;
using namespace std::chrono_literals;

TEST_CASE("time of which nothing was recorded is missing") {
  const auto report = test::month_report();
  const auto times = report::meter_times(report.meters[0], report.period);
  // 700, 40 and 4 of 744 h.
  CHECK(*times.measured == Approx(700.0 / 744));
  CHECK(*times.otherwise == Approx(40.0 / 744));
  CHECK(*times.missing == Approx(4.0 / 744));
}

TEST_CASE("the time of a meter is that in which it was in place") {
  auto report = test::month_report();
  auto& grid = report.meters[0];
  grid.time_by_quality = {};
  grid.time_by_quality[0] = 12h;
  grid.place.from = report.period.end - 24h;
  CHECK(*report::meter_times(grid, report.period).measured == 0.5);
  grid.time_by_quality = {};
  grid.place.from = report.period.end;
  const auto times = report::meter_times(grid, report.period);
  CHECK((!times.measured && !times.otherwise && !times.missing));
}

TEST_CASE("a certificate is valid through its last day") {
  using namespace std::chrono;
  report::MeterLine meter;
  CHECK(!report::expired(meter, 2026y / March / 31));
  meter.place.calibration = site::Calibration{"JD-1"};
  CHECK(!report::expired(meter, 2026y / March / 31));
  meter.place.calibration->valid_until = 2026y / March / 31;
  CHECK(!report::expired(meter, 2026y / March / 31));
  meter.place.calibration->valid_until = 2026y / March / 30;
  CHECK(report::expired(meter, 2026y / March / 31));
}
