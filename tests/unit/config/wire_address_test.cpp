#include "config/wire_address.h"

#include <catch2/catch.hpp>

using namespace pue::config;
using pue::modbus::FunctionCode;

namespace {
std::optional<WireAddress> read(const std::string& text, ErrorList& errors) {
  const YAML::Node node = YAML::Load(text);
  return read_address(Mapping(node, Section::forbidden, "a range", errors));
}
}  // namespace

TEST_CASE("an address is a Modicon number alone, and as on the wire beside its function") {
  const SourceText source{"p.yaml", ""};  // which the list refers to
  ErrorList errors(source);
  const auto modicon = read("{address: 30053}", errors);
  REQUIRE(modicon.has_value());
  CHECK(modicon->function == FunctionCode::read_input_registers);
  CHECK(modicon->address == 52);
  const auto wire = read("{function: 3, address: 30053}", errors);
  REQUIRE(wire.has_value());
  CHECK(wire->function == FunctionCode::read_holding_registers);
  CHECK(wire->address == 30053);
  CHECK(errors.empty());
  CHECK_FALSE(read("{function: 3}", errors).has_value());
  CHECK_FALSE(errors.empty());
}
