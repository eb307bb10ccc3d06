// The English formulas of the API; the page has them in both languages from the catalogue.
#include <fmt/format.h>

#include <stdexcept>

#include "exporters/api/explain.h"

namespace pue::api {
namespace {

std::string_view share_formula(std::size_t part) {
  switch (static_cast<kpi::ShareMethod>(part)) {
    case kpi::ShareMethod::interval:
      return "sum of min(L, G) / sum of L over intervals";
    case kpi::ShareMethod::hourly:
      return "sum of min(L, G) / sum of L over whole local hours";
    case kpi::ShareMethod::annual:
      return "sum of G / sum of L, not matched in time";
    case kpi::ShareMethod::cfe:
      return "sum of (min(L, G) + max(0, L - G) * carbon-free share of the grid) / sum of L over "
             "whole local hours";
    case kpi::ShareMethod::attributes:
      return "REF = certificates owned and retired, generated in the 12 months / E_facility, at "
             "most 1; low: certificates only for the time whose E_facility is known";
  }
  throw std::logic_error("no such method");
}

std::string in_words(const FigureName& figure) {
  switch (figure.kind) {
    case FigureKind::pue:
      return "PUE = E_facility / E_it over the same usable intervals";
    case FigureKind::facility_energy:
      return "sum of coefficient * energy over the inputs, usable intervals only";
    case FigureKind::it_energy:
      return "sum of coefficient * energy over the inputs, the same usable intervals";
    case FigureKind::overhead_energy:
      return "sum of coefficient * energy over the inputs; unexplained is E_facility - E_it - the "
             "other subsystems";
    case FigureKind::source_energy:
      return "sum of coefficient * energy over the inputs, import less export";
    case FigureKind::renewable_share:
      if (is_by_certificates(figure)) return std::string(share_formula(figure.part));
      return fmt::format("{}; L: electrical E_facility, G: renewable energy used on site",
                         share_formula(figure.part));
    case FigureKind::coverage:
      return "covered time / elapsed time; an interval is covered when every input is measured, "
             "integrated, substituted, edited, or recovered with its whole gap inside the window";
    case FigureKind::water_usage:
      return "WUE = water / E_it over the usable intervals in which every water meter is known";
    case FigureKind::energy_reuse:
      return "ERF = heat reused outside / E_facility over the usable intervals in which every heat "
             "meter is known";
    case FigureKind::budget:
      return "left = sum of (C - T) * E_it over the whole year - (E_facility - T * E_it to date); "
             "year-end projection = E_facility of the year / E_it of the year; required = (C * "
             "E_it of the year - E_facility to date) / E_it of the rest; burn rate = (PUE of the "
             "window - T) / (C - T)";
    case FigureKind::carbon:
      return figure.part == 0
                 ? "sum over years of grid load * factor of the grid, and of gensets"
                 : "sum over years of grid load not covered by certificates * residual "
                   "factor, and of gensets";
    case FigureKind::carbon_usage:
      return "CUE = location-based CO2 / E_it";
    case FigureKind::standard_coal:
      return "sum over years of E_facility * factor";
    case FigureKind::grade:
      return "R_M2 = E_facility / E_it of 12 months; grade 1 up to 1.20, 2 up to 1.30, 3 up to "
             "1.50";
  }
  throw std::logic_error("no such figure");
}

}  // namespace

std::string formula(const View& view, const FigureName& figure) {
  return in_words(figure) + "; " + view.snapshot.equation;
}

}  // namespace pue::api
