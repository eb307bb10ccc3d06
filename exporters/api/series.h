// A figure of the history as JSON: its name, unit and points. It computes nothing.
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string_view>

#include "ledger/series.h"

namespace pue::api {

struct Series {
  std::string_view name;  // of the figure, as it was asked for
  std::string_view unit;  // "" for PUE, which has none
  std::string_view step;
  std::string_view zone;  // whose local steps these are
  std::span<const ledger::SeriesPoint> points;
};

/// {"figure", "unit", "step", "zone", "points": [{"start", "end", "value", "quality",
/// "coverage"}]}; a point in a gap has no value, a figure without unit no unit.
boost::json::object series(const Series& series);

}  // namespace pue::api
