// `/api/v1/explain`: where one figure of one window comes from: formula, meters with coefficients
// and energies, coverage, uncertainty. It computes no figure; the page shows the same content.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exporters/view.h"

namespace pue::api {

enum class FigureKind : std::uint8_t {
  pue,
  facility_energy,
  it_energy,
  overhead_energy,  // :SUBSYSTEM
  source_energy,    // :ROLE
  renewable_share,  // :METHOD
  coverage,
  water_usage,   // "wue"
  energy_reuse,  // "erf"
  // Of a year, and no sums of meters (derived.h):
  budget,         // :POLICY
  carbon,         // :location, :market
  carbon_usage,   // "cue"
  standard_coal,  // :calorific, :equivalent
  grade,
};
std::string_view name(FigureKind kind);

/// A figure by its name, "pue" or "overhead_energy:cooling".
struct FigureName {
  FigureKind kind = FigureKind::pue;
  std::size_t part = 0;  // position in Subsystem, source Role, ShareMethod or the list above
  std::string part_name;
  std::string text() const;
};
/// Error: says which figures there are.
Result<FigureName> figure_from_name(std::string_view text);
/// Error: says which windows there are.
Result<kpi::Window> window_from_name(std::string_view text);

/// What is asked for.
struct Question {
  FigureName figure;
  kpi::Window window = kpi::Window::twelve_months;
};

struct FigureValue {
  std::optional<double> ratio;  // of WUE in m³/MWh
  std::optional<double> high;   // upper bound where missing data leaves a range
  std::optional<Joules> energy;
};
/// Also below the gate: the caller says `insufficient` then. Nothing for a derived figure.
FigureValue value_of(const kpi::WindowFigures& figures, const FigureName& figure);

/// The renewable share by certificates (method `attributes`).
bool is_by_certificates(const FigureName& figure);

/// The coefficient with which a meter enters this figure; absent for figures that are no sum of
/// meters (PUE has two, renewable shares match per hour, coverage is time). Of the share by
/// certificates that in E_facility.
std::optional<double> coefficient(const engine::Explanation::Input& input,
                                  const FigureName& figure);
/// The two coefficients of a figure that is a ratio of sums, numerator first: of E_facility and
/// E_it for PUE and whatever has none of its own, water and E_it for WUE, heat and E_facility for
/// ERF.
struct RatioCoefficients {
  double numerator = 0;
  double denominator = 0;
};
RatioCoefficients ratio_coefficients(const engine::Explanation::Input& input,
                                     const FigureName& figure);
/// The meters to show: those that enter the figure.
std::vector<engine::Explanation::Input> inputs_of(const engine::ClosedFigures& closed,
                                                  const Question& question);
/// The entries of the account that a share by certificates counts; null for other figures.
const std::vector<kpi::Certificate>* counted_certificates(const engine::ClosedFigures& closed,
                                                          const Question& question);
/// The boundary equation in words for this figure.
std::string formula(const View& view, const FigureName& figure);

/// The `data` of the answer.
boost::json::value explain(const View& view, const Question& question);

}  // namespace pue::api
