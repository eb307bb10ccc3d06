#include "exporters/page/figures_section.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "exporters/page/html.h"

namespace pue::page {
namespace {

using kpi::WindowFigures;

std::string live_value(const Context& context) {
  const auto& live = context.view.snapshot.live;
  if (live.pue) return element("p", "figure", fixed(*live.pue, 3));
  const auto reason = context.messages.text(fmt::format("absence.{}", name(live.absent_because)));
  auto html = fmt::format("<p class=\"figure absent\">{}</p><p class=\"warn\">{}</p>",
                          context.text("page.absent"),
                          context.text("page.live_absent", {{"reason", reason}}));
  if (!live.stale_meters.empty()) {
    const auto meters = fmt::format("{}", fmt::join(live.stale_meters, ", "));
    html += fmt::format("<p class=\"warn\">{}</p>",
                        context.text("page.stale_meters", {{"meters", meters}}));
  }
  return html;
}

/// Each cap once: several policy rows may ask for the same.
std::string live_caps(const Context& context) {
  std::set<std::int64_t> shown;
  std::string html;
  for (const auto& cap : context.view.snapshot.caps)
    if (shown.insert(cap.policy.cap.count).second)
      html +=
          element("p", "cap", context.text("page.cap_value", {{"cap", to_text(cap.policy.cap)}}));
  return html;
}

std::string verdict(const Context& context, std::optional<bool> complies) {
  if (!complies) return context.text("page.undecided");
  return context.text(*complies ? "page.complies" : "page.exceeds");
}

std::string cap_row(const Context& context, const engine::CapFigure& cap) {
  std::string cells;
  for (const auto& complies : cap.complies) {
    const auto of = !complies ? "absent" : *complies ? "good" : "warn";
    cells += fmt::format("<td class=\"{}\">{}</td>", of, verdict(context, complies));
  }
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td>{}</tr>",
                     escape(to_text(cap.policy.cap)), escape(cap.policy.id), escape(cap.derivation),
                     escape(cap.policy.source), cells);
}

std::string window_headings(const Context& context) {
  std::string html;
  for (const auto window : kpi::windows)
    html += fmt::format("<th>{}</th>", context.text(fmt::format("window.{}", name(window))));
  return html;
}

/// The value with the word "insufficient" when the window's gate was not passed.
std::string window_pue(const Context& context, const WindowFigures& figures) {
  if (figures.pue) return fmt::format("<td class=\"number\">{}</td>", fixed(*figures.pue, 3));
  const auto reason =
      context.messages.text(fmt::format("insufficient.{}", name(figures.insufficient)));
  const auto value =
      figures.pue_ungated ? fixed(*figures.pue_ungated, 3) : context.text("page.absent");
  return fmt::format("<td class=\"absent\">{} ({})</td>", value,
                     context.text("page.insufficient_reason", {{"reason", reason}}));
}

std::string window_row(const Context& context, kpi::Window window, const WindowFigures& figures) {
  const auto period =
      figures.elapsed.count() == 0
          ? context.text("page.absent")
          : context.text("page.period_value", {{"start", context.local_time(figures.period.start)},
                                               {"end", context.local_time(figures.period.end)}});
  return fmt::format(
      "<tr><td>{}</td><td>{}</td>{}<td class=\"number\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
      context.text(fmt::format("window.{}", name(window))), period, window_pue(context, figures),
      context.percent(figures.coverage()), context.kilowatt_hours(figures.facility),
      context.kilowatt_hours(figures.it), context.percent(figures.renewable_share));
}

}  // namespace

std::string live_section(const Context& context) {
  return fmt::format(
      "<section class=\"live\"><h2>{}</h2><div class=\"value\">{}{}</div><p "
      "class=\"note\">{}</p></section>",
      context.text("page.live"), live_value(context), live_caps(context),
      context.text("page.live_note"));
}

std::string caps_section(const Context& context) {
  const auto& caps = context.view.snapshot.caps;
  if (caps.empty())
    return fmt::format("<section><p class=\"warn\">{}</p></section>",
                       context.text("page.no_policy"));
  std::string rows;
  for (const auto& cap : caps) rows += cap_row(context, cap);
  return fmt::format(
      "<section><h2>{0}</h2><table><tr><th>{0}</th><th>{1}</th><th>{2}</th><th>{3}</th>{4}</tr>{5}"
      "</table><p class=\"note\">{6}</p></section>",
      context.text("page.cap"), context.text("page.policy"), context.text("page.derivation"),
      context.text("page.source"), window_headings(context), rows,
      context.text("page.indication_note"));
}

std::string windows_section(const Context& context) {
  std::string rows;
  for (std::size_t w = 0; w < kpi::windows.size(); ++w)
    rows += window_row(context, kpi::windows[w], context.view.snapshot.windows[w]);
  return fmt::format(
      "<section><h2>{}</h2><table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}</th>"
      "<th>{}</th><th>{}</th></tr>{}</table></section>",
      context.text("page.windows"), context.text("page.window"), context.text("page.period"),
      context.text("page.pue"), context.text("page.coverage"), context.text("page.facility_energy"),
      context.text("page.it_energy"), context.text("page.renewable_share"), rows);
}

}  // namespace pue::page
