#include "config/multipliers.h"

#include <fmt/format.h>

#include "config/place.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

constexpr double greatest_ratio = 100'000;

std::optional<bool> read_applied_by_software(const Mapping& map) {
  map.require("applied",
              "write applied: software if the meter shows secondary values, applied: meter if it "
              "multiplies itself");
  const auto who = map.text("applied");
  if (!who) return std::nullopt;
  if (*who == "software") return true;
  if (*who == "meter") return false;
  map.complain("applied", fmt::format("\"{}\" is not software or meter", *who));
  return std::nullopt;
}

std::optional<engine::Multiplier> read_row(const YAML::Node& node, Duration interval,
                                           ErrorList& errors) {
  const Mapping map(node, Section::multiplier, "a multiplier", errors);
  map.require("from", "write for example from: 2026-03-01T00:00:00+08:00");
  const auto from = read_boundary(map, "from", interval);
  const auto ct = map.parsed("ct", map.plain("ct"), parse_ratio);
  const auto vt = map.parsed("vt", map.plain("vt"), parse_ratio);
  if (!map.has("ct") && !map.has("vt")) {
    errors.add(map.mark(), "a multiplier has neither ct nor vt; write for example ct: 2000/5");
  }
  const auto software = read_applied_by_software(map);
  if (!from || !software) return std::nullopt;
  return engine::Multiplier{*from, *software ? ct.value_or(1) * vt.value_or(1) : 1};
}

}  // namespace

Result<double> parse_ratio(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto primary = parse_number(text.substr(0, slash));
    const auto secondary = parse_number(text.substr(slash + 1));
    if (primary && secondary && *primary > 0 && *secondary > 0) {
      const double ratio = *primary / *secondary;
      if (ratio <= greatest_ratio && ratio * greatest_ratio >= 1) return ratio;
    }
  }
  return Error{fmt::format(
      "\"{}\" is not a ratio; write primary/secondary, for example 2000/5 or 10000/100", text)};
}

std::vector<engine::Multiplier> read_multipliers(const Mapping& meter, Duration interval) {
  std::vector<engine::Multiplier> rows;
  auto& errors = meter.errors();
  for (const auto& node : sequence(meter.child("multipliers"), "\"multipliers\"", errors)) {
    const auto row = read_row(node, interval, errors);
    if (!row) continue;
    if (!rows.empty() && row->from <= rows.back().from) {
      errors.add(node.Mark(), "a multiplier is not later than the one before; sort them by from");
      continue;
    }
    rows.push_back(*row);
  }
  return rows;
}

}  // namespace pue::config
