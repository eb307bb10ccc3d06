#include "config/parents.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"
#include "base/limits.h"

using namespace pue::config;
using namespace pue::config::test;

namespace {

std::string meter(const std::string& name, const std::string& role, const std::string& parent) {
  return "  - {name: " + name + ", role: " + role +
         ", link: \"modbus+tcp://h\", unit: 1, profile: test/full, max_power: 1W" +
         (parent.empty() ? "" : ", parent: " + parent) + "}\n";
}

}  // namespace

TEST_CASE("a parent may stand before or after its children") {
  const auto site = loaded(good_site + "meters:\n" + meter("a", "it", "b") +
                           meter("b", "feeder", "c") + meter("c", "grid", ""))
                        .engine.site;
  CHECK(site.meters[0].parent == pue::MeterId{1});
  CHECK(site.meters[1].parent == pue::MeterId{2});
  CHECK_FALSE(site.meters[2].parent.has_value());
}

TEST_CASE("each circle is told once, a tail that leads into it is not part of it") {
  const auto errors =
      messages(good_site + "meters:\n" + meter("tail", "it", "b") + meter("a", "it", "b") +
               meter("b", "it", "a") + meter("self", "grid", "self"));
  CHECK(errors == std::vector<std::string>{
                      "p.yaml:5:" + std::to_string(meter("b", "it", "").size() + 9) +
                          ": \"parent\": the meters form a circle (b, a, b); remove one "
                          "parent",
                      "p.yaml:6:" + std::to_string(meter("self", "grid", "").size() + 9) +
                          ": \"parent\": the meters form a circle (self, self); remove "
                          "one parent"});
}

TEST_CASE("parents that form a circle are told with the way round") {
  check_all(
      {{good_site + "meters:\n  - {name: a, parent: b, link: \"modbus+tcp://h\", unit: 1, profile: "
                    "test/full, role: grid, max_power: 1W}\n  - {name: b, parent: c, link: "
                    "\"modbus+tcp://h\", unit: 1, profile: test/full, role: it, max_power: 1W}\n  "
                    "- {name: c, parent: b, link: \"modbus+tcp://h\", unit: 1, profile: test/full, "
                    "role: it, max_power: 1W}\n",
        {{"parent: |c", "\"parent\": the meters form a circle (b, c, b); remove one parent"}}}});
}
