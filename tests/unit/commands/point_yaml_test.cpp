#include "commands/point_yaml.h"

#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>

#include "config/points.h"
#include "simulated_meter.h"

using namespace pue;
using namespace pue::commands;

TEST_CASE("what has its default is left out") {
  CHECK(point_yaml(float_point(meter::Quantity::active_power_w, 52)) ==
        "{quantity: active_power_w, function: 4, address: 52, type: float32}");
}

TEST_CASE("the loader makes the same point of it") {
  auto point = float_point(meter::Quantity::energy_import_wh, 72, 1000);
  point.type = meter::ValueType::uint32;
  point.order = *meter::Order::parse("cdab");
  point.modulus = 1e11;
  point.resolution = 1000;
  point.sentinels = {0xFFFFFFFF, 0x80000000};
  point.rate = modbus::RateClass::fast;
  const config::SourceText source{"points.yaml", ""};
  config::ErrorList errors(source);
  const auto read = config::read_points(YAML::Load("[" + point_yaml(point) + "]"), errors);
  CHECK(read == std::vector{point});
}

TEST_CASE("a scale that was put right has no digits of rounding") {
  CHECK_THAT(point_yaml(float_point(meter::Quantity::active_power_w, 52, 0.1 * 0.1 * 10)),
             Catch::Contains("scale: 0.1}"));
}
