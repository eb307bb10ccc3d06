#include "exporters/prometheus/caps.h"

#include <array>

namespace pue::prometheus {
namespace {

constexpr double millionths_per_unit = 1e6;

template <class Use>
void each_cap(const View& view, Use use) {
  for (const auto& cap : view.snapshot.closed.caps) use(cap);
}

void cap_ratio(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    series.add(static_cast<double>(cap.policy.cap.count) / millionths_per_unit, {cap.policy.id});
  });
}

void cap_complies(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    for (std::size_t i = 0; i < kpi::windows.size(); ++i)
      if (const auto complies = cap.complies[i])
        series.add(*complies ? 1.0 : 0.0, {cap.policy.id, name(kpi::windows[i])});
  });
}

void cap_verdict(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    for (std::size_t i = 0; i < kpi::windows.size(); ++i) {
      if (!cap.verdicts[i]) continue;
      for (const auto verdict : kpi::verdicts)
        series.add(verdict == *cap.verdicts[i] ? 1.0 : 0.0,
                   {cap.policy.id, name(kpi::windows[i]), name(verdict)});
    }
  });
}

void target(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    if (cap.target) series.add(cap.target->annual, {cap.policy.id});
  });
}

void seasonal(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    if (cap.target)
      series.add(cap.target->season == kpi::Season::unknown ? 0.0 : 1.0, {cap.policy.id});
  });
}

void remaining(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    if (cap.budget) series.add(cap.budget->remaining_joules, {cap.policy.id});
  });
}

void remaining_ratio(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    if (cap.budget) series.add(cap.budget->remaining_ratio, {cap.policy.id});
  });
}

void burn_rate(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    for (std::size_t i = 0; i < cap.burn.size(); ++i)
      series.add(cap.burn[i], {cap.policy.id, engine::burn_windows()[i].name});
  });
}

void projection(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    if (cap.budget) series.add(cap.budget->landing, {cap.policy.id});
  });
}

void required(const View& view, Series& series) {
  each_cap(view, [&](const engine::CapFigure& cap) {
    if (cap.budget) series.add(cap.budget->required, {cap.policy.id});
  });
}

constexpr std::array families = {
    Family{"pue_cap_ratio", Kind::Gauge, "site,policy",
           "Cap on PUE of a policy row that applies to this site.", cap_ratio},
    Family{"pue_cap_complies", Kind::Gauge, "site,policy,window",
           "1 if the window's unrounded PUE is at most the cap (GB/T 8170), else 0; shorter than "
           "12 months it is an indication.",
           cap_complies},
    Family{"pue_cap_verdict", Kind::Gauge, "site,policy,window,verdict",
           "With uncertainty and coverage: 1 for the verdict that holds, 0 for the three others.",
           cap_verdict},
    Family{"pue_target_ratio", Kind::Gauge, "site,policy",
           "The site's own annual target below the cap; cap minus 0.03 where none is configured.",
           target},
    Family{"pue_budget_seasonal", Kind::Gauge, "site,policy",
           "1 if the target has a monthly shape; without one, burn rate and projection page "
           "nobody.",
           seasonal},
    Family{"pue_budget_remaining_joules", Kind::Gauge, "site,policy",
           "Overhead energy that the calendar year may still use above the target before it ends "
           "at the cap; negative when overdrawn.",
           remaining},
    Family{"pue_budget_remaining_ratio", Kind::Gauge, "site,policy",
           "The same by the whole year's budget.", remaining_ratio},
    Family{"pue_budget_burn_rate", Kind::Gauge, "site,policy,window",
           "How many times faster than evenly the budget is used over the trailing window.",
           burn_rate},
    Family{"pue_year_end_projection_ratio", Kind::Gauge, "site,policy",
           "PUE at the end of the calendar year if its rest goes on like the last 30 days, by the "
           "season.",
           projection},
    Family{"pue_required_rest_of_year_ratio", Kind::Gauge, "site,policy",
           "PUE that the rest of the calendar year must have to end at the cap; absent on the last "
           "day.",
           required},
};

}  // namespace

std::span<const Family> caps() { return families; }

}  // namespace pue::prometheus
