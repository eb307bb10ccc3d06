#include "exporters/prometheus/caps.h"

#include <array>

namespace pue::prometheus {
namespace {

constexpr double millionths_per_unit = 1e6;

void cap_ratio(const View& view, Series& series) {
  for (const auto& cap : view.snapshot.caps)
    series.add(static_cast<double>(cap.policy.cap.count) / millionths_per_unit, {cap.policy.id});
}

void cap_complies(const View& view, Series& series) {
  for (const auto& cap : view.snapshot.caps)
    for (std::size_t i = 0; i < kpi::windows.size(); ++i)
      if (const auto complies = cap.complies[i])
        series.add(*complies ? 1.0 : 0.0, {cap.policy.id, name(kpi::windows[i])});
}

constexpr std::array families = {
    Family{"pue_cap_ratio", Kind::Gauge, "site,policy",
           "Cap on PUE of a policy row that applies to this site.", cap_ratio},
    Family{"pue_cap_complies", Kind::Gauge, "site,policy,window",
           "1 if the window's unrounded PUE is at most the cap (GB/T 8170), else 0; shorter than "
           "12 months it is an indication.",
           cap_complies},
};

}  // namespace

std::span<const Family> caps() { return families; }

}  // namespace pue::prometheus
