#include "engine/correction.h"

#include <catch2/catch.hpp>

#include "engine/state_text.h"
#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using Catch::Contains;
using energy::Direction;
using energy::IntervalEnergy;
using energy::Quality;
using site::SiteInterval;

namespace {

Period quarter(int index) { return {start + index * 15min, start + (index + 1) * 15min}; }

/// Grid and IT of the index-th quarter hour; no IT energy: it is missing.
SiteInterval known(int index, std::int64_t grid_joules, std::optional<std::int64_t> it_joules) {
  const auto model = site::SiteModel::build(site_of_two().site).value();
  std::vector<IntervalEnergy> meters(2);
  meters[0] = {quarter(index), Quality::measured, Joules{grid_joules}, Joules{5}, {}};
  meters[1].interval = quarter(index);
  if (it_joules) meters[1] = {quarter(index), Quality::measured, Joules{*it_joules}, Joules{}, {}};
  return site::balance(model, quarter(index), 1, meters);
}

const Period three_quarters{quarter(0).start, quarter(2).end};

Result<std::vector<SiteInterval>> corrected_to(std::int64_t joules,
                                               const std::vector<SiteInterval>& stored,
                                               const Period& period = three_quarters) {
  const auto model = site::SiteModel::build(site_of_two().site).value();
  return corrected({MeterId{it}, Direction::imported, period, Joules{joules}}, model, Watts{1e6},
                   stored);
}

std::vector<std::int64_t> it_of(const std::vector<SiteInterval>& versions) {
  std::vector<std::int64_t> all;
  for (const auto& one : versions) all.push_back(one.meters[it].imported.count);
  return all;
}

}  // namespace

TEST_CASE("a corrected energy is shared out as the known one was, no joule lost") {
  // 1000 over 100, 200 and 401 of 701: up to 142.65, 427.96 and 1000.
  const std::vector stored{known(0, 900, 100), known(1, 900, 200), known(2, 900, 401)};
  const auto versions = corrected_to(1000, stored);
  REQUIRE(versions.has_value());
  CHECK(it_of(*versions) == std::vector<std::int64_t>{142, 285, 573});
  for (const auto& one : *versions) {
    CHECK(one.version == 2);
    CHECK(one.quality == Quality::edited);
    CHECK(one.meters[it].quality == Quality::edited);
    CHECK(one.it == one.meters[it].imported);
    CHECK(one.facility == Joules{895});  // the grid's 900 less what it gave back
    CHECK(one.meters[grid].quality == Quality::measured);
  }
}

TEST_CASE("without a known sum it is shared out evenly") {
  const auto where_one_is_missing =
      corrected_to(10, {known(0, 900, 100), known(1, 900, {}), known(2, 900, 401)});
  REQUIRE(where_one_is_missing.has_value());
  CHECK(it_of(*where_one_is_missing) == std::vector<std::int64_t>{3, 3, 4});
  CHECK((*where_one_is_missing)[1].it == Joules{3});
  const auto where_nothing_flowed =
      corrected_to(10, {known(0, 900, 0), known(1, 900, 0), known(2, 900, 0)});
  CHECK(it_of(*where_nothing_flowed) == std::vector<std::int64_t>{3, 3, 4});
}

TEST_CASE("the other direction stays") {
  const auto model = site::SiteModel::build(site_of_two().site).value();
  const auto versions = corrected({MeterId{grid}, Direction::exported, quarter(0), Joules{7}},
                                  model, Watts{1e6}, {known(0, 900, 100)});
  REQUIRE(versions.has_value());
  CHECK(versions->front().meters[grid].imported == Joules{900});
  CHECK(versions->front().meters[grid].exported == Joules{7});
  CHECK(versions->front().facility == Joules{893});
}

TEST_CASE("what does not change with the energy stays with the interval") {
  auto stored = known(0, 900, 100);
  stored.version = 4;
  stored.clock_stepped = true;
  stored.battery_load = Joules{11};
  stored.battery_renewable_low = Joules{1};
  stored.battery_renewable_high = Joules{2};
  const auto versions = corrected_to(90, {stored}, quarter(0));
  REQUIRE(versions.has_value());
  CHECK(versions->front().version == 5);
  CHECK(versions->front().clock_stepped);
  CHECK(versions->front().battery_load == Joules{11});
  CHECK(versions->front().battery_renewable_low == Joules{1});
  CHECK(versions->front().battery_renewable_high == Joules{2});
}

TEST_CASE("a period that is not stored is refused, at the interval that is missing") {
  const auto gap = corrected_to(10, {known(0, 900, 100), known(2, 900, 401)});
  REQUIRE(gap.has_error());
  CHECK_THAT(gap.error().message, Contains("no interval that begins at 2026-03-01T00:15:00Z"));
  CHECK(corrected_to(10, {}).has_error());
}

TEST_CASE("more than the meter can count is refused") {
  // 1.2 · 1 MW over 15 min: 1,080 MJ.
  CHECK(corrected_to(1'080'000'000, {known(0, 900, 100)}, quarter(0)).has_value());
  const auto refused = corrected_to(1'080'000'001, {known(0, 900, 100)}, quarter(0));
  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().message, Contains("max_power is 300.000 kWh"));
}

TEST_CASE("what was known is a sum, or nothing") {
  const MeterCorrection correction{MeterId{it}, Direction::imported, three_quarters, {}};
  CHECK(known_energy(correction, {known(0, 900, 100), known(1, 900, 200)}) == Joules{300});
  CHECK(!known_energy(correction, {known(0, 900, 100), known(1, 900, {})}));
}

TEST_CASE("corrected intervals wait for other meters only") {
  SavedState state;
  state.waiting = {{quarter(0), 1, {"ups-out"}, {}},
                   {quarter(1), 2, {"grid", "ups-out"}, {}},
                   {quarter(3), 1, {"ups-out"}, {}}};
  auto versions = std::vector{known(0, 900, 100), known(1, 900, 100)};
  versions[0].version = 2;
  versions[1].version = 3;
  const auto text = state_after(to_text(state), "ups-out", versions);
  REQUIRE(text.has_value());
  const auto after = saved_state_from_text(*text);
  REQUIRE(after->waiting.size() == 2);
  CHECK(after->waiting[0].interval == quarter(1));
  CHECK(after->waiting[0].version == 3);
  CHECK(after->waiting[0].unsettled == std::vector<std::string>{"grid"});
  CHECK(after->waiting[1].interval == quarter(3));
  CHECK(after->waiting[1].unsettled == std::vector<std::string>{"ups-out"});
  CHECK(!state_after("no state", "ups-out", versions).has_value());
}
