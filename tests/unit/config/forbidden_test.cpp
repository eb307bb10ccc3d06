#include "config/forbidden.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {
std::string forbidding(const std::string& entries) {
  return good_site + good_meters + "  - {name: w, link: \"modbus+tcp://h\", unit: 3, profile: " +
         "test/full, role: it, max_power: 1kW, forbidden: [" + entries + "]}\n";
}
}  // namespace

TEST_CASE("a forbidden range cuts the requests at its first register") {
  const auto settings =
      loaded(forbidding("{address: 30061, count: 4}, {function: 3, address: 100}")).engine;
  const auto input = modbus::FunctionCode::read_input_registers;
  const auto holding = modbus::FunctionCode::read_holding_registers;
  // test/full reads 52–53 and 72–73; Modicon 30061 is 60 on the wire.
  CHECK(settings.connections[2].limits.cuts ==
        std::vector<modbus::Cut>{{input, 60}, {holding, 100}});
}

TEST_CASE("mistakes in forbidden ranges are told with their place") {
  check_all({
      {forbidding("{address: 30073, count: 1}"),
       {{"|30073",
         "\"address\": energy_import_wh is read from there; shorten the range or remove the "
         "point"}}},
      {forbidding("{function: 4, address: 65530, count: 7}"),
       {{"count: |7", "\"count\": the range ends beyond 65535"}}},
      {forbidding("{function: 4, address: 1, count: 0}"),
       {{"count: |0", "\"count\": 0 is outside 1 to 65535"}}},
  });
}
