#include "exporters/page/figures_section.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "exporters/page/explain_link.h"
#include "exporters/page/html.h"

namespace pue::page {
namespace {

using kpi::WindowFigures;

/// A line of the live section that names meters; nothing without any.
std::string meters_line(const Context& context, std::string_view key,
                        const std::vector<std::string>& meters) {
  if (meters.empty()) return {};
  return fmt::format("<p class=\"warn\">{}</p>",
                     context.text(key, {{"meters", fmt::format("{}", fmt::join(meters, ", "))}}));
}

std::string live_value(const Context& context) {
  const auto& live = context.view.snapshot.live;
  if (live.pue)
    return element("p", "figure", fixed(*live.pue, 3)) +
           meters_line(context, "page.live_derived", live.derived_meters) +
           meters_line(context, "page.live_estimated", live.estimated_meters);
  const auto reason = context.messages.text(fmt::format("absence.{}", name(live.absent_because)));
  return fmt::format("<p class=\"figure absent\">{}</p><p class=\"warn\">{}</p>",
                     context.text("page.absent"),
                     context.text("page.live_absent", {{"reason", reason}})) +
         meters_line(context, "page.stale_meters", live.stale_meters);
}

/// Each cap once: several policy rows may ask for the same.
std::string live_caps(const Context& context) {
  std::set<std::int64_t> shown;
  std::string html;
  for (const auto& cap : context.view.snapshot.closed.caps)
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
  const auto confidence = context.messages.text("confidence." + cap.policy.confidence);
  const auto since = context.text(
      "page.in_force", {{"date", kpi::to_text(cap.policy.valid_from)}, {"confidence", confidence}});
  return fmt::format(
      "<tr><td>{}</td><td>{}<br><span class=\"note\">{}</span></td><td>{}</td><td>{}</td>{}</tr>",
      escape(to_text(cap.policy.cap)), escape(cap.policy.id), since, context.reasons(cap.reasons),
      escape(cap.policy.source), cells);
}

std::string window_headings(const Context& context) {
  std::string html;
  for (const auto window : kpi::windows)
    html += fmt::format("<th>{}</th>", context.text(fmt::format("window.{}", name(window))));
  return html;
}

/// The value with the word "insufficient" when the window's gate was not passed.
std::string window_pue(const Context& context, kpi::Window window, const WindowFigures& figures) {
  if (figures.pue)
    return fmt::format("<td class=\"number\">{}</td>",
                       explain_link(context, "pue", window, fixed(*figures.pue, 3)));
  const auto reason =
      context.messages.text(fmt::format("insufficient.{}", name(figures.insufficient)));
  const auto value = figures.pue_ungated
                         ? explain_link(context, "pue", window, fixed(*figures.pue_ungated, 3))
                         : context.text("page.absent");
  return fmt::format("<td class=\"absent\">{} ({})</td>", value,
                     context.text("page.insufficient_reason", {{"reason", reason}}));
}

/// "1.240 / 1.265": PUE1 to PUE3 of the levels that are completely metered.
std::string categories(const WindowFigures& figures) {
  std::string html;
  for (std::size_t i = 0; i < figures.pue_by_category.size(); ++i)
    if (const auto& pue = figures.pue_by_category[i])
      html += fmt::format("{}PUE{} {}", html.empty() ? "" : " · ", i + 1, fixed(*pue, 3));
  return html;
}

std::string period_text(const Context& context, const WindowFigures& figures) {
  if (figures.elapsed.count() == 0) return context.text("page.absent");
  return context.text("page.period_value", {{"start", context.local_time(figures.period.start)},
                                            {"end", context.local_time(figures.period.end)}});
}

std::string window_row(const Context& context, kpi::Window window, const WindowFigures& figures) {
  const auto ratio = figures.pue ? figures.pue : figures.pue_ungated;
  std::string cells;
  const auto number = [&](const std::string& html) {
    cells += fmt::format("<td class=\"number\">{}</td>", html);
  };
  number(ratio && figures.uncertainty ? fixed(*figures.uncertainty, 4)
                                      : context.text("page.absent"));
  number(categories(figures));
  const auto linked = [&](std::string_view figure, bool present, const std::string& html) {
    number(present ? explain_link(context, figure, window, html) : context.text("page.absent"));
  };
  linked("coverage", figures.elapsed > Duration{0}, context.percent(figures.coverage()));
  number(context.percent(figures.estimated_share));
  linked("facility_energy", figures.facility.has_value(), context.kilowatt_hours(figures.facility));
  linked("it_energy", figures.it.has_value(), context.kilowatt_hours(figures.it));
  for (std::size_t s = 0; s < site::subsystem_count; ++s)
    linked(fmt::format("overhead_energy:{}", name(static_cast<site::Subsystem>(s))),
           figures.overhead[s].has_value(), context.kilowatt_hours(figures.overhead[s]));
  return fmt::format("<tr><td>{}</td><td class=\"number\">{}</td>{}{}</tr>",
                     context.text(fmt::format("window.{}", kpi::name(window))),
                     period_text(context, figures), window_pue(context, window, figures), cells);
}

std::string window_table_headings(const Context& context) {
  std::string html;
  for (const auto* key :
       {"page.window", "page.period", "page.pue", "page.uncertainty", "page.categories",
        "page.coverage", "page.estimated_share", "page.facility_energy", "page.it_energy"})
    html += fmt::format("<th>{}</th>", context.text(key));
  for (std::size_t s = 0; s < site::subsystem_count; ++s)
    html += fmt::format("<th>{}</th>", context.text(fmt::format(
                                           "subsystem.{}", name(static_cast<site::Subsystem>(s)))));
  return html;
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
  const auto& caps = context.view.snapshot.closed.caps;
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
  for (const auto window : kpi::windows)
    rows +=
        window_row(context, window, context.view.snapshot.closed.windows[kpi::position(window)]);
  return fmt::format("<section class=\"wide\"><h2>{}</h2><table><tr>{}</tr>{}</table></section>",
                     context.text("page.windows"), window_table_headings(context), rows);
}

}  // namespace pue::page
