#include "engine/gap_estimates.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

IntervalEnergy quarter(int index, std::int64_t joules, Quality quality = Quality::measured) {
  IntervalEnergy one;
  one.interval = {start + index * 15min, start + (index + 1) * 15min};
  one.quality = quality;
  one.imported = Joules{joules};
  return one;
}

IntervalEnergy lost(int index) { return quarter(index, 0, Quality::missing); }

struct Site {
  Settings settings = site_of_two();
  site::SiteModel model = site::SiteModel::build(settings.site).value();
  GapEstimates gaps{settings, model};

  std::vector<IntervalEnergy> settle(const IntervalEnergy& energy) {
    return gaps.settle(MeterId{it}, energy);
  }
  IntervalEnergy provisional(int index) const { return gaps.provisional(MeterId{it}, lost(index)); }
};

std::vector<std::int64_t> joules(const std::vector<IntervalEnergy>& all) {
  std::vector<std::int64_t> result;
  for (const auto& one : all)
    result.push_back(one.quality == Quality::missing ? -1 : one.imported.count);
  return result;
}

}  // namespace

TEST_CASE("a gap of up to an hour waits for its end and then lies on a line") {
  Site site;
  CHECK(joules(site.settle(quarter(0, 100))) == std::vector<std::int64_t>{100});
  for (int i = 1; i <= 4; ++i) CHECK(site.settle(lost(i)).empty());
  const auto final = site.settle(quarter(5, 50));
  CHECK(joules(final) == std::vector<std::int64_t>{90, 80, 70, 60, 50});
  CHECK(final[0].quality == Quality::estimated);
  CHECK(final[4].quality == Quality::measured);
}

TEST_CASE("a gap of more than an hour is not waited for, and is missing without a week before") {
  Site site;
  site.settle(quarter(0, 100));
  for (int i = 1; i <= 4; ++i) site.settle(lost(i));
  CHECK(joules(site.settle(lost(5))) == std::vector<std::int64_t>{-1, -1, -1, -1, -1});
  CHECK(joules(site.settle(lost(6))) == std::vector<std::int64_t>{-1});
  CHECK(joules(site.settle(quarter(7, 50))) == std::vector<std::int64_t>{50});
}

TEST_CASE("a longer gap takes the same hours of the weeks before") {
  Site site;
  const int week = 7 * 96;
  site.settle(quarter(1, 30));
  site.settle(quarter(week - 1, 100));
  for (int i = 0; i < 4; ++i) CHECK(site.settle(lost(week + i)).empty());
  // Of the hour a week before one quarter hour is known; of the next hour none.
  CHECK(joules(site.settle(lost(week + 4))) == std::vector<std::int64_t>{30, 30, 30, 30, -1});
}

TEST_CASE("before its first measured interval a meter has no gap") {
  Site site;
  CHECK(joules(site.settle(lost(0))) == std::vector<std::int64_t>{-1});
  CHECK(site.provisional(1).quality == Quality::missing);
}

TEST_CASE("while a gap is open its last quarter hour stands for the first hour") {
  Site site;
  site.settle(quarter(0, 100));
  CHECK(site.provisional(1).imported == Joules{100});
  CHECK(site.provisional(4).quality == Quality::estimated);
  CHECK(site.provisional(5).quality == Quality::missing);
}

TEST_CASE("what power knows is not estimated, and neither is a meter that no figure needs") {
  Site site;
  site.settle(quarter(0, 100));
  const auto by_power = quarter(1, 77, Quality::integrated);
  CHECK(site.gaps.provisional(MeterId{it}, by_power) == by_power);

  site.settings.site.meters.push_back({"cooling", site::Role::cooling});
  const auto model = site::SiteModel::build(site.settings.site).value();
  GapEstimates gaps(site.settings, model);
  gaps.settle(MeterId{2}, quarter(0, 100));
  CHECK(joules(gaps.settle(MeterId{2}, lost(1))) == std::vector<std::int64_t>{-1});
  CHECK(gaps.provisional(MeterId{2}, lost(2)).quality == Quality::missing);
}

TEST_CASE("an open gap goes on over a restart") {
  Site before;
  before.settle(quarter(0, 100));
  before.settle(lost(1));
  Site after;
  after.gaps.restore(MeterId{it}, before.gaps.open_gap(MeterId{it}));
  CHECK(joules(after.settle(quarter(2, 50))) == std::vector<std::int64_t>{75, 50});
}

TEST_CASE("what the store recalls is a past, but not what was estimated") {
  Site site;
  const int week = 7 * 96;
  site.gaps.recall(MeterId{it}, quarter(0, 30));
  site.gaps.recall(MeterId{it}, quarter(1, 500, Quality::estimated));
  CHECK(site.provisional(week).imported == Joules{30});
}
