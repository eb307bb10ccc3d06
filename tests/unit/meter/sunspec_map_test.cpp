#include "meter/sunspec_map.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::meter;

namespace {

Point point(Quantity quantity, std::uint16_t offset, std::uint16_t count, ValueType type) {
  Point p;
  p.quantity = quantity;
  p.range = {modbus::FunctionCode::read_holding_registers, offset, count};
  p.type = type;
  return p;
}

Point integer_energy(double resolution) {
  auto p = point(Quantity::energy_import_wh, 24, 3, ValueType::uint32);
  p.scale_factor = ScaleFactor{0, 2};
  p.resolution = resolution;
  return p;
}

const SunSpecMap map = {
    {{103, 101}, {point(Quantity::active_power_w, 14, 2, ValueType::int16), integer_energy(100)}},
    {{113},
     {point(Quantity::active_power_w, 22, 2, ValueType::float32),
      point(Quantity::energy_import_wh, 32, 2, ValueType::float32)}}};

}  // namespace

TEST_CASE("points lie behind the header of their model") {
  const auto points = points_in(map, {{1, 66, 40002}, {103, 50, 40070}});
  REQUIRE(points.size() == 2);
  CHECK(points[0].range.address == 40084);  // 40070 + 14
  CHECK(points[1].range == modbus::RegisterRange{points[1].range.function, 40094, 3});
}

TEST_CASE("the model that the map prefers is read, whatever its place in the chain") {
  const SunSpecModel single{101, 50, 40002}, triple{103, 50, 40054}, floats{113, 60, 40106};
  CHECK(points_in(map, {floats, single, triple})[0].range.address == 40054 + 14);
  CHECK(points_in(map, {floats, single})[0].range.address == 40002 + 14);
  CHECK(points_in(map, {floats})[0].range.address == 40106 + 22);
  CHECK(points_in(map, {{103, 50, 100}, {103, 50, 200}})[0].range.address == 114);
  CHECK(points_in(map, {{1, 66, 40002}}).empty());
}

TEST_CASE("a model that is too short for its points is passed over") {
  // The energy ends at 24 + 3 = 27: 25 registers behind the header of two.
  CHECK(points_in(map, {{103, 24, 40002}, {113, 60, 40028}})[0].range.address == 40028 + 22);
  CHECK(points_in(map, {{103, 25, 40002}, {113, 60, 40029}})[0].range.address == 40002 + 14);
}

TEST_CASE("a register is declared with the coarsest step of all layouts") {
  const auto declared = declared_points(map);
  REQUIRE(declared.size() == 2);
  const auto& energy = declared[1];
  // The integers count in 100 Wh at most. A float32 of 1e10 lies between 2^33 and 2^34: its
  // neighbours are 2^(33−23) = 1024 apart.
  CHECK(register_step(energy, 0) == 100);
  CHECK(register_step(energy, 1e10) == 1024);
  const auto other_way = declared_points({map[1], map[0]});
  CHECK(register_step(other_way[1], 0) == 100);
  CHECK(register_step(other_way[1], 1e10) == 1024);
}

TEST_CASE("where a register wraps is declared only if it is the same in all layouts") {
  auto wraps = map;
  wraps[0].points[1].modulus = 1e9;
  CHECK(declared_points(wraps)[1].modulus == std::nullopt);
  wraps[1].points[1].modulus = 1e9;
  CHECK(declared_points(wraps)[1].modulus == 1e9);
}
