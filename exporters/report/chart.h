// What the charts of a report have in common: a frame with rulers and days or months below it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exporters/page/axes.h"
#include "exporters/report/context.h"

namespace pue::report {

/// Over the whole period; `low` < `high`.
page::Axes axes_over(const PeriodReport& report, double low, double high);

/// 1, 2 or 5 times a power of ten, so that about five of them make `range`.
double ruler_step(double range);

/// "2026-03-01", or "2026-03" where steps are months.
std::string step_name(const Context& context, const Period& step);

/// Horizontal rulers with their values, and the names of some steps below.
std::string rulers(const Context& context, const page::Axes& axes, int decimals);

/// A rectangle from one value to another over the middle `share` of a step.
std::string bar(const page::Axes& axes, const Period& step, double low, double high, double share,
                std::string_view of);

/// `of` and the name of each colour.
struct Key {
  std::string of;
  std::string html;
};
std::string figure(const Context& context, std::string_view title_key, const page::Axes& axes,
                   std::string_view svg, const std::vector<Key>& keys);

}  // namespace pue::report
