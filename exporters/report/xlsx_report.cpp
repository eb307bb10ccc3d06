#include "exporters/report/xlsx_report.h"

#include "exporters/report/list_sheets.h"
#include "exporters/report/summary_sheet.h"

namespace pue::report {

std::string to_xlsx(const PeriodReport& report, const config::Messages& messages,
                    config::Language language) {
  const Context context(report, messages, language);
  return to_bytes(
      {messages.text("report.title", {{"site", report.site.name}, {"period", report.period_name}}),
       report.as_of,
       {summary_sheet(context), trend_sheet(context), meters_sheet(context),
        events_sheet(context)}});
}

}  // namespace pue::report
