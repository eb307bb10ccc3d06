#include "exporters/report/meters_section.h"

#include <fmt/format.h>

#include "exporters/page/html.h"
#include "exporters/report/meter_times.h"
#include "exporters/report/table.h"

namespace pue::report {
namespace {

using page::escape;

std::string two_lines(const std::string& first, const std::string& second) {
  return cell(fmt::format("{}<br><span class=\"note\">{}</span>", first, second));
}

/// A water meter has a volume and counts no energy.
std::string energy_cells(const Context& context, const MeterLine& meter) {
  if (meter.place.role == site::Role::water)
    return fmt::format(
        "<td class=\"number\" colspan=\"2\">{}</td>",
        meter.volume ? context.cubic_metres(*meter.volume) : context.text("page.absent"));
  return number_cell(context.kwh(meter.imported)) + number_cell(context.kwh(meter.exported));
}

std::string certificate_cell(const Context& context, const MeterLine& meter) {
  const auto& calibration = meter.place.calibration;
  if (!calibration) return cell(context.text("page.absent"));
  const auto number = context.or_absent(calibration->certificate);
  if (!calibration->valid_until) return two_lines(number, context.text("report.no_expiry"));
  const auto until =
      context.text("report.valid_until", {{"date", kpi::to_text(*calibration->valid_until)}});
  if (!expired(meter, last_day(context.report))) return two_lines(number, until);
  return cell(fmt::format("{}<br><span class=\"warn\">{}, {}</span>", number, until,
                          context.text("report.expired")));
}

std::string meter_row(const Context& context, const MeterLine& meter) {
  const auto& place = meter.place;
  const auto times = meter_times(meter, context.report.period);
  return row({two_lines(escape(place.name), context.word("role", name(place.role))),
              two_lines(context.or_absent(meter.model), context.or_absent(place.serial)),
              cell(context.or_absent(classes_text(place.accuracy))),
              cell(context.or_absent(meter.transformers)),
              two_lines(context.or_absent(place.zone), context.or_absent(meter.link)),
              certificate_cell(context, meter), energy_cells(context, meter),
              number_cell(context.in_percent(times.measured)),
              number_cell(context.in_percent(times.otherwise)),
              number_cell(context.in_percent(times.missing)),
              number_cell(context.number(meter.u, 4))});
}

std::string meter_heads(const Context& context) {
  return heads(context, {"report.meter", "report.model", "report.classes", "report.transformers",
                         "report.place", "report.calibration"}) +
         number_heads(context, {"report.imported", "report.exported", "report.measured",
                                "report.otherwise", "report.missing", "report.u_part"});
}

}  // namespace

std::string classes_text(const std::optional<site::Accuracy>& accuracy) {
  if (!accuracy) return {};
  std::string meter = "–";
  if (accuracy->meter) meter = name(*accuracy->meter);
  if (accuracy->limit_percent) meter = fmt::format("{} %", *accuracy->limit_percent);
  if (meter == "–" && !accuracy->ct && !accuracy->vt) return {};
  return fmt::format("{} / {} / {}", meter, accuracy->ct ? name(*accuracy->ct) : "–",
                     accuracy->vt ? name(*accuracy->vt) : "–");
}

std::string meters_section(const Context& context) {
  std::string rows;
  for (const auto& meter : context.report.meters) rows += meter_row(context, meter);
  return section(context, "report.meters",
                 table_or_none(context, "small", meter_heads(context), rows) +
                     note(context, "report.meters_note"),
                 "wide");
}

}  // namespace pue::report
