// Cells that judge: *complies*, a plain comparison, and the verdict, which also asks for coverage
// and uncertainty. Two words, never merged.
#pragma once

#include <optional>
#include <string>

#include "exporters/page/wording.h"
#include "kpi/verdict.h"

namespace pue::page {

/// <td> with "complies", "above the cap" or "no verdict".
std::string complies_cell(const Wording& words, std::optional<bool> complies);
/// <td> with the verdict, or the absent sign.
std::string verdict_cell(const Wording& words, std::optional<kpi::Verdict> verdict);

}  // namespace pue::page
