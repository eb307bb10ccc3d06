#include "commands/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/point_yaml.h"
#include "commands/value_repair.h"
#include "meter/decode.h"

namespace pue::commands {
namespace {

using meter::Point;

std::string how_well(const Fit& fit) {
  auto text = fmt::format("{} of {} values are likely", fit.credible, fit.points.size());
  for (const auto& relation : fit.relations) text += "; " + relation.text();
  return text;
}

/// Guesses that the values cannot tell from the best one.
std::string as_good(const std::vector<MapGuess>& all, const std::vector<Point>& configured) {
  std::vector<std::string> names;
  const auto& best = all.front();
  for (const auto& guess : all) {
    const bool equal = guess.fit.score >= best.fit.score && guess.changes() == best.changes() &&
                       guess.fit.deviation <= best.fit.deviation;
    if (&guess != &best && equal && guess.fit.values == best.fit.values) continue;
    if (&guess != &best && equal) names.push_back(text_of(guess, configured));
  }
  if (names.empty()) return "";
  return fmt::format("; {} would fit as well: compare with the display", fmt::join(names, ", or "));
}

/// One finding for each thing that differs from the configuration.
void map_findings(const std::vector<MapGuess>& all, const std::vector<Point>& configured,
                  const Fit& as_configured, std::vector<Finding>& found) {
  const auto& best = all.front();
  const auto& point = best.fit.points.front();
  const auto evidence =
      fmt::format("as configured {}; with {}, {}{}", how_well(as_configured),
                  text_of(best, configured), how_well(best.fit), as_good(all, configured));
  if (best.place.other_function) {
    const auto function = static_cast<int>(point.range.function);
    found.push_back({fmt::format("The function code is wrong: the values are {} registers",
                                 function == 3 ? "holding" : "input"),
                     evidence, fmt::format("function: {}", function)});
  }
  if (best.place.offset != 0) {
    found.push_back(
        {"The addresses are off by one: a number of the manual, which counts from 1, is no wire "
         "address, which counts from 0",
         evidence,
         fmt::format("address: {} for {}, and {} 1 for all others", point.range.address,
                     meter::name(point.quantity), best.place.offset > 0 ? "+" : "-")});
  }
  if (best.order) {
    const auto order = best.order->name();
    found.push_back({fmt::format("The order of {} is wrong",
                                 order == "cdab" || order == "abcd" ? "words" : "words or bytes"),
                     evidence, "order: " + order});
  }
}

std::string repair_remedy(const Repair& repair, const std::vector<Point>& points) {
  std::string text;
  for (const auto i : repair.points) {
    const auto change = repair.order ? "order: " + points[i].order.name()
                                     : fmt::format("scale: {:.12g}", points[i].scale);
    text += fmt::format("{}{} for {}", text.empty() ? "" : ", ", change,
                        meter::name(points[i].quantity));
  }
  return text;
}

void repair_findings(const Repaired& done, std::vector<Finding>& found) {
  for (const auto& repair : done.repairs) {
    auto evidence = fmt::format("{}; then {}", repair.before, repair.after);
    if (!repair.or_else.empty())
      evidence += fmt::format("; as good would be {}: compare with the display",
                              fmt::join(repair.or_else, ", or "));
    found.push_back({fmt::format("Probably wrong: {}{}", repair.what,
                                 repair.order ? "" : fmt::format(", by {:g}", 1 / repair.factor)),
                     evidence, repair_remedy(repair, done.points)});
  }
}

void contradictions(const Fit& fit, std::vector<Finding>& found) {
  for (const auto& relation : fit.relations) {
    if (relation.holds()) continue;
    found.push_back(
        {"Values contradict each other", relation.text(),
         "compare both with the display; a ratio of a current or voltage transformer that one of "
         "them lacks goes into the scale of its points, or into multipliers"});
  }
}

bool answered(const Readings& readings, std::size_t i) {
  return readings.first.words[i].has_value();
}

void doubtful_points(const Fit& fit, const Readings& readings, const MeterFacts& facts,
                     std::vector<Finding>& found) {
  for (std::size_t i = 0; i < fit.points.size(); ++i) {
    const auto& point = fit.points[i];
    const auto& value = value_in(fit.values, point.quantity);
    if (!answered(readings, i)) {
      found.push_back({fmt::format("{} does not answer", meter::name(point.quantity)),
                       fmt::format("function {}, address {}, {} registers",
                                   static_cast<int>(point.range.function), point.range.address,
                                   point.range.count),
                       "look it up in the manual of this model, or leave the point out"});
    } else if (value && credibility(point.quantity, *value, facts.max_power) < 0) {
      found.push_back({fmt::format("{} can hardly be", meter::name(point.quantity)),
                       fmt::format("{:.6g} by {}", *value, point_yaml(point)),
                       facts.max_power > 0 && meter::is_active_power(point.quantity)
                           ? "compare it with the display, and max_power with the feeder"
                           : "compare it with the display, and the point with the manual"});
    }
  }
}

const Readings& of_place(const std::vector<Readings>& readings, Place place) {
  return *std::find_if(readings.begin(), readings.end(),
                       [&](const Readings& one) { return one.place == place; });
}

/// What relates values and directions is judged; a map that the device describes is not searched.
Diagnosis diagnose_values(const Fit& fit, const Readings& readings, const MeterFacts& facts) {
  Diagnosis diagnosis;
  diagnosis.fit = fit;
  diagnosis.points = fit.points;
  diagnosis.findings = direction_findings(fit.values, facts);
  if (diagnosis.findings.empty()) contradictions(fit, diagnosis.findings);
  doubtful_points(fit, readings, facts, diagnosis.findings);
  return diagnosis;
}

}  // namespace

Diagnosis diagnose(const std::vector<Point>& points, const std::vector<Readings>& readings,
                   const MeterFacts& facts) {
  const auto as_configured = fit_of(points, readings.front(), facts.max_power);
  if (facts.self_described) return diagnose_values(as_configured, readings.front(), facts);
  const auto all = guesses(points, readings, facts.max_power);
  const auto& best = all.front();
  const auto& read = of_place(readings, best.place);
  auto here = points;
  if (best.order) {
    for (auto& point : here) point = with_order(point, *best.order);
  }
  const auto mended = repaired(here, read, facts.max_power);
  Diagnosis diagnosis;
  diagnosis.fit = fit_of(mended.points, read, facts.max_power);
  diagnosis.points = diagnosis.fit.points;
  diagnosis.points_changed = diagnosis.points != points;
  map_findings(all, points, as_configured, diagnosis.findings);
  repair_findings(mended, diagnosis.findings);
  const auto directions = direction_findings(diagnosis.fit.values, facts);
  diagnosis.findings.insert(diagnosis.findings.end(), directions.begin(), directions.end());
  if (directions.empty()) contradictions(diagnosis.fit, diagnosis.findings);
  doubtful_points(diagnosis.fit, read, facts, diagnosis.findings);
  return diagnosis;
}

}  // namespace pue::commands
