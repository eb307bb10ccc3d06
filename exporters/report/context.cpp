#include "exporters/report/context.h"

#include <fmt/format.h>

#include "exporters/page/html.h"

namespace pue::report {

std::string Context::kwh(std::optional<Joules> energy) const {
  if (!energy) return text("page.absent");
  return page::grouped(watt_hours(*energy) / 1000, 1);
}

std::string Context::in_percent(std::optional<double> ratio) const {
  if (!ratio) return text("page.absent");
  return page::fixed(*ratio * 100, 1);
}

std::string Context::number(std::optional<double> value, int decimals) const {
  if (!value) return text("page.absent");
  return page::grouped(*value, decimals);
}

std::string Context::from_to(const Period& period) const {
  return text("page.period_value",
              {{"start", local_time(period.start)}, {"end", local_time(period.end)}});
}

std::string Context::plain_word(std::string_view prefix, std::string_view name) const {
  const auto key = fmt::format("{}.{}", prefix, name);
  return messages.has(key) ? messages.text(key) : std::string(name);
}

std::string Context::word(std::string_view prefix, std::string_view name) const {
  return page::escape(plain_word(prefix, name));
}

std::string Context::or_absent(std::string_view value) const {
  return value.empty() ? text("page.absent") : page::escape(value);
}

std::optional<double> Context::ratio() const {
  const auto& figures = report.figures.figures;
  return figures.pue ? figures.pue : figures.pue_ungated;
}

std::string Context::beside_caps(std::optional<double> pue) const {
  if (!pue) return text("page.absent");
  std::vector<double> caps;
  for (const auto& cap : report.figures.caps)
    caps.push_back(static_cast<double>(cap.policy.cap.count) / 1e6);
  return page::fixed(*pue, page::decimals_beside(*pue, caps));
}

std::string Context::insufficiency() const {
  const auto why = report.figures.figures.insufficient;
  if (why == kpi::Insufficient::none) return {};
  return text("page.insufficient_reason",
              {{"reason", messages.text(fmt::format("insufficient.{}", name(why)))}});
}

std::chrono::year_month_day first_day(const PeriodReport& report) {
  return report.zone.date_at(report.period.start).ymd;
}

std::chrono::year_month_day last_day(const PeriodReport& report) {
  return report.zone.date_at(report.period.end - Duration{1}).ymd;
}

}  // namespace pue::report
