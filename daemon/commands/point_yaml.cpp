#include "commands/point_yaml.h"

#include <fmt/format.h>

#include "meter/decode.h"

namespace pue::commands {
namespace {

std::string_view name(modbus::RateClass rate) {
  switch (rate) {
    case modbus::RateClass::fast:
      return "fast";
    case modbus::RateClass::medium:
      return "medium";
    case modbus::RateClass::slow:
      return "slow";
  }
  return "fast";
}

std::string sentinels_text(const meter::Point& point) {
  std::string list;
  for (const auto bits : point.sentinels)
    list += fmt::format("{}0x{:X}", list.empty() ? "" : ", ", bits);
  return list;
}

}  // namespace

std::string point_yaml(const meter::Point& point) {
  auto text = fmt::format("{{quantity: {}, function: {}, address: {}, type: {}",
                          meter::name(point.quantity), static_cast<int>(point.range.function),
                          point.range.address, meter::name(point.type));
  if (point.type == meter::ValueType::mod10k) text += fmt::format(", words: {}", point.range.count);
  if (point.type == meter::ValueType::bit) text += fmt::format(", bit: {}", point.bit);
  if (point.order != meter::Order{}) text += ", order: " + point.order.name();
  // Twelve digits: a scale that was put right by a factor of 0.001 is no 0.10000000000000001.
  if (point.scale != 1) text += fmt::format(", scale: {:.12g}", point.scale);
  if (point.modulus) text += fmt::format(", modulus: {:.15g}", *point.modulus);
  if (point.resolution) text += fmt::format(", resolution: {:.15g}", *point.resolution);
  if (!point.sentinels.empty()) text += fmt::format(", sentinels: [{}]", sentinels_text(point));
  if (point.rate) text += fmt::format(", rate: {}", name(*point.rate));
  return text + "}";
}

}  // namespace pue::commands
