#include "config/accuracy.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config::test;

namespace {

std::string with(const std::string& accuracy) {
  return with_meter(
      "name: l, link: \"modbus+tcp://h\", unit: 1, profile: test/full, role: lighting, max_power: "
      "1kW, accuracy: {" +
      accuracy + "}");
}

}  // namespace

TEST_CASE("every key of the accuracy reaches the chain") {
  const auto chain =
      loaded(with("meter: 0.5S, ct: \"0.5\", ct_primary: 400, nominal_voltage: 10kV, "
                  "vt: 0.2"))
          .engine.site.meters[0]
          .accuracy;
  REQUIRE(chain.has_value());
  CHECK(chain->meter == site::MeterClass::c0_5s);
  CHECK(chain->ct == site::CtClass::c0_5);
  CHECK(chain->ct_primary_amperes == 400);
  CHECK(chain->nominal_volts == 10'000);
  CHECK(chain->vt == site::VtClass::c0_2);
  CHECK_FALSE(chain->limit_percent.has_value());
  CHECK(loaded(with("limit_percent: 1.2")).engine.site.meters[0].accuracy->limit_percent == 1.2);
  CHECK_FALSE(loaded(good_site + good_meters).engine.site.meters[0].accuracy.has_value());
}

TEST_CASE("mistakes in the accuracy are told with their place") {
  check_all({
      {with("meter: 0.3, ct: 2, vt: 0.2S"),
       {{"0.3", "\"meter\": \"0.3\" is no class; known are 0.1S, 0.2S, 0.5S, 0.2, 0.5, 1, 2"},
        {"ct: |2", "\"ct\": \"2\" is no class; known are 0.1, 0.2, 0.5, 1, 0.2S, 0.5S"},
        {"0.2S", "\"vt\": \"0.2S\" is no class; known are 0.1, 0.2, 0.5, 1, 3"}}},
      {with("ct: 0.5"),
       {{"|{ct",
         "\"accuracy\" has no \"limit_percent\"; write for example meter: 0.5S, or limit_percent: "
         "1"}}},
      {with("meter: 1, limit_percent: 20.1"),
       {{"20.1", "\"limit_percent\": must be more than 0 and at most 20 percent"},
        {"20.1", "\"limit_percent\": stands for the class of the meter; give one of them"}}},
      {with("meter: 1, ct_primary: 0, nominal_voltage: 0V"),
       {{"ct_primary: |0", "\"ct_primary\": must be more than 0 and at most 100000 amperes"},
        {"ct_primary: |0", "\"ct_primary\": says nothing without \"ct\"; add it or remove this"},
        {"0V", "\"nominal_voltage\": must be more than 0V"}}},
      {with("meter: 1, nominal_voltage: 400"),
       {{"voltage: |400",
         "\"nominal_voltage\": \"400\" is not a voltage; write a number with its unit V or kV, for "
         "example 400V or 10kV"},
        {"voltage: |400",
         "\"nominal_voltage\": says nothing without \"ct_primary\"; add it or remove this"}}},
  });
}
