#include "config/wire_address.h"

namespace pue::config {

std::optional<WireAddress> read_address(const Mapping& map) {
  const bool here =
      map.require("address", "write a Modicon number (30053) or, with function, a wire address");
  const auto function = map.integer("function", {1, 4});
  if (!here) return std::nullopt;
  if (!map.has("function")) return map.parsed("address", map.plain("address"), parse_modicon);
  const auto address = map.integer("address", {0, 65535});
  if (!address || !function) return std::nullopt;
  return WireAddress{static_cast<modbus::FunctionCode>(*function),
                     static_cast<std::uint16_t>(*address)};
}

}  // namespace pue::config
