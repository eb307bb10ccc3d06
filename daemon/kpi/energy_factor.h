// What a kilowatt-hour stands for in mass: CO2, or standard coal. Factors are dated rows with a
// source, never constants; the year of consumption picks the row. It does not say which energy is
// to be multiplied (carbon.h, coal_equivalent.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

namespace pue::kpi {

enum class FactorKind : std::uint8_t {
  grid,        // CO2 of the grid's average kilowatt-hour
  residual,    // CO2 of what is left of the grid without traded green power
  genset,      // CO2 of the fuel for a kilowatt-hour of a backup generator
  calorific,   // standard coal, 当量值
  equivalent,  // standard coal, 等价值
};
std::string_view name(FactorKind kind);
std::optional<FactorKind> factor_kind_from_name(std::string_view name);

/// Exact mass. int64 holds 9.2e18 mg: nine billion tonnes.
struct Milligrams {
  std::int64_t count = 0;
  constexpr auto operator<=>(const Milligrams&) const = default;
};
constexpr Milligrams operator+(Milligrams a, Milligrams b) { return {a.count + b.count}; }
double grams(Milligrams mass);
double kilograms(Milligrams mass);
double tonnes(Milligrams mass);

struct EnergyFactor {
  FactorKind kind = FactorKind::grid;
  std::string region;  // "national", "north-china", "inner-mongolia"
  int year = 0;        // for consumption of this year, and later ones until a newer row
  std::int64_t milligrams_per_kwh = 0;  // 0.5306 kg/kWh is 530'600
  std::string source;
  std::string confidence;  // read, reported, assumed
  bool operator==(const EnergyFactor&) const = default;
};

/// energy · factor, to the nearest milligram, a half up.
Milligrams mass(Joules energy, std::int64_t milligrams_per_kwh);

/// The row of that year, else of the latest year before; nothing when there is none.
std::optional<EnergyFactor> factor_for(const std::vector<EnergyFactor>& rows, FactorKind kind,
                                       std::string_view region, int year);

/// Energy by local calendar year of consumption.
using YearlyEnergy = std::map<int, Joules>;

struct FactorUse {
  int year;
  Joules energy;
  EnergyFactor factor;
  bool of_the_year() const { return factor.year == year; }  // else the latest published before
};
struct YearlyMass {
  Milligrams sum;
  std::vector<FactorUse> used;  // by year: what a report has to print
};
/// Σ over years of energy · the year's factor, each year rounded as `mass` does. Absent when there
/// is no year, or one has no factor.
std::optional<YearlyMass> yearly_mass(const YearlyEnergy& energy,
                                      const std::vector<EnergyFactor>& rows, FactorKind kind,
                                      std::string_view region);

}  // namespace pue::kpi
