// Values of a report as cells of a workbook; an absent one is an empty cell.
#pragma once

#include "exporters/report/context.h"
#include "exporters/report/workbook.h"

namespace pue::report {

Cell number(std::optional<double> value, NumberFormat format);
Cell kwh(std::optional<Joules> energy);
Cell percent(std::optional<double> ratio);
Cell tonnes(std::optional<kpi::Milligrams> mass);
/// On the site's clock.
Cell moment(const Context& context, UtcTime t);
/// A head with the text of this key.
Column column(const Context& context, std::string_view key, double width);

}  // namespace pue::report
