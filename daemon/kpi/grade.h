// The indicative grade of GB 40879-2021 by R_M2, the annual electricity ratio as operated. Of the
// standard's two figures this is the one that meters give; it is no certificate of a grade.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/units.h"

namespace pue::kpi {

enum class Grade : std::uint8_t {
  first,           // R_M2 ≤ 1.20
  second,          // ≤ 1.30
  third,           // ≤ 1.50
  none,            // above
  not_applicable,  // edge sites of at most 100 standard racks, and where the size is not stated
};
std::string_view name(Grade grade);

/// Over twelve months, compared exactly as a cap is (policy.h). The limits are `assumed` until the
/// text is at hand. Absent unless IT energy is positive.
std::optional<Grade> indicative_grade(Joules facility, Joules it,
                                      std::optional<int> standard_racks);

}  // namespace pue::kpi
