#include "engine/second_meters.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

constexpr MeterId second{2};

site::SiteSettings site_with_second_meter() {
  auto settings = site_of_two().site;
  site::MeterPlace place;
  place.name = "ups-out-2";
  place.role = site::Role::check;
  place.checks = MeterId{it};
  settings.meters.push_back(place);
  return settings;
}

IntervalEnergy quarter(int index, std::int64_t joules) {
  IntervalEnergy one;
  one.interval = {start + index * 15min, start + (index + 1) * 15min};
  one.quality = Quality::measured;
  one.imported = Joules{joules};
  return one;
}

/// Told `count` intervals in which the meter has 1,000,000 J and its second one `shown`.
SecondMeters told(int count, std::int64_t shown,
                  site::SiteSettings settings = site_with_second_meter()) {
  SecondMeters seconds(settings);
  for (int i = 0; i < count; ++i)
    seconds.observe({quarter(i, 1), quarter(i, 1'000'000), quarter(i, shown)});
  return seconds;
}

bool valid(const SecondMeters& seconds) { return seconds.validated().contains(second); }

}  // namespace

TEST_CASE("a second meter is validated by six hours in which both agree within 2 %") {
  CHECK_FALSE(valid(told(23, 1'000'000)));
  CHECK(valid(told(24, 1'020'000)));
  CHECK_FALSE(valid(told(24, 1'020'001)));
  CHECK_FALSE(valid(told(24, 979'999)));
}

TEST_CASE("with classes both must agree within the uncertainty of their difference") {
  auto settings = site_with_second_meter();
  for (const auto index : {std::size_t{it}, std::size_t{second.index}}) {
    settings.meters[index].accuracy = site::Accuracy{};
    settings.meters[index].accuracy->limit_percent = 1.0;
  }
  // 2 · √2 · 1 % / √3 = 1.633 %
  CHECK(valid(told(24, 1'016'329, settings)));
  CHECK_FALSE(valid(told(24, 1'016'330, settings)));
}

TEST_CASE("the steps of both registers are no disagreement") {
  SecondMeters seconds(site_with_second_meter());
  for (int i = 0; i < 24; ++i) {
    auto checked = quarter(i, 0);
    auto other = quarter(i, i == 0 ? 3'600'000 : 0);
    checked.resolution = Joules{1'000'000};
    other.resolution = Joules{2'600'000};
    seconds.observe({quarter(i, 1), checked, other});
  }
  CHECK(valid(seconds));
}

TEST_CASE("only the newest day is compared, and only what both measured") {
  auto seconds = told(24, 2'000'000);
  for (int i = 24; i < 24 + 95; ++i)
    seconds.observe({quarter(i, 1), quarter(i, 1'000'000), quarter(i, 1'000'000)});
  // One bad interval of 96: (95 + 2) / 96 is 1.04 % more.
  CHECK(valid(seconds));

  auto estimated = told(23, 1'000'000);
  auto not_measured = quarter(23, 1'000'000);
  not_measured.quality = Quality::estimated;
  estimated.observe({quarter(23, 1), not_measured, quarter(23, 1'000'000)});
  CHECK_FALSE(valid(estimated));
}

TEST_CASE("a newer version of an interval replaces the older one") {
  auto seconds = told(24, 2'000'000);
  for (int i = 0; i < 24; ++i)
    seconds.observe({quarter(i, 1), quarter(i, 1'000'000), quarter(i, 1'000'000)});
  CHECK(valid(seconds));
}

TEST_CASE("a validated second meter stands in for what was not measured, and only then") {
  const SecondMeters seconds(site_with_second_meter());
  const std::set<MeterId> validated = {second};
  for (const auto quality : {Quality::missing, Quality::estimated}) {
    std::vector<IntervalEnergy> meters = {quarter(0, 125), quarter(0, 7), quarter(0, 101)};
    meters[it].quality = quality;
    auto untouched = meters;
    seconds.substitute(untouched, {});
    CHECK(untouched == meters);
    seconds.substitute(meters, validated);
    CHECK(meters[it].quality == Quality::substituted);
    CHECK(meters[it].imported == Joules{101});
    CHECK(meters[second.index].quality == Quality::measured);
  }
  std::vector<IntervalEnergy> measured = {quarter(0, 125), quarter(0, 100), quarter(0, 101)};
  const auto before = measured;
  seconds.substitute(measured, validated);
  CHECK(measured == before);
}

TEST_CASE("a second meter that was not read itself stands in for nothing") {
  const SecondMeters seconds(site_with_second_meter());
  std::vector<IntervalEnergy> meters = {quarter(0, 125), quarter(0, 0), quarter(0, 0)};
  meters[it].quality = meters[second.index].quality = Quality::missing;
  const auto before = meters;
  seconds.substitute(meters, {second});
  CHECK(meters == before);
}
