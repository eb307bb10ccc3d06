#include "exporters/report/records_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "energy/volume_register.h"
#include "exporters/page/html.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using page::escape;

std::string hours(const Context& context, Duration length) {
  return context.number(std::chrono::duration<double, std::ratio<3600>>(length).count(), 2);
}

std::string gap_row(const Context& context, const Gap& gap) {
  return row({cell(escape(gap.meter)), time_cell(context, gap.period.start),
              time_cell(context, gap.period.end), number_cell(hours(context, gap.period.length())),
              cell(context.word("quality", name(gap.quality)))});
}

std::string amount(const Context& context, const std::string& meter,
                   std::optional<Joules> counted) {
  if (!counts_water(context.report, meter)) return context.kwh(counted);
  if (!counted) return context.text("page.absent");
  return context.cubic_metres(energy::volume_of(*counted));
}

std::string correction_row(const Context& context, const CorrectionLine& line) {
  const auto* direction =
      line.direction == energy::Direction::imported ? "page.energy_import" : "page.energy_export";
  return row({time_cell(context, line.written),
              cell(fmt::format("{} · {}", escape(line.meter), context.text(direction))),
              period_cell(context, line.period),
              number_cell(amount(context, line.meter, line.before)),
              number_cell(amount(context, line.meter, line.after)), cell(escape(line.who)),
              cell(escape(line.why)), cell(context.or_absent(line.ticket))});
}

/// Thousandths of Wh, or of m³, as the register is read.
std::string reading(const Context& context, const ledger::EventEntry& event,
                    const std::optional<std::int64_t>& thousandths) {
  if (!thousandths) return context.text("page.absent");
  const auto value = static_cast<double>(*thousandths);
  if (counts_water(context.report, event.meter))
    return context.text("page.cubic_metres", {{"value", page::grouped(value / 1e3, 3)}});
  return context.text("page.kilowatt_hours", {{"value", page::grouped(value / 1e6, 3)}});
}

std::string event_row(const Context& context, const ledger::EventEntry& event) {
  return row({time_cell(context, event.at), cell(escape(event.meter)),
              cell(context.word("event", event.kind)),
              number_cell(reading(context, event, event.final_reading)),
              number_cell(reading(context, event, event.initial_reading)), cell(escape(event.who)),
              cell(escape(event.why)), cell(context.or_absent(event.ticket))});
}

std::string judged(const Context& context, const ReferenceLine& line) {
  const auto answer = beyond(line);
  if (!answer) return fmt::format("<td class=\"absent\">{}</td>", context.text("page.undecided"));
  return fmt::format("<td class=\"{}\">{}</td>", *answer ? "warn" : "good",
                     context.text(*answer ? "report.beyond" : "report.within"));
}

std::string reference_row(const Context& context, const ReferenceLine& line) {
  const auto off = difference(line);
  std::optional<double> relative;
  if (off && line.reference.count != 0)
    relative = static_cast<double>(off->count) / static_cast<double>(line.reference.count);
  return row(
      {cell(escape(line.meter)), period_cell(context, line.period),
       number_cell(context.kwh(line.reference)), number_cell(context.kwh(line.ours)),
       number_cell(context.kwh(off)),
       number_cell(context.number(relative ? std::optional(*relative * 100) : std::nullopt, 2)),
       number_cell(line.within ? "± " + context.kwh(line.within) : context.text("page.absent")),
       judged(context, line), cell(escape(line.who)), cell(context.or_absent(line.ticket))});
}

}  // namespace

bool counts_water(const PeriodReport& report, const std::string& meter) {
  const auto& meters = report.meters;
  const auto found = std::find_if(meters.begin(), meters.end(),
                                  [&](const auto& line) { return line.place.name == meter; });
  return found != meters.end() && found->place.role == site::Role::water;
}

std::optional<Joules> difference(const ReferenceLine& line) {
  if (!line.ours) return std::nullopt;
  return *line.ours - line.reference;
}

std::optional<bool> beyond(const ReferenceLine& line) {
  const auto off = difference(line);
  if (!off || !line.within) return std::nullopt;
  return std::abs(off->count) > line.within->count;
}

std::string gaps_section(const Context& context) {
  std::string rows;
  for (const auto& gap : context.report.gaps) rows += gap_row(context, gap);
  return section(context, "report.gaps",
                 table_or_none(context, "small",
                               heads(context, {"page.meter", "report.from", "report.to"}) +
                                   number_heads(context, {"report.hours"}) +
                                   heads(context, {"report.quality"}),
                               rows));
}

std::string corrections_section(const Context& context) {
  std::string rows;
  for (const auto& line : context.report.corrections) rows += correction_row(context, line);
  return section(context, "report.corrections",
                 table_or_none(context, "small",
                               heads(context, {"report.written", "page.meter", "page.period"}) +
                                   number_heads(context, {"report.before", "report.after"}) +
                                   heads(context, {"report.who", "report.why", "report.ticket"}),
                               rows));
}

std::string events_section(const Context& context) {
  std::string rows;
  for (const auto& event : context.report.events) rows += event_row(context, event);
  return section(
      context, "report.events",
      table_or_none(context, "small",
                    heads(context, {"report.at", "page.meter", "report.event"}) +
                        number_heads(context, {"report.final_reading", "report.initial_reading"}) +
                        heads(context, {"report.who", "report.why", "report.ticket"}),
                    rows));
}

std::string references_section(const Context& context) {
  std::string rows;
  for (const auto& line : context.report.references) rows += reference_row(context, line);
  return section(
      context, "report.references",
      table_or_none(
          context, "small judged",
          heads(context, {"page.meter", "page.period"}) +
              number_heads(context, {"report.reference", "report.ours", "report.difference",
                                     "report.difference_percent", "report.allowed"}) +
              heads(context, {"report.answer", "report.who", "report.ticket"}),
          rows));
}

std::string runs_section(const Context& context) {
  std::string rows;
  for (const auto& run : context.report.runs)
    rows += row({time_cell(context, run.at), cell(context.word("run", run.kind)),
                 cell(escape(run.detail))});
  return section(context, "report.runs",
                 table_or_none(context, "small narrow",
                               heads(context, {"report.at", "report.run", "report.detail"}), rows));
}

}  // namespace pue::report
