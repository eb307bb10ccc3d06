#include "commands/value_repair.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pue::commands {
namespace {

using meter::Point;
using meter::Quantity;

constexpr double same = 0.01;
constexpr std::array factors = {10.0, 0.1, 100.0, 0.01, 1000.0, 0.001};
constexpr std::size_t most_repairs = 6;

struct Group {
  std::string name;
  std::vector<std::size_t> points;
};

/// Those of one manual's table: what stands in one unit is mistaken together.
std::vector<std::pair<std::string, std::vector<Quantity>>> families() {
  using Q = Quantity;
  return {{"active_power_w", {Q::active_power_w}},
          {"the powers of the phases",
           {Q::active_power_l1_w, Q::active_power_l2_w, Q::active_power_l3_w}},
          {"all active powers",
           {Q::active_power_w, Q::active_power_l1_w, Q::active_power_l2_w, Q::active_power_l3_w}},
          {"the voltages", {Q::voltage_l1_v, Q::voltage_l2_v, Q::voltage_l3_v}},
          {"the currents", {Q::current_l1_a, Q::current_l2_a, Q::current_l3_a}},
          {"power_factor", {Q::power_factor}},
          {"frequency_hz", {Q::frequency_hz}},
          {"apparent_power_va", {Q::apparent_power_va}},
          {"the registers of energy", {Q::energy_import_wh, Q::energy_export_wh, Q::energy_net_wh}},
          {"energy_import_wh", {Q::energy_import_wh}},
          {"energy_export_wh", {Q::energy_export_wh}}};
}

std::vector<Group> groups_of(const std::vector<Point>& points) {
  std::vector<Group> groups;
  for (const auto& [name, quantities] : families()) {
    Group group{name, {}};
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (std::find(quantities.begin(), quantities.end(), points[i].quantity) != quantities.end())
        group.points.push_back(i);
    }
    const auto alike = [&](const Group& other) { return other.points == group.points; };
    if (!group.points.empty() && std::none_of(groups.begin(), groups.end(), alike))
      groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<Point> carried_out(std::vector<Point> points, const Repair& repair) {
  for (const auto i : repair.points) {
    if (repair.order) points[i] = with_order(points[i], *repair.order);
    points[i].scale *= repair.factor;
  }
  return points;
}

std::vector<Repair> candidates(const std::vector<Point>& points) {
  std::vector<Repair> found;
  for (const auto& group : groups_of(points)) {
    for (const double factor : factors)
      found.push_back({"the scale of " + group.name, group.points, {}, factor, {}, {}, {}});
    for (const auto& order : orders_to_try()) {
      Repair repair{"the order of " + group.name, group.points, order, 1, {}, {}, {}};
      if (carried_out(points, repair) != points) found.push_back(std::move(repair));
    }
  }
  return found;
}

/// A relation that holds then, or a value that could not be at all: no matter of taste. One that
/// can no longer be judged has not been mended.
bool convinces(const Fit& now, const Fit& then) {
  if (then.relations.size() < now.relations.size()) return false;
  const double gain = then.score - now.score;
  return gain >= (then.held() > now.held() ? 1 : 2) - same;
}

/// What the repair changes most plainly: a relation that did not hold, else its first value.
void explain(Repair& repair, const Fit& now, const Fit& then) {
  for (const auto& relation : then.relations) {
    const auto old = std::find_if(now.relations.begin(), now.relations.end(),
                                  [&](const Relation& one) { return one.name == relation.name; });
    if (!relation.holds() || (old != now.relations.end() && old->holds())) continue;
    if (old != now.relations.end()) repair.before = old->text();
    repair.after = relation.text();
    return;
  }
  const auto quantity = now.points[repair.points.front()].quantity;
  const auto value = [&](const Fit& fit) {
    const auto& read = value_in(fit.values, quantity);
    return read ? fmt::format("{}: {:.6g}", meter::name(quantity), *read) : std::string();
  };
  repair.before = value(now);
  repair.after = value(then);
}

struct Tried {
  Repair repair;
  Fit fit;
};

/// The best; with those that are as good and change other points.
std::optional<Tried> best_repair(const std::vector<Point>& points, const Readings& readings,
                                 double max_power, const Fit& now) {
  std::optional<Tried> best;
  for (auto& repair : candidates(points)) {
    auto fit = fit_of(carried_out(points, repair), readings, max_power);
    if (!convinces(now, fit)) continue;
    if (!best || fit.score > best->fit.score + same) {
      best = Tried{std::move(repair), std::move(fit)};
    } else if (fit.score > best->fit.score - same && repair.what != best->repair.what) {
      best->repair.or_else.push_back(
          repair.order ? fmt::format("{}: {}", repair.what, repair.order->name())
                       : fmt::format("{}: times {:g}", repair.what, repair.factor));
    }
  }
  return best;
}

}  // namespace

Repaired repaired(std::vector<Point> points, const Readings& readings, double max_power) {
  Repaired done{std::move(points), {}};
  while (done.repairs.size() < most_repairs) {
    const auto now = fit_of(done.points, readings, max_power);
    if (now.is_healthy()) break;
    auto best = best_repair(done.points, readings, max_power, now);
    if (!best) break;
    explain(best->repair, now, best->fit);
    done.points = carried_out(std::move(done.points), best->repair);
    done.repairs.push_back(std::move(best->repair));
  }
  return done;
}

}  // namespace pue::commands
