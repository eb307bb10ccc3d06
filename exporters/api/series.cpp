#include "exporters/api/series.h"

#include <boost/json/array.hpp>

#include "exporters/api/fields.h"

namespace pue::api {
namespace {

namespace json = boost::json;

json::object point(const ledger::SeriesPoint& one) {
  auto object = period(one.period);
  add(object, "value", one.value);
  add_text(object, "quality", one.quality);
  add(object, "coverage", std::optional(one.coverage));
  return object;
}

}  // namespace

json::object series(const Series& series) {
  json::object object;
  add_text(object, "figure", series.name);
  add_text(object, "unit", series.unit);
  add_text(object, "step", series.step);
  add_text(object, "zone", series.zone);
  json::array points;
  points.reserve(series.points.size());
  for (const auto& one : series.points) points.push_back(point(one));
  object["points"] = std::move(points);
  return object;
}

}  // namespace pue::api
