#include "exporters/report/cells.h"

namespace pue::report {

Cell number(std::optional<double> value, NumberFormat format) {
  if (!value) return {};
  return Number{*value, format};
}

Cell kwh(std::optional<Joules> energy) {
  if (!energy) return {};
  return Number{watt_hours(*energy) / 1000, NumberFormat::energy};
}

Cell percent(std::optional<double> ratio) { return number(ratio, NumberFormat::percent); }

Cell tonnes(std::optional<kpi::Milligrams> mass) {
  if (!mass) return {};
  return Number{kpi::tonnes(*mass), NumberFormat::energy};
}

Cell moment(const Context& context, UtcTime t) { return date_time(t, context.zone.offset_at(t)); }

Column column(const Context& context, std::string_view key, double width) {
  return {context.messages.text(key), width};
}

}  // namespace pue::report
