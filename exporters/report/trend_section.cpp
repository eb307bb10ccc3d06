#include "exporters/report/trend_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "exporters/page/html.h"
#include "exporters/report/chart.h"
#include "exporters/report/energy_chart.h"
#include "exporters/report/pue_chart.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using kpi::WindowFigures;

/// Subsystems that are known in some step: the others have no column.
std::vector<std::size_t> known_subsystems(const std::vector<WindowFigures>& trend) {
  std::vector<std::size_t> known;
  for (std::size_t s = 0; s < site::subsystem_count; ++s)
    if (std::any_of(trend.begin(), trend.end(),
                    [s](const auto& step) { return step.overhead[s].has_value(); }))
      known.push_back(s);
  return known;
}

std::string table_heads(const Context& context, const std::vector<std::size_t>& subsystems) {
  auto html = heads(context, {"report.step"}) +
              number_heads(context, {"page.pue", "report.u", "report.coverage", "report.facility",
                                     "report.it"});
  for (const auto s : subsystems)
    html += fmt::format("<th class=\"number\">{} (kWh)</th>",
                        context.word("subsystem", name(static_cast<site::Subsystem>(s))));
  return html + number_heads(context, {"report.renewable"});
}

std::string pue_cell(const Context& context, const WindowFigures& step) {
  if (step.pue || !step.pue_ungated) return number_cell(context.beside_caps(step.pue));
  return fmt::format("<td class=\"number absent\">{} ({})</td>",
                     context.beside_caps(step.pue_ungated), context.text("page.insufficient"));
}

std::string share_text(const Context& context, const WindowFigures& step) {
  const auto method = kpi::matching_method(context.report.figures.step);
  const auto& share = step.renewable_ungated[std::size_t(method)];
  if (!share) return context.text("page.absent");
  const auto low = context.in_percent(share->low.ratio());
  const auto high = context.in_percent(share->high.ratio());
  return low == high ? low : fmt::format("{}–{}", low, high);
}

std::string step_row(const Context& context, const WindowFigures& step,
                     const std::vector<std::size_t>& subsystems) {
  auto cells = cell(step_name(context, step.period)) + pue_cell(context, step) +
               number_cell(context.number(step.uncertainty, 4)) +
               number_cell(context.in_percent(step.coverage())) +
               number_cell(context.kwh(step.facility)) + number_cell(context.kwh(step.it));
  for (const auto s : subsystems) cells += number_cell(context.kwh(step.overhead[s]));
  return row({cells, number_cell(share_text(context, step))});
}

}  // namespace

std::string trend_section(const Context& context) {
  const auto& trend = context.report.figures.trend;
  const auto subsystems = known_subsystems(trend);
  std::string rows;
  for (const auto& step : trend) rows += step_row(context, step, subsystems);
  return section(context, "report.trend",
                 pue_chart(context) + energy_chart(context) + share_chart(context) +
                     table_or_none(context, "small days", table_heads(context, subsystems), rows));
}

}  // namespace pue::report
