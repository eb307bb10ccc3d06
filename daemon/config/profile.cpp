// load_profile: one file of config/profiles/ → meter::Profile.
#include <fmt/format.h>

#include "base/limits.h"
#include "config/forbidden.h"
#include "config/load.h"
#include "config/mapping.h"
#include "config/points.h"
#include "config/sunspec_points.h"
#include "config/yaml_guard.h"

namespace pue::config {
namespace {

std::optional<meter::Confidence> read_confidence(const Mapping& map) {
  map.require("confidence", "write confidence: high, medium or low");
  const auto text = map.text("confidence");
  if (text == "low") return meter::Confidence::low;
  if (text == "medium") return meter::Confidence::medium;
  if (text == "high") return meter::Confidence::high;
  if (text) map.complain("confidence", fmt::format("\"{}\" is not high, medium or low", *text));
  return std::nullopt;
}

void read_sunspec_map(const Mapping& map, meter::Profile& profile) {
  profile.sunspec = read_sunspec(map.child("sunspec"), profile.limits.max_registers, map.errors());
  profile.points = meter::declared_points(profile.sunspec);
  for (const auto key : {"points", "forbidden"}) {
    if (!map.has(key)) continue;
    map.complain(key, "the addresses of sunspec are found while polling; remove one of them");
  }
}

}  // namespace

std::variant<meter::Profile, LocatedErrors> load_profile(const std::string& name,
                                                         const SourceText& file) {
  auto tree = parse_guarded(file);
  if (auto* wrong = std::get_if<LocatedErrors>(&tree)) return std::move(*wrong);
  ErrorList errors(file);
  const Mapping map(std::get<YAML::Node>(tree), Section::profile, "the profile", errors);
  meter::Profile profile;
  profile.name = name;
  map.require("model", "write the model as its vendor does");
  profile.model = map.text("model").value_or("");
  map.require("source", "write where the register map is from");
  profile.source = map.text("source").value_or("");
  profile.confidence = read_confidence(map).value_or(meter::Confidence::low);
  profile.limits.max_registers =
      static_cast<std::uint16_t>(map.integer("max_registers", {4, limits::registers_per_request})
                                     .value_or(limits::registers_per_request));
  if (map.has("sunspec")) {
    read_sunspec_map(map, profile);
  } else {
    map.require("points", "list at least quantity: active_power_w");
    profile.points = read_points(map.child("points"), errors);
    profile.limits.cuts = read_forbidden(map.child("forbidden"), profile.points, errors);
  }
  if (!errors.empty()) return errors.sorted();
  return profile;
}

}  // namespace pue::config
