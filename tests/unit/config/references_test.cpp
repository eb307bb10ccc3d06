#include "config/references.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config::test;

namespace {

std::string check_meter(const std::string& name, const std::string& keys) {
  return "  - {name: " + name +
         ", link: \"modbus+tcp://h\", unit: 3, profile: test/full, role: check, max_power: 1kW" +
         keys + "}\n";
}

}  // namespace

TEST_CASE("a second meter names the meter that it checks, before or after it") {
  const auto meters = loaded(good_site + "meters:\n" + check_meter("second", ", checks: ups") +
                             good_meters.substr(good_meters.find('\n') + 1))
                          .engine.site.meters;
  CHECK(meters[0].checks == MeterId{2});
  CHECK_FALSE(meters[1].checks.has_value());
}

TEST_CASE("a second meter that checks nothing, nobody or another second meter is told") {
  const auto text = [](const std::string& meters) { return good_site + good_meters + meters; };
  check_all({
      {text(check_meter("s", "")),
       {{"|{name: s,", "meter \"s\" has no \"checks\"; name the meter whose second meter it is"}}},
      {text(check_meter("s", ", checks: upps")),
       {{"upps", "\"checks\": unknown meter \"upps\", did you mean \"ups\"?"}}},
      {text(check_meter("s", ", checks: s")),
       {{"checks: |s", "\"checks\": s has role: check itself; name the meter that counts"}}},
  });
}
