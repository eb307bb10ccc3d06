#include "exporters/page/wording.h"

#include <fmt/format.h>

#include "base/rfc3339.h"
#include "exporters/page/html.h"

namespace pue::page {

std::string Wording::text(std::string_view key,
                          const config::Messages::Arguments& arguments) const {
  return escape(messages.text(key, arguments));
}

std::string Wording::local_time(UtcTime t) const {
  auto wall = format_rfc3339(t, zone.offset_at(t)).substr(0, 16);
  wall[10] = ' ';
  return wall;
}

std::string Wording::kilowatts(std::optional<Watts> power) const {
  if (!power) return text("page.absent");
  return text("page.kilowatts", {{"value", grouped(power->value / 1000, 1)}});
}

std::string Wording::kilowatt_hours(std::optional<Joules> energy) const {
  if (!energy) return text("page.absent");
  return text("page.kilowatt_hours", {{"value", grouped(watt_hours(*energy) / 1000, 1)}});
}

std::string Wording::cubic_metres(Millilitres volume) const {
  return text("page.cubic_metres", {{"value", grouped(pue::cubic_metres(volume), 1)}});
}

std::string Wording::percent(std::optional<double> ratio) const {
  if (!ratio) return text("page.absent");
  return text("page.percent", {{"value", fixed(*ratio * 100, 1)}});
}

std::string Wording::reasons(const std::vector<kpi::Reason>& reasons) const {
  std::string html;
  for (const auto& one : reasons)
    html += (html.empty() ? "" : "; ") + text("reason." + one.key, one.values);
  return html;
}

std::string Wording::uncertainty(std::optional<double> expanded) const {
  if (!expanded) return text("page.uncertainty_unknown");
  return text("page.uncertainty_value", {{"value", fixed(*expanded, 4)}});
}

}  // namespace pue::page
