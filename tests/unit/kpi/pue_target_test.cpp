#include "kpi/pue_target.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;

namespace {

constexpr Millionths cap{1'250'000};

OwnTarget flat(double target) {
  OwnTarget own;
  own.monthly.fill(target);
  return own;
}

/// IT 100 in each month, overhead 1 in January to 12 in December: 78 of 1200, 0.065.
LastYear rising() {
  LastYear year;
  for (std::size_t i = 0; i < year.size(); ++i)
    year[i] = MonthEnergy{Joules{101 + static_cast<std::int64_t>(i)}, Joules{100}};
  return year;
}

}  // namespace

TEST_CASE("without an own target it is 0.03 below the cap, and said to be assumed") {
  const auto target = target_below(cap, std::nullopt, {});
  REQUIRE(target);
  CHECK(target->annual == Approx(1.22).epsilon(1e-12));
  CHECK(target->assumed);
  CHECK(target->season == Season::unknown);
  for (unsigned month = 1; month <= 12; ++month)
    CHECK(target->at(std::chrono::month{month}) == Approx(1.22).epsilon(1e-12));
}

TEST_CASE("one value takes the shape of last year's months") {
  // January: 1 + 0.22 · 0.01/0.065 = 1.033846; December: 1 + 0.22 · 0.12/0.065 = 1.406154.
  const auto target = target_below(cap, flat(1.22), rising());
  REQUIRE(target);
  CHECK(target->season == Season::from_past);
  CHECK_FALSE(target->assumed);
  CHECK(target->annual == Approx(1.22).epsilon(1e-12));
  CHECK(target->at(std::chrono::January) == Approx(1.033846).epsilon(1e-6));
  CHECK(target->at(std::chrono::December) == Approx(1.406154).epsilon(1e-6));
}

TEST_CASE("a month without overhead has a shape, one below 1 has none") {
  auto year = rising();
  year[3] = MonthEnergy{Joules{100}, Joules{100}};
  const auto target = target_below(cap, flat(1.22), year);
  REQUIRE(target);
  CHECK(target->season == Season::from_past);
  CHECK(target->at(std::chrono::April) == Approx(1).epsilon(1e-12));
  year[3] = MonthEnergy{Joules{99}, Joules{100}};
  CHECK(target_below(cap, flat(1.22), year)->season == Season::unknown);
}

TEST_CASE("weighted by last year's IT energy the shaped months give the year's target again") {
  LastYear year;
  double it = 0;
  for (std::size_t i = 0; i < year.size(); ++i) {
    const auto load = static_cast<std::int64_t>(1000 + 137 * i * i % 700);
    const auto overhead = static_cast<std::int64_t>(90 + 61 * i % 230);
    year[i] = MonthEnergy{Joules{load + overhead}, Joules{load}};
    it += static_cast<double>(load);
  }
  const auto target = target_below(cap, flat(1.21), year);
  REQUIRE(target);
  double facility = 0;
  for (std::size_t i = 0; i < year.size(); ++i)
    facility += target->monthly[i] * static_cast<double>(year[i]->it.count);
  CHECK(facility / it == Approx(1.21).epsilon(1e-12));
}

TEST_CASE("an assumed target has a season too") {
  const auto target = target_below(cap, std::nullopt, rising());
  CHECK(target->season == Season::from_past);
  CHECK(target->assumed);
}

TEST_CASE("stated months stay as they are, and the year's target is their mean") {
  OwnTarget own = flat(1.2);
  own.seasonal = true;
  own.monthly[6] = 1.32;  // July, above the cap: no fault
  const auto target = target_below(cap, own, rising());
  REQUIRE(target);
  CHECK(target->season == Season::stated);
  CHECK(target->monthly == own.monthly);
  CHECK(target->annual == Approx(1.21).epsilon(1e-12));  // (11 · 1.2 + 1.32) / 12
}

TEST_CASE("a target on or above the cap leaves no budget") {
  for (const std::int64_t millionths : {1'100'000, 1'200'000, 1'250'000, 1'300'000, 1'400'000}) {
    INFO(millionths);
    const double same = static_cast<double>(millionths) / 1e6;
    CHECK_FALSE(target_below({millionths}, flat(same), {}));
    CHECK_FALSE(target_below({millionths}, flat(same + 0.05), {}));
    CHECK(target_below({millionths}, flat(same - 0.000'001), {}));
  }
}

TEST_CASE("a year with a month unknown, without IT or below 1 gives no shape") {
  auto year = rising();
  year[4].reset();
  CHECK(target_below(cap, flat(1.22), year)->season == Season::unknown);
  year = rising();
  year[4]->it = Joules{0};
  CHECK(target_below(cap, flat(1.22), year)->season == Season::unknown);
  year = rising();
  year[4]->facility = Joules{99};
  CHECK(target_below(cap, flat(1.22), year)->season == Season::unknown);
  for (auto& month : year) month = MonthEnergy{Joules{100}, Joules{100}};  // no overhead at all
  const auto target = target_below(cap, flat(1.22), year);
  CHECK(target->season == Season::unknown);
  CHECK(target->at(std::chrono::July) == Approx(1.22).epsilon(1e-12));
}
