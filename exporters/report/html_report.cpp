#include "exporters/report/html_report.h"

#include <fmt/format.h>

#include "exporters/page/html.h"
#include "exporters/report/closing_section.h"
#include "exporters/report/energy_section.h"
#include "exporters/report/headline_section.h"
#include "exporters/report/mass_section.h"
#include "exporters/report/meters_section.h"
#include "exporters/report/records_section.h"
#include "exporters/report/renewable_section.h"
#include "exporters/report/style.h"
#include "exporters/report/title_section.h"
#include "exporters/report/trend_section.h"

namespace pue::report {
namespace {

std::string head(const Context& context) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>{}</title><style>{}</style></head>\n",
      config::name(context.language),
      context.text("report.title",
                   {{"site", context.report.site.name}, {"period", context.report.period_name}}),
      style());
}

}  // namespace

std::string to_html(const PeriodReport& report, const config::Messages& messages,
                    config::Language language) {
  const Context context(report, messages, language);
  const auto sheet = language == config::Language::zh ? inspection_section(context) : std::string();
  return head(context) + "<body>\n" + title_section(context) + sheet + headline_section(context) +
         energy_section(context) + trend_section(context) + renewable_section(context) +
         mass_section(context) + meters_section(context) + gaps_section(context) +
         corrections_section(context) + events_section(context) + references_section(context) +
         runs_section(context) + boundary_section(context) + checkpoint_section(context) +
         signature_section(context) + "</body></html>\n";
}

}  // namespace pue::report
