#include "kpi/renewable_sums.h"

#include <catch2/catch.hpp>

#include "quarters.h"

using namespace pue;
using namespace pue::kpi;

namespace {

constexpr Millionths grid(std::int64_t millionths) { return {millionths}; }

site::SiteInterval quarter_of(std::int64_t load, std::optional<std::int64_t> used,
                              std::int64_t unknown = 0) {
  auto closed = Quarters(UtcTime{}).add(load, load).closed.back();
  if (used) closed.renewable_used = Joules{*used};
  closed.renewable_unknown = Joules{unknown};
  return closed;
}

/// A local hour of four equal quarters.
RenewableSums hour(std::int64_t load, std::int64_t used, std::optional<Millionths> grid_cfe) {
  RenewableSums sums;
  for (int i = 0; i < 4; ++i) sums += renewable_sums(quarter_of(load / 4, used / 4));
  return hourly(sums, grid_cfe);
}

/// The example of docs/domain.md, renewable share.
RenewableSums example() {
  auto day = hour(400, 800, grid(0));
  day += hour(400, 600, grid(100'000));
  day += hour(400, 200, grid(550'000));
  day += hour(400, 0, grid(275'000));
  return day;
}

void check_exactly(const RenewableSums& sums, ShareMethod method, std::int64_t part,
                   std::int64_t whole) {
  const auto range = share(sums, method);
  REQUIRE(range);
  CHECK(range->low == Share{Joules{part}, Joules{whole}});
  CHECK(range->high == range->low);
}

}  // namespace

TEST_CASE("the same four hours are 100 %, 62.5 % and 76.25 % by method") {
  // L = 400 each hour, G = 800, 600, 200, 0 (ISO/IEC 30134-3 leaves the matching open; GHG Protocol
  // Scope 2 counts by the year).
  // annual: (800 + 600 + 200 + 0) / 1,600 = 1,600 / 1,600.
  // hourly: (400 + 400 + 200 + 0) / 1,600 = 1,000 / 1,600.
  // cfe: 1,000 + 200 · 0.55 + 400 · 0.275 = 1,000 + 110 + 110 = 1,220 of 1,600. The grid's 10 % of
  // the second hour meets nothing: that hour has no rest.
  const auto day = example();
  check_exactly(day, ShareMethod::annual, 1'600, 1'600);
  check_exactly(day, ShareMethod::hourly, 1'000, 1'600);
  check_exactly(day, ShareMethod::cfe, 1'220, 1'600);
  CHECK(share(day, ShareMethod::annual)->low.ratio() == 1.0);
  CHECK(share(day, ShareMethod::hourly)->low.ratio() == 0.625);
  CHECK(share(day, ShareMethod::cfe)->low.ratio() == 0.7625);
}

TEST_CASE("sums matched by the hour let a surplus pay for a lack, by interval not") {
  // L = 100 each, G = 200, 0, 100, 0: by hour min(400, 300) = 300, by interval 100 + 0 + 100 + 0.
  RenewableSums sums;
  for (const auto used : {200, 0, 100, 0}) sums += renewable_sums(quarter_of(100, used));
  sums = hourly(sums, std::nullopt);
  check_exactly(sums, ShareMethod::interval, 200, 400);
  check_exactly(sums, ShareMethod::hourly, 300, 400);
}

TEST_CASE("a share by the hour covers only hours that were closed") {
  RenewableSums sums = renewable_sums(quarter_of(100, 50));
  CHECK_FALSE(share(sums, ShareMethod::hourly));
  check_exactly(sums, ShareMethod::interval, 50, 100);
  sums += hour(400, 100, std::nullopt);
  check_exactly(sums, ShareMethod::hourly, 100, 400);
}

TEST_CASE("matching an hour twice changes nothing") {
  const auto once = hour(400, 200, grid(500'000));
  CHECK(hourly(once, grid(500'000)) == once);
}

TEST_CASE("the order in which sums are joined does not matter") {
  const auto a = hour(400, 800, grid(100'000));
  auto b = renewable_sums(quarter_of(90, std::nullopt, 30));
  b.curtailed = Joules{5};
  const auto c = hour(400, 100, std::nullopt);
  auto left = a;
  left += b;
  left += c;
  auto bc = c;
  bc += b;
  bc += RenewableSums{};
  auto right = bc;
  right += a;
  CHECK(left == right);
}

TEST_CASE("missing renewable data counts as none in low and as the most possible in high") {
  // L = 100 twice; 60 known, then nothing known of a source of at most 80, then of at most 500.
  RenewableSums sums = renewable_sums(quarter_of(100, 60));
  sums += renewable_sums(quarter_of(100, std::nullopt, 80));
  auto range = share(sums, ShareMethod::interval);
  CHECK(range->low == Share{Joules{60}, Joules{200}});
  CHECK(range->high == Share{Joules{140}, Joules{200}});
  // Matched methods are bounded by the load: 60 + 80 + 100 of 300; by volume 60 + 80 + 500.
  sums += renewable_sums(quarter_of(100, std::nullopt, 500));
  range = share(sums, ShareMethod::interval);
  CHECK(range->low == Share{Joules{60}, Joules{300}});
  CHECK(range->high == Share{Joules{240}, Joules{300}});
  range = share(sums, ShareMethod::annual);
  CHECK(range->low == Share{Joules{60}, Joules{300}});
  CHECK(range->high == Share{Joules{640}, Joules{300}});
}

TEST_CASE("one source known and another missing are added in high") {
  const auto sums = renewable_sums(quarter_of(100, 30, 20));
  const auto range = share(sums, ShareMethod::interval);
  CHECK(range->low.part == Joules{30});
  CHECK(range->high.part == Joules{50});
}

TEST_CASE("an hour without the grid's share counts its rest with 0 in low and 1 in high") {
  // 400 MJ with 100 matched and grid 0.5: 100 + 150 = 250. Then 400 with 200 matched, grid unknown:
  // 200 to 400. A millionth of the rest would be 200 J.
  constexpr std::int64_t megajoule = 1'000'000;
  auto sums = hour(400 * megajoule, 100 * megajoule, grid(500'000));
  sums += hour(400 * megajoule, 200 * megajoule, std::nullopt);
  const auto range = share(sums, ShareMethod::cfe);
  REQUIRE(range);
  CHECK(range->low == Share{Joules{450 * megajoule}, Joules{800 * megajoule}});
  CHECK(range->high == Share{Joules{650 * megajoule}, Joules{800 * megajoule}});
}

TEST_CASE("without any share of the grid there is no 24/7 share") {
  CHECK_FALSE(share(hour(400, 100, std::nullopt), ShareMethod::cfe));
}

TEST_CASE("a site without renewable sources has the grid's 24/7 share and no other") {
  RenewableSums sums = hourly(renewable_sums(quarter_of(100, std::nullopt)), grid(300'000));
  CHECK_FALSE(share(sums, ShareMethod::interval));
  CHECK_FALSE(share(sums, ShareMethod::hourly));
  CHECK_FALSE(share(sums, ShareMethod::annual));
  check_exactly(sums, ShareMethod::cfe, 30, 100);
}

TEST_CASE("the grid's share is rounded down to the joule") {
  // 10 · 0.999999 = 9.99999.
  const auto sums = hourly(renewable_sums(quarter_of(10, 0)), grid(999'999));
  check_exactly(sums, ShareMethod::cfe, 9, 10);
}

TEST_CASE("no sun at night is a share of 0, and 0 of 0 is none") {
  check_exactly(renewable_sums(quarter_of(100, 0)), ShareMethod::interval, 0, 100);
  check_exactly(renewable_sums(quarter_of(1, 1)), ShareMethod::interval, 1, 1);
  CHECK_FALSE(share(renewable_sums(quarter_of(0, 0)), ShareMethod::interval));
  CHECK_FALSE(share(renewable_sums(quarter_of(-1, 0)), ShareMethod::annual));
}

TEST_CASE("a load that reads backwards matches nothing") {
  // L = 100 and −20 (a wrong CT): 40 matched in the first, none in the second: 40 / 80.
  RenewableSums sums = renewable_sums(quarter_of(100, 40));
  sums += renewable_sums(quarter_of(-20, 10));
  check_exactly(sums, ShareMethod::interval, 40, 80);
  // Nothing is bought for it either.
  CHECK(hourly(renewable_sums(quarter_of(-20, 10)), grid(500'000)).carbon_free == EnergyRange{});
}

TEST_CASE("an interval that is not usable gives nothing") {
  auto closed = quarter_of(100, 40);
  closed.it.reset();
  closed.exported = Joules{5};
  CHECK(renewable_sums(closed) == RenewableSums{});
}

TEST_CASE("certificates are no share of physical energy") {
  CHECK_FALSE(share(example(), ShareMethod::attributes));
}

TEST_CASE("what a battery moved into the night counts in the night, and once") {
  // Day: 200 of sun, 100 used by loads and 100 charged: E_facility 200. Night: the battery alone
  // feeds loads of 100: E_facility 0. Loads are 100 and 100, all from the sun: 200 of 200.
  BatteryMix tank({Millionths{1'000'000}, std::nullopt});
  auto day = quarter_of(200, 200);
  day.sources = {Joules{0}, Joules{200}, std::nullopt, std::nullopt};
  day.battery_charge = Joules{100};
  day.battery_discharge = Joules{0};
  auto night = quarter_of(0, 0);
  night.sources = {Joules{0}, Joules{0}, std::nullopt, std::nullopt};
  night.battery_charge = Joules{0};
  night.battery_discharge = Joules{100};
  auto sums = renewable_sums(day, tank.step(*battery_flow(day)).shift());
  check_exactly(sums, ShareMethod::interval, 100, 100);
  sums += renewable_sums(night, tank.step(*battery_flow(night)).shift());
  check_exactly(sums, ShareMethod::interval, 200, 200);
  check_exactly(sums, ShareMethod::annual, 200, 200);
}

TEST_CASE("losses of a battery are load of the hour of charge, with its mix") {
  // Day: sun 50, grid 150; loads 100, charge 100 of which 10 % is lost. Kept 90 at 25 %: 22 (22.5).
  // L = 200 − 90 = 110, G = 50 − 22 = 28. Night: 90 out, loads 90: L = 90, G = 22.
  BatteryMix tank(BatteryRules{});
  auto day = quarter_of(200, 50);
  day.sources = {Joules{150}, Joules{50}, std::nullopt, std::nullopt};
  day.battery_charge = Joules{100};
  day.battery_discharge = Joules{0};
  auto night = quarter_of(0, 0);
  night.battery_charge = Joules{0};
  night.battery_discharge = Joules{90};
  auto sums = renewable_sums(day, tank.step(*battery_flow(day)).shift());
  check_exactly(sums, ShareMethod::interval, 28, 110);
  sums += renewable_sums(night, tank.step(*battery_flow(night)).shift());
  check_exactly(sums, ShareMethod::interval, 50, 200);
}

TEST_CASE("produced, curtailed, exported and off-site energy are kept apart") {
  auto closed = quarter_of(100, 40);
  closed.sources = {Joules{60}, Joules{50}, Joules{7}, Joules{9}};
  closed.exported = Joules{4};
  closed.curtailed = Joules{10};
  closed.off_site = Joules{1'000};
  auto sums = renewable_sums(closed);
  CHECK(sums.produced == Joules{57});
  CHECK(sums.exported == Joules{4});
  CHECK(sums.curtailed == Joules{10});
  CHECK(sums.off_site == Joules{1'000});
  check_exactly(sums, ShareMethod::annual, 40, 100);
  sums += sums;
  CHECK(sums.produced == Joules{114});
  CHECK(sums.exported == Joules{8});
  CHECK(sums.curtailed == Joules{20});
  CHECK(sums.off_site == Joules{2'000});
}

TEST_CASE("what is never known is absent, and an inverter's own consumption is no generation") {
  auto closed = quarter_of(100, 0);
  const auto bare = renewable_sums(closed);
  CHECK_FALSE(bare.produced);
  CHECK_FALSE(bare.exported);
  CHECK_FALSE(bare.curtailed);
  CHECK_FALSE(bare.off_site);
  closed.sources[1] = Joules{-3};
  closed.sources[2] = Joules{5};
  CHECK(renewable_sums(closed).produced == Joules{5});
}

TEST_CASE("utilisation is used of used and curtailed, where curtailment is known") {
  // 90 / (90 + 10); an interval in which curtailment is unknown does not raise it.
  auto closed = quarter_of(100, 90);
  closed.curtailed = Joules{10};
  auto sums = renewable_sums(closed);
  CHECK(utilisation(sums) == Share{Joules{90}, Joules{100}});
  sums += renewable_sums(quarter_of(100, 80));
  CHECK(utilisation(sums) == Share{Joules{90}, Joules{100}});
  // Unknown use counts as none: 90 / (90 + 10 + 10).
  auto unknown = quarter_of(100, std::nullopt);
  unknown.curtailed = Joules{10};
  sums += renewable_sums(unknown);
  CHECK(utilisation(sums) == Share{Joules{90}, Joules{110}});
  // Once more 90 of 100: 180 / (180 + 30).
  sums += renewable_sums(closed);
  CHECK(utilisation(sums) == Share{Joules{180}, Joules{210}});
}

TEST_CASE("utilisation of nothing is absent, of curtailment alone 0") {
  CHECK_FALSE(utilisation(renewable_sums(quarter_of(100, 90))));
  auto closed = quarter_of(100, 0);
  closed.curtailed = Joules{0};
  CHECK_FALSE(utilisation(renewable_sums(closed)));
  closed.curtailed = Joules{1};
  CHECK(utilisation(renewable_sums(closed)) == Share{Joules{0}, Joules{1}});
}

TEST_CASE("each method has its name, and back") {
  for (const std::string_view text : {"interval", "hourly", "annual", "cfe", "attributes"}) {
    const auto method = share_method_from_name(text);
    REQUIRE(method);
    CHECK(name(*method) == text);
  }
  CHECK(share_method_from_name("annual") == ShareMethod::annual);
  CHECK_FALSE(share_method_from_name("monthly"));
}
