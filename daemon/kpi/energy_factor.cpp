#include "kpi/energy_factor.h"

#include <algorithm>
#include <array>

#include "energy/exact.h"

namespace pue::kpi {
namespace {

constexpr std::array kinds = {FactorKind::grid, FactorKind::residual, FactorKind::genset,
                              FactorKind::calorific, FactorKind::equivalent};
constexpr std::int64_t joules_per_kwh = 1000 * joules_per_watt_hour;

}  // namespace

std::string_view name(FactorKind kind) {
  switch (kind) {
    case FactorKind::grid:
      return "grid";
    case FactorKind::residual:
      return "residual";
    case FactorKind::genset:
      return "genset";
    case FactorKind::calorific:
      return "calorific";
    case FactorKind::equivalent:
      return "equivalent";
  }
  return "";
}

std::optional<FactorKind> factor_kind_from_name(std::string_view text) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](FactorKind kind) { return name(kind) == text; });
  if (found == kinds.end()) return std::nullopt;
  return *found;
}

double grams(Milligrams mass) { return static_cast<double>(mass.count) / 1e3; }
double kilograms(Milligrams mass) { return static_cast<double>(mass.count) / 1e6; }
double tonnes(Milligrams mass) { return static_cast<double>(mass.count) / 1e9; }

Milligrams mass(Joules energy, std::int64_t milligrams_per_kwh) {
  const auto product = energy::Wide{energy.count} * milligrams_per_kwh;
  const auto rounded = energy::floor_div(product + joules_per_kwh / 2, joules_per_kwh);
  return {static_cast<std::int64_t>(rounded)};
}

std::optional<EnergyFactor> factor_for(const std::vector<EnergyFactor>& rows, FactorKind kind,
                                       std::string_view region, int year) {
  std::optional<EnergyFactor> best;
  for (const auto& row : rows) {
    if (row.kind != kind || row.region != region || row.year > year) continue;
    if (!best || row.year > best->year) best = row;
  }
  return best;
}

std::optional<YearlyMass> yearly_mass(const YearlyEnergy& energy,
                                      const std::vector<EnergyFactor>& rows, FactorKind kind,
                                      std::string_view region) {
  if (energy.empty()) return std::nullopt;
  YearlyMass result;
  for (const auto& [year, joules] : energy) {
    const auto factor = factor_for(rows, kind, region, year);
    if (!factor) return std::nullopt;
    result.sum = result.sum + mass(joules, factor->milligrams_per_kwh);
    result.used.push_back({year, joules, *factor});
  }
  return result;
}

}  // namespace pue::kpi
