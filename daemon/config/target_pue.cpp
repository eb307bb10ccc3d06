#include "config/target_pue.h"

#include <fmt/format.h>

#include "config/scalar.h"

namespace pue::config {
namespace {

// A data center of PUE 1 has no overhead; above 5 nobody sets a target.
constexpr double greatest_target = 5;

bool is_target(double value) { return value > 1 && value <= greatest_target; }

std::optional<kpi::OwnTarget> monthly(const Mapping& site, const YAML::Node& list) {
  if (list.size() != kpi::months_in_year) {
    site.complain("target_pue", fmt::format("has {} values; write one for the year, or twelve from "
                                            "January to December",
                                            list.size()));
    return std::nullopt;
  }
  kpi::OwnTarget target;
  target.seasonal = true;
  for (std::size_t i = 0; i < kpi::months_in_year; ++i) {
    const bool in_quotes = list[i].Tag() == "!";  // as yaml-cpp tells it
    const auto value = parse_number(list[i].IsScalar() && !in_quotes ? list[i].Scalar() : "");
    if (!value || !is_target(*value)) {
      site.complain("target_pue", fmt::format("value {} is no PUE; write numbers above 1 and up to "
                                              "{} without quotes, for example 1.22",
                                              i + 1, greatest_target));
      return std::nullopt;
    }
    target.monthly[i] = *value;
  }
  return target;
}

}  // namespace

std::optional<kpi::OwnTarget> read_target_pue(const Mapping& site) {
  if (!site.has("target_pue")) return std::nullopt;
  const auto node = site.child("target_pue");
  if (node.IsSequence()) return monthly(site, node);
  const auto value = site.number("target_pue");
  if (!value) return std::nullopt;
  if (!is_target(*value)) {
    site.complain("target_pue",
                  fmt::format("{} is no PUE; write a number above 1 and up to {}, for "
                              "example 1.22",
                              *value, greatest_target));
    return std::nullopt;
  }
  kpi::OwnTarget target;
  target.monthly.fill(*value);
  return target;
}

}  // namespace pue::config
