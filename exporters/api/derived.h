// Figures that are no sum of meters but follow from other figures: budget, CO2, standard coal,
// grade. For each the numbers that it was computed from, as data: the API prints them as they are,
// the page in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/api/explain.h"

namespace pue::api {

enum class TermUnit : std::uint8_t { joules, ratio, kilograms, kilograms_per_kilowatt_hour };
/// "J", "", "kg", "kg/kWh".
std::string_view name(TermUnit unit);

struct Term {
  std::string key;  // "facility_to_date": message `term.KEY`
  double value = 0;
  TermUnit unit = TermUnit::joules;
  std::optional<int> year = {};               // of consumption
  const kpi::EnergyFactor* factor = nullptr;  // the row that the value is, for its source
};

struct Derived {
  Term value;
  std::vector<Term> terms;
};

/// Budget, carbon, CUE, standard coal and grade, whatever the window asked for.
bool is_derived(FigureKind kind);
/// Their window: the calendar year for a budget, else the annual one.
kpi::Window window_of(FigureKind kind);
/// Absent while the figure is. Points into `closed`. Precondition: is_derived(figure.kind).
std::optional<Derived> derived(const engine::ClosedFigures& closed, const FigureName& figure);

}  // namespace pue::api
