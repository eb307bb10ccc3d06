#include "site/site_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "site/boundary_rules.h"
#include "site/it_branches.h"
#include "site/meter_tree.h"

namespace pue::site {
namespace {

using Coefficients = std::map<MeterId, int>;
using SumsByRole = std::map<Role, Coefficients>;

bool is_load(Role role) {
  switch (role) {
    case Role::it:
    case Role::cooling:
    case Role::power_loss:
    case Role::lighting:
    case Role::other:
    case Role::excluded:
      return true;
    case Role::grid:
    case Role::solar:
    case Role::wind:
    case Role::genset:
    case Role::battery:
    case Role::feeder:
      return false;
  }
  return false;
}

/// Every load counts in its role and is taken out of the nearest load metered above it, so that
/// each joule stands in one sum and a load below one of its own role cancels. A source or battery
/// behind a load's meter feeds that load unseen by the meter: it is added there.
SumsByRole sums_of_loads(const SiteSettings& settings, const MeterTree& tree) {
  const auto resolved = resolved_by_children(settings, tree);
  const auto role = [&](MeterId meter) { return settings.meters[meter.index].role; };
  const auto counts = [&](MeterId m) { return role(m) != Role::feeder && !resolved[m.index]; };
  SumsByRole sums;
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const MeterId meter{index};
    if (!counts(meter)) continue;
    if (is_load(role(meter))) sums[role(meter)][meter] += 1;
    const auto above = tree.nearest_above(meter, counts);
    if (above && is_load(role(*above))) sums[role(*above)][meter] -= is_load(role(meter)) ? 1 : -1;
  }
  return sums;
}

void add_virtual_meters(SumsByRole& sums, const std::vector<VirtualMeter>& virtual_meters) {
  for (const auto& meter : virtual_meters) {
    for (const auto& term : meter.terms) sums[meter.role][term.meter] += term.sign;
  }
}

Coefficients sum_of_role(const SiteSettings& settings, Role role) {
  Coefficients sum;
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    if (settings.meters[index].role == role) sum[MeterId{index}] = 1;
  }
  return sum;
}

SignedSum signed_sum(const Coefficients& coefficients) {
  SignedSum sum;
  for (const auto& [meter, coefficient] : coefficients) {
    if (coefficient != 0) sum.push_back({meter, coefficient});
  }
  return sum;
}

constexpr std::array source_roles = {Role::grid, Role::solar, Role::wind, Role::genset};
constexpr std::array subsystem_roles = {std::pair{Subsystem::cooling, Role::cooling},
                                        std::pair{Subsystem::power_loss, Role::power_loss},
                                        std::pair{Subsystem::lighting, Role::lighting},
                                        std::pair{Subsystem::other, Role::other}};

SignedSum facility_sum(const SiteSettings& settings, const Coefficients& excluded) {
  Coefficients facility;
  for (const auto role : source_roles) facility.merge(sum_of_role(settings, role));
  for (const auto& [meter, coefficient] : excluded) facility[meter] -= coefficient;
  return signed_sum(facility);
}

std::vector<MeterId> meters_of(const SignedSum& a, const SignedSum& b) {
  std::set<MeterId> meters;
  for (const auto& term : a) meters.insert(term.meter);
  for (const auto& term : b) meters.insert(term.meter);
  return {meters.begin(), meters.end()};
}

int lowest_category(const SiteSettings& settings, const SignedSum& it) {
  int lowest = category(ItPoint::it_input);
  for (const auto& term : it) {
    if (settings.meters[term.meter.index].role != Role::it) continue;
    lowest = std::min(lowest, category(it_point(settings, term.meter)));
  }
  return lowest;
}

std::string to_text(const SignedSum& sum, const SiteSettings& settings) {
  std::string text;
  // Additions first: "grid-1 + pv-roof - offices", whatever the order of the configuration.
  for (const bool positive : {true, false}) {
    for (const auto& term : sum) {
      if ((term.coefficient > 0) != positive) continue;
      if (!text.empty() || !positive) text += positive ? " + " : " - ";
      if (std::abs(term.coefficient) != 1) text += fmt::format("{} * ", std::abs(term.coefficient));
      text += settings.meters[term.meter.index].name;
    }
  }
  return text;
}

}  // namespace

Result<SiteModel> SiteModel::build(const SiteSettings& settings) {
  const auto tree = MeterTree::build(settings.meters);
  if (!tree) return tree.error();
  if (auto error = broken_boundary_rule(settings, *tree)) return *error;
  auto sums = sums_of_loads(settings, *tree);
  add_virtual_meters(sums, settings.virtual_meters);

  SiteModel model;
  model.facility_ = facility_sum(settings, sums[Role::excluded]);
  model.it_ = signed_sum(sums[Role::it]);
  for (const auto& [subsystem, role] : subsystem_roles) {
    auto sum = signed_sum(sums[role]);
    if (!sum.empty()) model.subsystems_.push_back({subsystem, std::move(sum)});
  }
  for (const auto role : source_roles) {
    auto sum = signed_sum(sum_of_role(settings, role));
    if (!sum.empty()) model.sources_.push_back({role, std::move(sum)});
  }
  model.required_ = meters_of(model.facility_, model.it_);
  model.category_ = lowest_category(settings, model.it_);
  return model;
}

std::string SiteModel::equation(const SiteSettings& settings) const {
  return fmt::format("E_facility = {}; E_it = {}", to_text(facility_, settings),
                     to_text(it_, settings));
}

}  // namespace pue::site
