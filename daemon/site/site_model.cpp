#include "site/site_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "site/boundary_rules.h"
#include "site/load_sums.h"
#include "site/meter_tree.h"
#include "site/virtual_meter_rules.h"

namespace pue::site {
namespace {

constexpr std::array source_roles = {Role::grid, Role::solar, Role::wind, Role::genset};
constexpr std::array metered_subsystems = {Subsystem::cooling, Subsystem::power_loss,
                                           Subsystem::lighting, Subsystem::other};

/// Of the meters that `wanted` accepts, each with +1.
template <class Predicate>
SignedSum sum_of(const SiteSettings& settings, Predicate wanted) {
  SignedSum sum;
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    if (wanted(settings.meters[index])) sum.push_back({MeterId{index}});
  }
  return sum;
}

SignedSum facility_sum(const SiteSettings& settings, SumsByRole& loads) {
  Coefficients facility;
  const auto subtract = [&](const Coefficients& sum) {
    for (const auto& [meter, coefficient] : sum) add(facility, meter, -coefficient);
  };
  for (const auto& term : sum_of(settings, [](const auto& m) { return m.supplies_site(); })) {
    facility.emplace(term.meter, term.coefficient);
  }
  subtract(loads[Role::excluded]);
  subtract(loads[Role::export_]);
  return signed_sum(facility);
}

/// Role curtailed: physical and virtual meters.
SignedSum curtailed_sum(const SiteSettings& settings, SumsByRole& loads) {
  auto sum = loads[Role::curtailed];
  for (const auto& term :
       sum_of(settings, [](const auto& m) { return m.role == Role::curtailed; })) {
    add(sum, term.meter, term.coefficient);
  }
  return signed_sum(sum);
}

std::vector<Renewable> renewables_of(const SiteSettings& settings) {
  std::vector<Renewable> found;
  for (const auto& term : sum_of(settings, [](const auto& m) {
         return is_renewable(m.role) && m.supplies != Supplies::grid;
       })) {
    found.push_back({term.meter, settings.meters[term.meter.index].max_power.value_or(Watts{})});
  }
  return found;
}

std::vector<MeterId> meters_of(const SignedSum& a, const SignedSum& b) {
  std::set<MeterId> meters;
  for (const auto& term : a) meters.insert(term.meter);
  for (const auto& term : b) meters.insert(term.meter);
  return {meters.begin(), meters.end()};
}

std::vector<Period> places(const std::vector<MeterPlace>& meters) {
  std::vector<Period> all;
  for (const auto& meter : meters) {
    all.push_back({meter.from.value_or(UtcTime::min()), meter.to.value_or(UtcTime::max())});
  }
  return all;
}

Error nothing_left_of_it() {
  return {
      "E_it has no meter left: formulas of virtual meters take out every IT meter; correct the "
      "formulas with role: it"};
}

}  // namespace

Result<SiteModel> SiteModel::build(const SiteSettings& settings) {
  const auto tree = MeterTree::build(settings.meters);
  if (!tree) return tree.error();
  if (auto error = broken_boundary_rule(settings, *tree)) return *error;
  const auto written = write_out_formulas(settings.meters.size(), settings.virtual_meters);
  if (const auto* wrong = std::get_if<FormulaError>(&written)) return Error{wrong->message};
  const auto& formulas = std::get<std::vector<WrittenOut>>(written);
  if (auto error = broken_virtual_meter_rule(settings, *tree, formulas)) return *error;

  SiteModel model;
  auto loads = load_sums(settings, *tree, formulas, site::category(settings.facts.it_level));
  model.facility_ = facility_sum(settings, loads);
  model.it_ = signed_sum(loads[Role::it]);
  if (model.it_.empty()) return nothing_left_of_it();
  for (int level = 1; level <= it_categories; ++level) {
    auto it = signed_sum(load_sums(settings, *tree, formulas, level)[Role::it]);
    const auto found = categories(settings, it);
    if (found.lowest != level || found.highest != level) continue;
    model.it_levels_[static_cast<std::size_t>(level - 1)] = std::move(it);
  }
  for (const auto subsystem : metered_subsystems) {
    auto sum = signed_sum(loads[*role_of(subsystem)]);
    if (!sum.empty()) model.subsystems_.push_back({subsystem, std::move(sum)});
  }
  model.exported_ = signed_sum(loads[Role::export_]);
  model.curtailed_ = curtailed_sum(settings, loads);
  model.add_sources(settings);
  model.water_ = sum_of(settings, [](const auto& m) { return m.role == Role::water; });
  model.reused_heat_ = sum_of(settings, [](const auto& m) { return m.role == Role::heat_reuse; });
  model.required_ = meters_of(model.facility_, model.it_);
  model.places_ = places(settings.meters);
  for (const auto& meter : settings.meters) model.export_unknown_.push_back(meter.export_unknown);
  model.category_ = categories(settings, model.it_).lowest;
  return model;
}

void SiteModel::add_sources(const SiteSettings& settings) {
  for (const auto role : source_roles) {
    auto sum = sum_of(settings, [&](const auto& m) { return m.role == role && m.supplies_site(); });
    if (!sum.empty()) sources_.push_back({role, std::move(sum)});
  }
  off_site_ = sum_of(settings, [](const auto& m) {
    return is_renewable(m.role) && m.supplies == Supplies::virtual_;
  });
  renewables_ = renewables_of(settings);
  inside_batteries_ = sum_of(settings, [](const auto& m) {
    return m.role == Role::battery && m.boundary == BatteryBoundary::inside;
  });
}

bool SiteModel::in_place(MeterId meter, const Period& period) const {
  const auto& place = places_[meter.index];
  return place.start < period.end && period.start < place.end;
}

std::string SiteModel::equation(const SiteSettings& settings) const {
  return fmt::format("E_facility = {}; E_it = {}", to_text(facility_, settings),
                     to_text(it_, settings));
}

std::string to_text(const SignedSum& sum, const SiteSettings& settings) {
  std::string text;
  // Additions first: "grid-1 + pv-roof - offices", whatever the order of the configuration.
  for (const bool positive : {true, false}) {
    for (const auto& term : sum) {
      if (term.coefficient.is_positive() != positive) continue;
      if (!text.empty() || !positive) text += positive ? " + " : " - ";
      const auto size = positive ? term.coefficient : -term.coefficient;
      if (!size.is_plain()) text += to_text(size) + " * ";
      text += settings.meters[term.meter.index].name;
    }
  }
  return text.empty() ? "0" : text;
}

}  // namespace pue::site
