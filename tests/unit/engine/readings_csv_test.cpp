#include "engine/readings_csv.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;

namespace {

Settings two_meters() {
  Settings settings;
  settings.site.meters.resize(2);
  settings.site.meters[0].name = "grid";
  settings.site.meters[1].name = "ups-a-out";
  settings.trackers.resize(2);
  return settings;
}

ReadingsCsv after_header() {
  ReadingsCsv csv(two_meters());
  REQUIRE(csv.line("time,meter,quantity,value").has_value());
  return csv;
}

meter::Reading power_at(std::uint32_t meter, UtcTime t) {
  return {{MonoTime{t.time_since_epoch()}, t}, MeterId{meter}, meter::Quantity::active_power_w, 1};
}

}  // namespace

TEST_CASE("a row becomes a reading whose monotonic time equals its UTC time") {
  auto csv = after_header();
  const auto reading = csv.line("2026-03-01T08:00:00+08:00,ups-a-out,energy_import_wh,1234.5\r");
  REQUIRE(reading.has_value());
  REQUIRE(reading->has_value());
  CHECK((*reading)->meter == MeterId{1});
  CHECK((*reading)->quantity == meter::Quantity::energy_import_wh);
  CHECK((*reading)->value == 1234.5);
  CHECK((*reading)->at.utc == *parse_rfc3339("2026-03-01T00:00:00Z"));
  CHECK((*reading)->at.mono.time_since_epoch() == (*reading)->at.utc.time_since_epoch());
}

TEST_CASE("comments and empty lines are passed over, before and after the header") {
  ReadingsCsv csv(two_meters());
  CHECK(!csv.line("# from the old system")->has_value());
  CHECK(!csv.line("time,meter,quantity,value")->has_value());
  CHECK(!csv.line("")->has_value());
}

TEST_CASE("a row that cannot be understood is refused with the field that is wrong") {
  auto csv = after_header();
  const auto message = [&](const char* text) { return csv.line(text).error().message; };
  CHECK_THAT(message("2026-03-01T08:00:00,grid,active_power_w,1"), Catch::Contains("time zone"));
  CHECK_THAT(message("2026-03-01T08:00:00Z,gird,active_power_w,1"),
             Catch::Contains("meter \"gird\" is not in the configuration"));
  CHECK_THAT(message("2026-03-01T08:00:00Z,grid,power,1"),
             Catch::Contains("unknown quantity \"power\""));
  CHECK_THAT(message("2026-03-01T08:00:00Z,grid,active_power_w,nan"),
             Catch::Contains("not a finite number"));
  for (const auto* number : {"0", "-4711", "47.5"})
    CHECK_THAT(message(("2026-03-01T08:00:00Z,grid,serial," + std::string(number)).c_str()),
               Catch::Contains("not a serial number: a whole number from 1 to 2^53"));
  CHECK_THAT(message("2026-03-01T08:00:00Z,grid,active_power_w,1,2"),
             Catch::Contains("expected 4 fields"));
  CHECK_THAT(
      ReadingsCsv(two_meters()).line("2026-03-01T08:00:00Z,grid,active_power_w,1").error().message,
      Catch::Contains("no header line"));
}

TEST_CASE("rows are replayed by time and, at equal times, in the order of the file") {
  const UtcTime t{1000s};
  std::vector readings{power_at(0, t + 5s), power_at(1, t), power_at(0, t)};
  sort_for_replay(readings);
  CHECK(readings == std::vector{power_at(1, t), power_at(0, t), power_at(0, t + 5s)});
}

TEST_CASE("the expected spacing of a meter is the median of its own steps") {
  const UtcTime t{0s};
  // Steps of meter 0: 60, 60, 3600 s; one outage does not stretch what counts as connected.
  const std::vector readings{power_at(0, t), power_at(0, t + 60s), power_at(0, t + 120s),
                             power_at(0, t + 3720s)};
  const auto steps = median_steps(readings, 2);
  CHECK(steps[0] == Duration{60s});
  CHECK(!steps[1]);
  const auto settings = settings_for_replay(two_meters(), steps);
  CHECK(settings.trackers[0].power_gap == Duration{180s});
}
