#include "config/multipliers.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

std::string with_rows(const std::string& rows) {
  return with_meter(
      "name: a, link: \"modbus+tcp://h\", unit: 3, profile: test/full, role: other, "
      "max_power: 1MW, multipliers: [" +
      rows + "]");
}

const std::string at_midnight = "from: 2026-03-01T00:00:00+08:00";

}  // namespace

TEST_CASE("a ratio is primary over secondary") {
  CHECK(*parse_ratio("2000/5") == 400);
  CHECK(*parse_ratio("10000/100") == 100);
  CHECK(*parse_ratio("0.4/0.1") == Approx(4));
  for (const auto* wrong : {"2000", "2000/", "/5", "2000/0", "-5/5", "1e9/1", "2000/5/1"})
    CHECK_FALSE(parse_ratio(wrong).has_value());
}

TEST_CASE("what the software applies is ct times vt, what the meter applies is 1") {
  const auto meters = loaded(with_rows("{" + at_midnight +
                                       ", ct: 2000/5, vt: 10000/100, applied: software}, {from: "
                                       "2026-04-01T00:15:00+08:00, ct: 100/5, applied: meter}"));
  const auto& rows = meters.engine.connections[0].multipliers;
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].factor == 40'000);  // 400 · 100
  CHECK(rows[1].factor == 1);
  CHECK(rows[1].from - rows[0].from == std::chrono::hours{31 * 24} + std::chrono::minutes{15});
  // The coarsest step of both, 10 Wh · 40000; the profile's register is float32, 1 kWh a unit.
  CHECK(meters.engine.trackers[0].import->step == Joules{1'440'000'000});
  CHECK(meters.engine.trackers[0].import->float32_unit == Joules{144'000'000'000});
}

TEST_CASE("mistakes in multipliers are told with their place") {
  check_all({
      {with_rows("{" + at_midnight + ", applied: software}"),
       {{"multipliers: [|{", "a multiplier has neither ct nor vt; write for example ct: 2000/5"}}},
      {with_rows("{" + at_midnight + ", ct: 2000, applied: me}"),
       {{"ct: |2000",
         "\"ct\": \"2000\" is not a ratio; write primary/secondary, for example 2000/5 or "
         "10000/100"},
        {"applied: |me", "\"applied\": \"me\" is not software or meter"}}},
      {with_rows("{ct: 5/5}"),
       {{"multipliers: [|{",
         "a multiplier has no \"from\"; write for example from: 2026-03-01T00:00:00+08:00"},
        {"multipliers: [|{",
         "a multiplier has no \"applied\"; write applied: software if the meter shows secondary "
         "values, applied: meter if it multiplies itself"}}},
      {with_rows("{from: 2026-03-01T00:10:00+08:00, ct: 5/5, applied: meter}"),
       {{"from: |2026",
         "\"from\": is within an interval of 15m; write its start or end, for example "
         "2026-03-01T10:15:00+08:00"}}},
      {with_rows("{" + at_midnight + ", ct: 5/5, applied: meter}, {" + at_midnight +
                 ", vt: 5/5, applied: meter}"),
       {{"}, |{", "a multiplier is not later than the one before; sort them by from"}}},
  });
}
