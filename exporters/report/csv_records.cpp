#include "exporters/report/csv_records.h"

#include <fmt/format.h>

#include "energy/volume_register.h"
#include "exporters/report/csv_line.h"
#include "exporters/report/meter_times.h"
#include "exporters/report/meters_section.h"
#include "exporters/report/records_section.h"

namespace pue::report {
namespace {

/// "who: why (ticket)", what there is of it.
std::string remark(const std::string& who, const std::string& why, const std::string& ticket) {
  auto text = who;
  if (!why.empty()) text += (text.empty() ? "" : ": ") + why;
  if (!ticket.empty()) text += fmt::format("{}({})", text.empty() ? "" : " ", ticket);
  return text;
}

std::string description(const MeterLine& meter) {
  std::string text(name(meter.place.role));
  const auto& calibration = meter.place.calibration;
  for (const auto& part :
       {meter.model, meter.place.serial, classes_text(meter.place.accuracy), meter.transformers,
        meter.place.zone, calibration ? calibration->certificate : std::string()})
    if (!part.empty()) text += "; " + part;
  if (calibration && calibration->valid_until)
    text += " until " + kpi::to_text(*calibration->valid_until);
  return text;
}

std::string meter_lines(const PeriodReport& report, const MeterLine& meter) {
  const auto times = meter_times(meter, report.period);
  std::string text;
  const auto add = [&](std::string_view what, std::optional<double> value, std::string_view unit) {
    text += to_text(
        {"meter", fmt::format("{}:{}", meter.place.name, what), report.period, value, unit});
  };
  text += to_text({"meter", meter.place.name, report.period, {}, {}, {}, description(meter)});
  if (meter.place.role == site::Role::water) {
    add("volume", meter.volume ? std::optional(cubic_metres(*meter.volume)) : std::nullopt, "m3");
  } else {
    add("imported", kilowatt_hours(meter.imported), "kWh");
    add("exported", kilowatt_hours(meter.exported), "kWh");
  }
  add("measured", times.measured, "ratio");
  add("known_otherwise", times.otherwise, "ratio");
  add("missing", times.missing, "ratio");
  add("u", meter.u, "");
  return text;
}

/// Readings as the register is read, in kWh, of water in m³.
std::string event_lines(const PeriodReport& report, const ledger::EventEntry& event) {
  const bool water = counts_water(report, event.meter);
  std::string text;
  const auto add = [&](std::string_view what, std::optional<std::int64_t> thousandths) {
    std::optional<double> value;
    if (thousandths) value = static_cast<double>(*thousandths) / (water ? 1e3 : 1e6);
    text += to_text({"event",
                     fmt::format("{}:{}{}", event.meter, event.kind, what),
                     {event.at, event.at},
                     value,
                     !value  ? ""
                     : water ? "m3"
                             : "kWh",
                     {},
                     remark(event.who, event.why, event.ticket)});
  };
  if (!event.final_reading && !event.initial_reading) add("", std::nullopt);
  if (event.final_reading) add(":final", event.final_reading);
  if (event.initial_reading) add(":initial", event.initial_reading);
  return text;
}

std::string correction_lines(const PeriodReport& report, const CorrectionLine& line) {
  const bool water = counts_water(report, line.meter);
  const auto* direction = line.direction == energy::Direction::imported ? "imported" : "exported";
  std::string text;
  const auto add = [&](std::string_view which, std::optional<Joules> counted) {
    const auto volume =
        counted ? std::optional(cubic_metres(energy::volume_of(*counted))) : std::nullopt;
    text += to_text({"correction",
                     fmt::format("{}:{}:{}", line.meter, direction, which),
                     line.period,
                     water ? volume : kilowatt_hours(counted),
                     water ? "m3" : "kWh",
                     {},
                     remark(line.who, line.why, line.ticket)});
  };
  add("old", line.before);
  add("new", line.after);
  return text;
}

std::string reference_lines(const ReferenceLine& line) {
  const auto answer = beyond(line);
  const std::string quality = !answer ? "" : *answer ? "beyond" : "within";
  std::string text;
  const auto add = [&](std::string_view which, std::optional<Joules> energy) {
    text += to_text({"reference", fmt::format("{}:{}", line.meter, which), line.period,
                     kilowatt_hours(energy), "kWh", quality, remark(line.who, {}, line.ticket)});
  };
  add("reading", line.reference);
  add("ours", line.ours);
  add("difference", difference(line));
  add("within", line.within);
  return text;
}

}  // namespace

std::string record_lines(const PeriodReport& report) {
  std::string text;
  for (const auto& meter : report.meters) text += meter_lines(report, meter);
  for (const auto& gap : report.gaps)
    text += to_text({"gap", gap.meter, gap.period,
                     std::chrono::duration<double>(gap.period.length()).count(), "s",
                     std::string(name(gap.quality))});
  for (const auto& event : report.events) text += event_lines(report, event);
  for (const auto& line : report.corrections) text += correction_lines(report, line);
  for (const auto& line : report.references) text += reference_lines(line);
  for (const auto& run : report.runs)
    text += to_text({"run", run.kind, {run.at, run.at}, {}, {}, {}, run.detail});
  return text;
}

}  // namespace pue::report
