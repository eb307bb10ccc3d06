#include "commands/map_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "meter/decode.h"

namespace pue::commands {
namespace {

using meter::Order;
using meter::Point;
using modbus::FunctionCode;

// A guess must be better by so much: two values that cannot be, or a relation that holds.
constexpr double clearly = 2;
constexpr double same = 0.01;

std::optional<FunctionCode> other(FunctionCode function) {
  if (function == FunctionCode::read_holding_registers) return FunctionCode::read_input_registers;
  if (function == FunctionCode::read_input_registers) return FunctionCode::read_holding_registers;
  return std::nullopt;
}

double weight(Agreement agreement) {
  switch (agreement) {
    case Agreement::tight:
      return 3;
    case Agreement::held:
      return 2;
    case Agreement::decade:
      return 1;
    case Agreement::broken:
      return -2;
  }
  return 0;
}

/// The value, or whether the device itself says that it has none.
struct Decoded {
  std::optional<double> value;
  bool says_none = false;
};

Decoded decoded(const Point& point, const Sample& sample, std::size_t i) {
  const auto& words = sample.words[i];
  if (!words || words->size() != point.range.count) return {};
  const auto value = meter::decode(point, *words);
  if (const auto* none = std::get_if<meter::NoValue>(&value))
    return {std::nullopt, *none == meter::NoValue::sentinel};
  return {std::get<double>(value)};
}

void judge_point(Fit& fit, const Point& point, const Decoded& read, double max_power) {
  if (read.says_none) return;
  const double credit = read.value ? credibility(point.quantity, *read.value, max_power) : -1;
  fit.score += credit;
  if (credit > 0) ++fit.credible;
  if (credit < 0) ++fit.doubtful;
}

void judge_relations(Fit& fit, const Observation& seen) {
  fit.relations = relations(seen);
  for (const auto& relation : fit.relations) {
    fit.score += weight(relation.agreement);
    const double larger = std::max(std::abs(relation.measured), std::abs(relation.expected));
    fit.deviation += std::abs(relation.measured - relation.expected) / larger;
  }
}

bool better(const MapGuess& a, const MapGuess& b) {
  if (std::abs(a.fit.score - b.fit.score) > same) return a.fit.score > b.fit.score;
  if (a.changes() != b.changes()) return a.changes() < b.changes();
  return a.fit.deviation < b.fit.deviation;
}

/// A relation that can no longer be judged is none that holds.
bool clearly_better(const Fit& then, const Fit& now) {
  return then.score >= now.score + clearly &&
         (then.held() > now.held() || then.credible > now.credible);
}

std::vector<Point> in_order(std::vector<Point> points, const Order& order) {
  for (auto& point : points) point = with_order(point, order);
  return points;
}

void guess_at(const std::vector<Point>& points, const Readings& readings, double max_power,
              std::vector<MapGuess>& found) {
  found.push_back({readings.place, std::nullopt, fit_of(points, readings, max_power)});
  for (const auto& order : orders_to_try()) {
    const auto changed = in_order(points, order);
    if (changed != points)
      found.push_back({readings.place, order, fit_of(changed, readings, max_power)});
  }
}

}  // namespace

const std::vector<Place>& places_to_try() {
  static const std::vector<Place> places = {{false, 0}, {false, 1}, {false, -1},
                                            {true, 0},  {true, 1},  {true, -1}};
  return places;
}

const std::vector<Order>& orders_to_try() {
  static const std::vector<Order> orders = {*Order::parse("abcd"), *Order::parse("cdab"),
                                            *Order::parse("badc"), *Order::parse("dcba")};
  return orders;
}

std::optional<Point> point_at(Point point, Place place) {
  const int address = int{point.range.address} + place.offset;
  if (address < 0 || address + int{point.range.count} > 65536) return std::nullopt;
  point.range.address = static_cast<std::uint16_t>(address);
  if (!place.other_function) return point;
  const auto function = other(point.range.function);
  if (!function) return std::nullopt;
  point.range.function = *function;
  return point;
}

Point with_order(Point point, const Order& order) {
  const bool swaps_bytes = order.name() == "badc" || order.name() == "dcba";
  if (point.range.count > 1) {
    point.order = order;
  } else if (point.type != meter::ValueType::boolean) {
    point.order = swaps_bytes ? *Order::parse("badc") : Order{};
  }
  return point;
}

std::size_t Fit::held() const {
  return static_cast<std::size_t>(std::count_if(relations.begin(), relations.end(),
                                                [](const Relation& one) { return one.holds(); }));
}

bool Fit::is_healthy() const {
  return doubtful == 0 && !relations.empty() && held() == relations.size();
}

Fit fit_of(const std::vector<Point>& points, const Readings& readings, double max_power) {
  Fit fit;
  Observation seen;
  seen.max_power = max_power;
  if (readings.last) {
    seen.last.emplace();
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& point = points[i];
    const auto read = decoded(point, readings.first, i);
    judge_point(fit, point, read, max_power);
    value_in(seen.first, point.quantity) = read.value;
    if (readings.last) {
      value_in(*seen.last, point.quantity) = decoded(point, *readings.last, i).value;
      const auto span = readings.last->at[i] - readings.first.at[i];
      value_in(seen.seconds, point.quantity) = std::chrono::duration<double>(span).count();
    }
    if (read.value && meter::is_register(point.quantity))
      value_in(seen.step, point.quantity) = meter::register_step(point, *read.value);
    fit.points.push_back(point_at(point, readings.place).value_or(point));
  }
  seen.power_is_sum = meter::sums_phases(points);
  if (seen.power_is_sum) {
    sum_up_power(seen.first);
    if (seen.last) sum_up_power(*seen.last);
  }
  judge_relations(fit, seen);
  fit.values = seen.first;
  return fit;
}

int MapGuess::changes() const {
  return int{place.other_function} + int{place.offset != 0} + int{order.has_value()};
}

std::vector<MapGuess> guesses(const std::vector<Point>& points,
                              const std::vector<Readings>& readings, double max_power) {
  std::vector<MapGuess> found;
  for (const auto& one : readings) guess_at(points, one, max_power, found);
  const auto best = std::min_element(found.begin(), found.end(), better);
  if (!clearly_better(best->fit, found.front().fit)) {
    std::stable_sort(found.begin() + 1, found.end(), better);
  } else {
    std::stable_sort(found.begin(), found.end(), better);
  }
  return found;
}

std::string text_of(const MapGuess& guess, const std::vector<Point>& configured) {
  std::vector<std::string> parts;
  if (guess.place.other_function) {
    const auto function = other(configured.front().range.function);
    parts.push_back(fmt::format(
        "function {}", static_cast<int>(function.value_or(configured.front().range.function))));
  }
  if (guess.place.offset != 0)
    parts.push_back(fmt::format("address {} 1", guess.place.offset > 0 ? '+' : '-'));
  if (guess.order) parts.push_back("order " + guess.order->name());
  return fmt::format("{}", fmt::join(parts, " and "));
}

}  // namespace pue::commands
