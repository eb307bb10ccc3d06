#include "exporters/report/list_sheets.h"

#include <fmt/format.h>

#include "energy/volume_register.h"
#include "exporters/report/cells.h"
#include "exporters/report/meter_times.h"
#include "exporters/report/meters_section.h"
#include "exporters/report/records_section.h"

namespace pue::report {
namespace {

using Row = std::vector<Cell>;

std::vector<Column> trend_columns(const Context& context) {
  std::vector<Column> columns{
      column(context, "report.step", 17),     column(context, "page.pue", 10),
      column(context, "report.u", 10),        column(context, "page.coverage", 12),
      column(context, "report.facility", 16), column(context, "report.it", 16)};
  for (std::size_t s = 0; s < site::subsystem_count; ++s)
    columns.push_back(
        {fmt::format("{} (kWh)",
                     context.plain_word("subsystem", name(static_cast<site::Subsystem>(s)))),
         16});
  for (std::size_t s = 0; s < 4; ++s)
    columns.push_back(
        {fmt::format("{} (kWh)", context.plain_word("role", name(static_cast<site::Role>(s)))),
         16});
  for (const auto* bound : {"page.low", "page.high"})
    columns.push_back({fmt::format("{}, {}", context.messages.text("page.renewable_share"),
                                   context.messages.text(bound)),
                       18});
  columns.push_back(column(context, "report.remark", 40));
  return columns;
}

Row trend_row(const Context& context, const kpi::WindowFigures& step) {
  Row row{moment(context, step.period.start),
          number(step.pue ? step.pue : step.pue_ungated, NumberFormat::ratio),
          number(step.uncertainty, NumberFormat::ratio),
          percent(step.coverage()),
          kwh(step.facility),
          kwh(step.it)};
  for (const auto& part : step.overhead) row.push_back(kwh(part));
  for (const auto& source : step.sources) row.push_back(kwh(source));
  const auto method = kpi::matching_method(context.report.figures.step);
  const auto& share = step.renewable_ungated[std::size_t(method)];
  row.push_back(share ? percent(share->low.ratio()) : Cell{});
  row.push_back(share ? percent(share->high.ratio()) : Cell{});
  if (step.insufficient != kpi::Insufficient::none)
    row.emplace_back(context.plain_word("insufficient", name(step.insufficient)));
  return row;
}

Row meter_row(const Context& context, const MeterLine& meter) {
  const auto& place = meter.place;
  const auto times = meter_times(meter, context.report.period);
  const auto& calibration = place.calibration;
  const bool dated = calibration && calibration->valid_until;
  return {place.name,
          context.plain_word("role", name(place.role)),
          meter.model,
          place.serial,
          classes_text(place.accuracy),
          meter.transformers,
          place.zone,
          meter.link,
          calibration ? Cell{calibration->certificate} : Cell{},
          dated ? Cell{date(*calibration->valid_until)} : Cell{},
          expired(meter, last_day(context.report)) ? context.messages.text("report.expired") : "",
          kwh(meter.imported),
          kwh(meter.exported),
          meter.volume ? Cell{Number{cubic_metres(*meter.volume), NumberFormat::energy}} : Cell{},
          percent(times.measured),
          percent(times.otherwise),
          percent(times.missing),
          number(meter.u, NumberFormat::ratio)};
}

/// Kind, start, end, meter, what, before, after, unit, who, why, ticket.
Row event_row(const Context& context, const ledger::EventEntry& event) {
  const bool water = counts_water(context.report, event.meter);
  const auto reading = [&](const std::optional<std::int64_t>& thousandths) -> Cell {
    if (!thousandths) return {};
    return Number{static_cast<double>(*thousandths) / (water ? 1e3 : 1e6), NumberFormat::energy};
  };
  return {context.messages.text("report.events"),
          moment(context, event.at),
          {},
          event.meter,
          context.plain_word("event", event.kind),
          reading(event.final_reading),
          reading(event.initial_reading),
          water ? "m³" : "kWh",
          event.who,
          event.why,
          event.ticket};
}

Row gap_row(const Context& context, const Gap& gap) {
  return {context.messages.text("report.gaps"), moment(context, gap.period.start),
          moment(context, gap.period.end), gap.meter,
          context.plain_word("quality", name(gap.quality))};
}

Cell amount(const Context& context, const std::string& meter, std::optional<Joules> counted) {
  if (!counts_water(context.report, meter)) return kwh(counted);
  if (!counted) return {};
  return Number{cubic_metres(energy::volume_of(*counted)), NumberFormat::energy};
}

Row correction_row(const Context& context, const CorrectionLine& line) {
  const auto* direction =
      line.direction == energy::Direction::imported ? "page.energy_import" : "page.energy_export";
  return {context.messages.text("report.corrections"),
          moment(context, line.period.start),
          moment(context, line.period.end),
          line.meter,
          context.messages.text(direction),
          amount(context, line.meter, line.before),
          amount(context, line.meter, line.after),
          counts_water(context.report, line.meter) ? "m³" : "kWh",
          line.who,
          line.why,
          line.ticket};
}

Row reference_row(const Context& context, const ReferenceLine& line) {
  const auto answer = beyond(line);
  const auto* word = !answer ? "page.undecided" : *answer ? "report.beyond" : "report.within";
  return {context.messages.text("report.references"),
          moment(context, line.period.start),
          moment(context, line.period.end),
          line.meter,
          context.messages.text(word),
          kwh(line.reference),
          kwh(line.ours),
          "kWh",
          line.who,
          {},
          line.ticket};
}

Row run_row(const Context& context, const RunLine& run) {
  return {context.messages.text("report.runs"),
          moment(context, run.at),
          {},
          {},
          fmt::format("{} {}", context.plain_word("run", run.kind), run.detail)};
}

}  // namespace

Sheet trend_sheet(const Context& context) {
  Sheet sheet{context.messages.text("report.sheet_trend"), trend_columns(context), {}};
  for (const auto& step : context.report.figures.trend)
    sheet.rows.push_back(trend_row(context, step));
  return sheet;
}

Sheet meters_sheet(const Context& context) {
  Sheet sheet{context.messages.text("report.sheet_meters"), {}, {}};
  for (const auto* key :
       {"page.meter", "page.role", "report.model_alone", "report.serial", "report.classes",
        "report.transformers", "report.zone", "page.link", "report.calibration",
        "report.valid_until_head", "report.remark", "report.imported", "report.exported",
        "report.volume", "report.measured_time", "report.otherwise_time", "report.missing_time",
        "report.u_part"})
    sheet.columns.push_back(column(context, key, 17));
  for (const auto& meter : context.report.meters) sheet.rows.push_back(meter_row(context, meter));
  return sheet;
}

Sheet events_sheet(const Context& context) {
  Sheet sheet{context.messages.text("report.sheet_events"), {}, {}};
  for (const auto* key : {"report.list", "report.from", "report.to", "page.meter", "report.what",
                          "report.value_before", "report.value_after", "report.unit", "report.who",
                          "report.why", "report.ticket"})
    sheet.columns.push_back(column(context, key, 18));
  const auto& report = context.report;
  for (const auto& gap : report.gaps) sheet.rows.push_back(gap_row(context, gap));
  for (const auto& line : report.corrections) sheet.rows.push_back(correction_row(context, line));
  for (const auto& event : report.events) sheet.rows.push_back(event_row(context, event));
  for (const auto& line : report.references) sheet.rows.push_back(reference_row(context, line));
  for (const auto& run : report.runs) sheet.rows.push_back(run_row(context, run));
  return sheet;
}

}  // namespace pue::report
