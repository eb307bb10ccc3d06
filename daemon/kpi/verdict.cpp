#include "kpi/verdict.h"

namespace pue::kpi {

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::insufficient:
      return "insufficient";
  }
  return "";
}

Verdict verdict(const WindowFigures& figures, Millionths cap) {
  if (!figures.pue || *figures.pue < 1) return Verdict::insufficient;
  if (!figures.uncertainty) return Verdict::inconclusive;
  const double limit = static_cast<double>(cap.count) / 1e6;
  if (*figures.pue + *figures.uncertainty <= limit) return Verdict::pass;
  if (*figures.pue - *figures.uncertainty > limit) return Verdict::fail;
  return Verdict::inconclusive;
}

}  // namespace pue::kpi
