#include "kpi/grade.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;

namespace {

/// 1 J per million tells a limit from its neighbour in the sixth place.
Grade grade(std::int64_t facility, std::optional<int> racks = 4200) {
  return *indicative_grade(Joules{facility}, Joules{1'000'000}, racks);
}

}  // namespace

TEST_CASE("grades of GB 40879-2021 include their limits and are compared exactly") {
  CHECK(grade(1'100'000) == Grade::first);
  CHECK(grade(1'200'000) == Grade::first);
  CHECK(grade(1'200'001) == Grade::second);
  CHECK(grade(1'300'000) == Grade::second);
  CHECK(grade(1'300'001) == Grade::third);
  CHECK(grade(1'500'000) == Grade::third);
  CHECK(grade(1'500'001) == Grade::none);
}

TEST_CASE("edge sites have no grade, nor sites of unknown size") {
  CHECK(grade(1'100'000, 101) == Grade::first);
  CHECK(grade(1'100'000, 100) == Grade::not_applicable);
  CHECK(grade(1'100'000, 1) == Grade::not_applicable);
  CHECK(grade(1'100'000, std::nullopt) == Grade::not_applicable);
}

TEST_CASE("without IT energy there is no grade") {
  CHECK_FALSE(indicative_grade(Joules{10}, Joules{0}, 4200));
  CHECK(indicative_grade(Joules{1}, Joules{1}, 4200) == Grade::first);
}

TEST_CASE("each grade has its name") {
  CHECK(name(Grade::first) == "1");
  CHECK(name(Grade::second) == "2");
  CHECK(name(Grade::third) == "3");
  CHECK(name(Grade::none) == "none");
  CHECK(name(Grade::not_applicable) == "not_applicable");
}
