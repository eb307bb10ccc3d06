// Where a moment and a value lie in a chart: time to the right, values upwards. It draws nothing.
#pragma once

#include "base/time.h"

namespace pue::page {

struct Axes {
  Period time;
  double low, high;
  double width = 960, height = 210;
  double left = 44, right = 10, top = 10, bottom = 24;  // margins

  double x(UtcTime t) const {
    const double share =
        static_cast<double>((t - time.start).count()) / static_cast<double>(time.length().count());
    return left + share * (width - left - right);
  }
  double y(double value) const {
    return top + (high - value) / (high - low) * (height - top - bottom);
  }
};

}  // namespace pue::page
