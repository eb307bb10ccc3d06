// The verdict on a cap with uncertainty and coverage. *Complies* is another output, a plain exact
// comparison (policy.h); the two are never merged (docs/domain.md, uncertainty).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "kpi/policy.h"
#include "kpi/window_figures.h"

namespace pue::kpi {

enum class Verdict : std::uint8_t { pass, fail, inconclusive, insufficient };
inline constexpr std::array verdicts = {Verdict::pass, Verdict::fail, Verdict::inconclusive,
                                        Verdict::insufficient};
std::string_view name(Verdict verdict);

/// In this order: gate failed or PUE < 1: insufficient; U unknown: inconclusive; PUE + U ≤ cap:
/// pass; PUE − U > cap: fail; else inconclusive.
Verdict verdict(const WindowFigures& figures, Millionths cap);

}  // namespace pue::kpi
