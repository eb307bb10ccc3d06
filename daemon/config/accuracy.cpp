#include "config/accuracy.h"

#include <fmt/format.h>

#include <algorithm>

namespace pue::config {
namespace {

/// More is no meter but an estimate; a primary current beyond it is a misread one.
constexpr double most_percent = 20;
constexpr double most_amperes = 100'000;

template <class Class, std::size_t Count>
std::optional<Class> read_class(const Mapping& map, std::string_view key,
                                const std::array<std::string_view, Count>& names) {
  const auto text = map.text(key);
  if (!text) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found != names.end()) return static_cast<Class>(found - names.begin());
  // A near number is a wrong class as likely as the right one: no "did you mean".
  map.complain(key, fmt::format("\"{}\" is no class; known are {}", *text, fmt::join(names, ", ")));
  return std::nullopt;
}

std::optional<double> read_positive(const Mapping& map, std::string_view key, double most,
                                    std::string_view unit) {
  const auto value = map.number(key);
  if (!value || (*value > 0 && *value <= most)) return value;
  map.complain(key, fmt::format("must be more than 0 and at most {} {}", most, unit));
  return std::nullopt;
}

void require_with(const Mapping& map, std::string_view key, std::string_view needed) {
  if (!map.has(key) || map.has(needed)) return;
  map.complain(key, fmt::format("says nothing without \"{}\"; add it or remove this", needed));
}

}  // namespace

std::optional<site::Accuracy> read_accuracy(const Mapping& meter) {
  if (!meter.has("accuracy")) return std::nullopt;
  const Mapping map(meter.child("accuracy"), Section::accuracy, "\"accuracy\"", meter.errors());
  site::Accuracy accuracy;
  accuracy.meter = read_class<site::MeterClass>(map, "meter", site::meter_class_names);
  accuracy.limit_percent = read_positive(map, "limit_percent", most_percent, "percent");
  accuracy.ct = read_class<site::CtClass>(map, "ct", site::ct_class_names);
  accuracy.ct_primary_amperes = read_positive(map, "ct_primary", most_amperes, "amperes");
  accuracy.nominal_volts = map.volts("nominal_voltage");
  accuracy.vt = read_class<site::VtClass>(map, "vt", site::vt_class_names);
  if (map.has("meter") && map.has("limit_percent")) {
    map.complain("limit_percent", "stands for the class of the meter; give one of them");
  } else if (!map.has("meter")) {
    map.require("limit_percent", "write for example meter: 0.5S, or limit_percent: 1");
  }
  require_with(map, "ct_primary", "ct");
  require_with(map, "nominal_voltage", "ct_primary");
  return accuracy;
}

}  // namespace pue::config
