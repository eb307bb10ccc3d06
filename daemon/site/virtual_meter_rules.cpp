#include "site/virtual_meter_rules.h"

#include <fmt/format.h>

#include "site/it_branches.h"

namespace pue::site {
namespace {

bool may_be_virtual(Role role) {
  return is_load(role) || role == Role::curtailed || role == Role::feeder;
}

Error unusable_role(const VirtualMeter& meter) {
  return {fmt::format(
      "virtual meter {}: role {} cannot be a formula; give the meters of the formula that role, "
      "or the virtual meter one of it, cooling, power_loss, lighting, other, excluded, export, "
      "curtailed, feeder",
      meter.name, name(meter.role))};
}

Error counted_already(const VirtualMeter& meter, const std::string& other, Role role) {
  return {fmt::format(
      "virtual meter {} (role {}) adds {} (role {}), which is in a sum already: its energy would "
      "count twice; subtract it, or give {} `role: feeder`",
      meter.name, name(meter.role), other, name(role), other)};
}

std::optional<Error> beside_electricity(const SiteSettings& settings, const VirtualMeter& meter,
                                        const WrittenOut& written) {
  for (const auto& term : written.sum) {
    const auto& other = settings.meters[term.meter.index];
    if (is_electric(other.role)) continue;
    return Error{fmt::format(
        "virtual meter {}: {} (role {}) measures no electricity; take it out of the formula",
        meter.name, other.name, name(other.role))};
  }
  return std::nullopt;
}

class AddedTwice {
 public:
  AddedTwice(const SiteSettings& settings, const MeterTree& tree)
      : settings_(settings),
        resolved_(resolved_by_children(settings, tree, category(settings.facts.it_level))) {}

  std::optional<Error> find(const VirtualMeter& meter, const WrittenOut& written) const {
    for (const auto& term : written.sum) {
      const auto& other = settings_.meters[term.meter.index];
      // An IT meter that gives way to those below it counts no more than a feeder.
      if (!term.coefficient.is_positive() || resolved_[term.meter.index]) continue;
      if (is_load(other.role)) return counted_already(meter, other.name, other.role);
    }
    for (const auto& [inner, coefficient] : written.through) {
      const auto& other = settings_.virtual_meters[inner.index];
      if (!coefficient.is_positive()) continue;
      if (is_load(other.role)) return counted_already(meter, other.name, other.role);
    }
    return std::nullopt;
  }

 private:
  const SiteSettings& settings_;
  std::vector<bool> resolved_;
};

}  // namespace

std::optional<Error> broken_virtual_meter_rule(const SiteSettings& settings, const MeterTree& tree,
                                               const std::vector<WrittenOut>& formulas) {
  const AddedTwice added_twice(settings, tree);
  for (std::size_t index = 0; index < formulas.size(); ++index) {
    const auto& meter = settings.virtual_meters[index];
    if (!may_be_virtual(meter.role)) return unusable_role(meter);
    if (meter.terms.empty()) {
      return Error{fmt::format("virtual meter {}: its formula names no meter", meter.name)};
    }
    if (auto error = beside_electricity(settings, meter, formulas[index])) return error;
    if (!is_load(meter.role)) continue;
    if (auto error = added_twice.find(meter, formulas[index])) return error;
  }
  return std::nullopt;
}

}  // namespace pue::site
