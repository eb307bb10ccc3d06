#include "config/virtual_meters.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"
#include "base/limits.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

std::string with(const std::string& meters) {
  return good_site + good_meters + "virtual_meters: [" + meters + "]\n";
}

}  // namespace

TEST_CASE("mistakes in virtual meters are told with their place") {
  check_all({
      {with("{name: loss, role: power_loss, formula: \"grid - upps\"}"),
       {{"formula: |\"", "\"formula\": unknown meter \"upps\", did you mean \"ups\"?"}}},
      {with("{name: loss, role: power_loss, formula: \"grid-ups\"}"),
       {{"formula: |\"", "\"formula\": \"grid-ups\": write +, - and * with spaces on both sides"}}},
      {with("{name: ups, role: power_los, formula: \"grid -\"}"),
       {{"{name: |ups, role: power_los", "\"name\": \"ups\" is the name of another meter"},
        {"power_los", "unknown role \"power_los\", did you mean \"power_loss\"?"},
        {"formula: |\"", "\"formula\": no meter after \"-\""}}},
      {with("{name: loss, role: power_loss, point: pdu_output, formula: \"grid - ups\"}"),
       {{"point: |pdu_output",
         "\"point\": only a meter with role: it has a point of measurement; remove it"}}},
      {with("{name: x, role: other, formula: \"grid - y\"}, {name: y, role: other, formula: \"grid "
            "- x\"}"),
       {{"name: x, role: other, formula: |\"",
         "\"formula\": virtual meter x: the formulas form a circle (x, y, x); take one meter out "
         "of it"}}},
      {with("{name: x, role: grid, formula: \"ups\"}"),
       {{"meters:\n  |-",
         "virtual meter x: role grid cannot be a formula; give the meters of the formula that "
         "role, or the virtual meter one of it, cooling, power_loss, lighting, other, excluded, "
         "export, curtailed, feeder"}}},
  });
}

TEST_CASE("a formula may name meters and virtual meters, whatever their order, with numbers") {
  const auto site = loaded(with("{name: a, formula: \"grid - 0.35 * b\", role: other}, {name: b, "
                                "formula: \"0.5 * grid\", role: feeder}, {name: i, formula: "
                                "\"0.5 * grid\", role: it, point: it_input}"))
                        .engine.site;
  REQUIRE(site.virtual_meters.size() == 3);
  CHECK(site.virtual_meters[0].role == site::Role::other);
  const auto& terms = site.virtual_meters[0].terms;
  REQUIRE(terms.size() == 2);
  CHECK(std::get<MeterId>(terms[0].of) == MeterId{0});
  CHECK(std::get<site::VirtualMeterId>(terms[1].of) == site::VirtualMeterId{1});
  CHECK(terms[1].coefficient.millionths == -350'000);
  CHECK(site.virtual_meters[2].point == site::ItPoint::it_input);
}

TEST_CASE("a site has a bounded number of virtual meters") {
  std::string meters;
  for (std::size_t i = 0; i <= limits::virtual_meters; ++i) meters += "{},";
  const auto errors = messages(with(meters));
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].find("5001 virtual meters, a site has at most 5000") != std::string::npos);
}
