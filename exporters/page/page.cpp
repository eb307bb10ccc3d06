#include "exporters/page/page.h"

#include <fmt/format.h>

#include "exporters/page/balance_section.h"
#include "exporters/page/change_section.h"
#include "exporters/page/figures_section.h"
#include "exporters/page/green_section.h"
#include "exporters/page/html.h"
#include "exporters/page/meters_section.h"
#include "exporters/page/year_section.h"

namespace pue::page {
namespace {

std::string head(const Context& context) {
  return fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta http-equiv=\"refresh\" content=\"15\"><title>{}</title>"
      "<link rel=\"stylesheet\" href=\"/style.css\"></head>",
      config::name(context.language),
      context.text("page.title", {{"site", context.view.snapshot.site}}));
}

std::string header(const Context& context) {
  return fmt::format(
      "<header><h1>{} · {}</h1><p>{} · <a href=\"/?lang=en\">{}</a> · <a href=\"/?lang=zh\">{}</a>"
      "</p></header>",
      escape(context.view.snapshot.site), context.text("page.heading"),
      context.text("page.as_of", {{"time", context.local_time(context.view.snapshot.at)}}),
      context.text("page.language.en"), context.text("page.language.zh"));
}

std::string store_text(const Context& context) {
  const auto& store = context.view.telemetry.store;
  if (!store.error.empty()) return context.text("page.store_error", {{"error", store.error}});
  if (!store.last_commit) return context.text("page.store_none");
  return context.text("page.store_ok", {{"records", std::to_string(store.records)},
                                        {"time", context.local_time(*store.last_commit)}});
}

std::string reload_text(const Context& context) {
  const auto& reload = context.view.telemetry.reload;
  const auto since = context.local_time(reload.last_success);
  if (reload.last_successful) return context.text("page.reload_ok", {{"time", since}});
  return context.text("page.reload_failed", {{"time", since}, {"error", reload.last_error}});
}

std::string footer(const Context& context) {
  return fmt::format("<footer><p>{}: {}</p><p>{}: {}</p><p>{}</p></footer>",
                     context.text("page.store"), store_text(context), context.text("page.reload"),
                     reload_text(context),
                     context.text("page.version", {{"version", context.view.telemetry.version}}));
}

}  // namespace

std::string render(const Context& context, const RecentHistory& history) {
  return head(context) + "<body>" + header(context) + "<main>" + live_section(context) +
         year_section(context) + budget_section(context) + balance_section(context) +
         history_section(context, history) + windows_section(context) + change_section(context) +
         caps_section(context) + renewable_section(context) + grade_section(context) +
         meters_section(context) + "</main>" + footer(context) + "</body></html>\n";
}

}  // namespace pue::page
