#include "config/target_pue.h"

#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

std::string site_with(const std::string& target) {
  return "site: {name: a, timezone: Asia/Shanghai, target_pue: " + target + "}\n" + good_meters;
}

std::optional<kpi::OwnTarget> target(const std::string& text) {
  return loaded(site_with(text)).engine.own_target;
}

}  // namespace

TEST_CASE("one target holds for every month and says nothing of seasons") {
  const auto one = target("1.22");
  REQUIRE(one);
  CHECK_FALSE(one->seasonal);
  for (const auto month : one->monthly) CHECK(month == 1.22);
}

TEST_CASE("twelve targets are those of January to December") {
  const auto twelve =
      target("[1.18, 1.18, 1.19, 1.2, 1.22, 1.25, 1.27, 1.27, 1.23, 1.2, 1.18, 1.17]");
  REQUIRE(twelve);
  CHECK(twelve->seasonal);
  CHECK(twelve->monthly[0] == 1.18);
  CHECK(twelve->monthly[6] == 1.27);
  CHECK(twelve->monthly[11] == 1.17);
}

TEST_CASE("a target is a PUE above 1 and up to 5") {
  CHECK(target("5")->monthly[0] == 5);
  CHECK_THAT(messages(site_with("5.001")).at(0), Catch::Contains("is no PUE"));
  CHECK_THAT(messages(site_with("1")).at(0), Catch::Contains("is no PUE"));
  CHECK_THAT(messages(site_with("[1.2, 1.2]")).at(0), Catch::Contains("has 2 values; write one"));
  CHECK_THAT(
      messages(site_with("[1.2, 1.2, 1.2, 1.2, 1.2, one, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2]")).at(0),
      Catch::Contains("value 6 is no PUE"));
}

TEST_CASE("a number in quotes is no target, alone or among twelve") {
  CHECK_THAT(messages(site_with("'1.2'")).at(0), Catch::Contains("because of its quotes"));
  const auto twelve =
      messages(site_with("[1.2, 1.2, '1.2', 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2]"));
  REQUIRE(twelve.size() == 1);
  CHECK_THAT(twelve[0], Catch::Contains("value 3 is no PUE") && Catch::Contains("without quotes"));
}

TEST_CASE("without the key there is no own target") {
  CHECK_FALSE(loaded(good_site + good_meters).engine.own_target);
}
