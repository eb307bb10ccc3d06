#include "exporters/report/json_records.h"

#include <boost/json/array.hpp>

#include "base/rfc3339.h"
#include "exporters/api/fields.h"
#include "exporters/report/meters_section.h"
#include "exporters/report/records_section.h"

namespace pue::report {
namespace {

namespace json = boost::json;
using api::add;
using api::add_text;

template <class Line>
json::array list(const std::vector<Line>& lines, json::object (*one)(const Line&)) {
  json::array array;
  for (const auto& line : lines) array.push_back(one(line));
  return array;
}

void add_calibration(json::object& object, const site::MeterPlace& place) {
  if (!place.calibration) return;
  add_text(object, "certificate", place.calibration->certificate);
  if (place.calibration->valid_until)
    object["certificate_valid_until"] = kpi::to_text(*place.calibration->valid_until);
}

json::object meter(const MeterLine& line) {
  json::object object;
  add_text(object, "meter", line.place.name);
  add_text(object, "role", name(line.place.role));
  add_text(object, "model", line.model);
  add_text(object, "serial", line.place.serial);
  add_text(object, "classes", classes_text(line.place.accuracy));
  add_text(object, "transformers", line.transformers);
  add_text(object, "zone", line.place.zone);
  add_text(object, "link", line.link);
  add_calibration(object, line.place);
  add(object, "imported_joules", line.imported);
  add(object, "exported_joules", line.exported);
  if (line.volume) object["volume_m3"] = cubic_metres(*line.volume);
  json::object times;
  for (std::size_t q = 0; q < line.time_by_quality.size(); ++q)
    if (line.time_by_quality[q] > Duration{0})
      times[api::to_string(name(energy::Quality(q)))] = api::seconds(line.time_by_quality[q]);
  object["seconds_by_quality"] = std::move(times);
  add(object, "u", line.u);
  return object;
}

json::object gap(const Gap& line) {
  auto object = api::period(line.period);
  add_text(object, "meter", line.meter);
  add_text(object, "quality", name(line.quality));
  return object;
}

/// Readings in thousandths of their unit, as the ledger has them.
json::object event(const ledger::EventEntry& line) {
  json::object object;
  add(object, "at", std::optional(line.at));
  add_text(object, "meter", line.meter);
  add_text(object, "kind", line.kind);
  if (line.final_reading) object["final_thousandths"] = *line.final_reading;
  if (line.initial_reading) object["initial_thousandths"] = *line.initial_reading;
  add_text(object, "who", line.who);
  add_text(object, "why", line.why);
  add_text(object, "ticket", line.ticket);
  return object;
}

json::object correction(const PeriodReport& report, const CorrectionLine& line) {
  const bool water = counts_water(report, line.meter);
  auto object = api::period(line.period);
  add(object, "written", std::optional(line.written));
  add_text(object, "meter", line.meter);
  add_text(object, "direction",
           line.direction == energy::Direction::imported ? "imported" : "exported");
  add(object, water ? "old_millilitres" : "old_joules", line.before);
  add(object, water ? "new_millilitres" : "new_joules", std::optional(line.after));
  add_text(object, "who", line.who);
  add_text(object, "why", line.why);
  add_text(object, "ticket", line.ticket);
  return object;
}

json::object reference(const ReferenceLine& line) {
  auto object = api::period(line.period);
  add_text(object, "meter", line.meter);
  add_text(object, "who", line.who);
  add_text(object, "ticket", line.ticket);
  add(object, "reference_joules", std::optional(line.reference));
  add(object, "ours_joules", line.ours);
  add(object, "difference_joules", difference(line));
  add(object, "within_joules", line.within);
  if (const auto answer = beyond(line)) object["beyond"] = *answer;
  return object;
}

json::object run(const RunLine& line) {
  json::object object;
  add(object, "at", std::optional(line.at));
  add_text(object, "kind", line.kind);
  add_text(object, "detail", line.detail);
  return object;
}

}  // namespace

void add_records(json::object& object, const PeriodReport& report) {
  object["meters"] = list(report.meters, meter);
  object["gaps"] = list(report.gaps, gap);
  object["events"] = list(report.events, event);
  json::array corrections;
  for (const auto& line : report.corrections) corrections.push_back(correction(report, line));
  object["corrections"] = std::move(corrections);
  object["references"] = list(report.references, reference);
  object["runs"] = list(report.runs, run);
  json::array later;
  for (const auto time : report.corrected_after)
    later.push_back(json::string(format_rfc3339(time)));
  object["later_versions"] = std::move(later);
}

}  // namespace pue::report
