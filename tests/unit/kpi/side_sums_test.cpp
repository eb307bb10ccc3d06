#include "kpi/side_sums.h"

#include <catch2/catch.hpp>

#include "quarters.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kwh = 3'600'000;

/// A quarter hour of 250 kWh facility and 200 kWh IT.
site::SiteInterval interval(std::optional<Millilitres> water, std::optional<Joules> heat) {
  auto closed = Quarters(UtcTime{}).add(250 * kwh, 200 * kwh).closed.back();
  closed.water = water;
  closed.reused_heat = heat;
  return closed;
}

}  // namespace

TEST_CASE("WUE is water by IT energy: cubic metres per MWh are litres per kWh") {
  // 360 l for 200 kWh: 1.8 l/kWh = 1.8 m3/MWh; 0.36 m3 / 720 MJ = 5e-10 m3/J.
  const auto usage = water_usage(side_sums(interval(Millilitres{360'000}, {})), 15min);
  REQUIRE(usage);
  CHECK(usage->cubic_metres_per_megawatt_hour() == Approx(1.8).epsilon(1e-12));
  CHECK(usage->cubic_metres_per_joule() == Approx(5e-10).epsilon(1e-12));
}

TEST_CASE("ERF is reused heat by facility energy") {
  const auto reuse = energy_reuse(side_sums(interval({}, Joules{50 * kwh})), 15min);
  CHECK(reuse == Share{Joules{50 * kwh}, Joules{250 * kwh}});  // 0.2
}

TEST_CASE("an interval without water adds no IT energy to it, and needs its time") {
  auto sums = side_sums(interval(Millilitres{360'000}, Joules{50 * kwh}));
  sums += side_sums(interval({}, {}));
  // 360 l over the 200 kWh beside which they were counted, of half an hour.
  CHECK(water_usage(sums, 15min)->it == Joules{200 * kwh});
  CHECK_FALSE(water_usage(sums, 30min));
  CHECK(energy_reuse(sums, 15min)->whole == Joules{250 * kwh});
  CHECK_FALSE(energy_reuse(sums, 30min));
}

TEST_CASE("a site without such meters has no such figure, and a dry quarter hour is 0") {
  CHECK_FALSE(water_usage(side_sums(interval({}, {})), 0min));
  CHECK_FALSE(energy_reuse(side_sums(interval({}, {})), 0min));
  CHECK(water_usage(side_sums(interval(Millilitres{0}, {})), 15min)->water == Millilitres{0});
}

TEST_CASE("an interval that is not usable adds nothing") {
  auto closed = interval(Millilitres{360'000}, Joules{50 * kwh});
  closed.it.reset();
  CHECK(side_sums(closed) == SideSums{});
}

TEST_CASE("without IT energy there is no WUE") {
  auto closed = interval(Millilitres{360'000}, {});
  closed.it = Joules{0};
  CHECK_FALSE(water_usage(side_sums(closed), 15min));
}
