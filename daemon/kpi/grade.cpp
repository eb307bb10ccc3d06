#include "kpi/grade.h"

#include "kpi/policy.h"

namespace pue::kpi {
namespace {

constexpr Millionths first_limit{1'200'000};
constexpr Millionths second_limit{1'300'000};
constexpr Millionths third_limit{1'500'000};
constexpr int most_racks_of_an_edge_site = 100;

}  // namespace

std::string_view name(Grade grade) {
  switch (grade) {
    case Grade::first:
      return "1";
    case Grade::second:
      return "2";
    case Grade::third:
      return "3";
    case Grade::none:
      return "none";
    case Grade::not_applicable:
      return "not_applicable";
  }
  return "";
}

std::optional<Grade> indicative_grade(Joules facility, Joules it,
                                      std::optional<int> standard_racks) {
  if (it <= Joules{}) return std::nullopt;
  if (!standard_racks || *standard_racks <= most_racks_of_an_edge_site) {
    return Grade::not_applicable;
  }
  if (complies(facility, it, first_limit)) return Grade::first;
  if (complies(facility, it, second_limit)) return Grade::second;
  if (complies(facility, it, third_limit)) return Grade::third;
  return Grade::none;
}

}  // namespace pue::kpi
