#include "exporters/report/energy_section.h"

#include <fmt/format.h>

#include "exporters/report/table.h"

namespace pue::report {
namespace {

std::optional<double> part_of(std::optional<Joules> part, std::optional<Joules> whole) {
  if (!part || !whole || whole->count == 0) return std::nullopt;
  return static_cast<double>(part->count) / static_cast<double>(whole->count);
}

std::string energy_row(const Context& context, const std::string& name,
                       std::optional<Joules> energy) {
  const auto& figures = context.report.figures.figures;
  return row({cell(name), number_cell(context.kwh(energy)),
              number_cell(context.in_percent(part_of(energy, figures.facility)))});
}

std::string group(const Context& context, std::string_view key) {
  return fmt::format("<tr class=\"group\"><th colspan=\"3\">{}</th></tr>\n", context.text(key));
}

std::string rows(const Context& context) {
  const auto& figures = context.report.figures.figures;
  auto html = energy_row(context, context.text("page.facility_energy"), figures.facility) +
              energy_row(context, context.text("page.it_energy"), figures.it) +
              group(context, "page.overhead");
  for (std::size_t s = 0; s < figures.overhead.size(); ++s)
    html += energy_row(context, context.word("subsystem", name(static_cast<site::Subsystem>(s))),
                       figures.overhead[s]);
  html += group(context, "page.sources");
  for (std::size_t s = 0; s < figures.sources.size(); ++s)
    html += energy_row(context, context.word("role", name(static_cast<site::Role>(s))),
                       figures.sources[s]);
  return html;
}

std::string categories(const Context& context) {
  std::string html;
  const auto& by_category = context.report.figures.figures.pue_by_category;
  for (std::size_t i = 0; i < by_category.size(); ++i)
    if (by_category[i])
      html += row(
          {cell(fmt::format("PUE{}", i + 1)), number_cell(context.beside_caps(by_category[i]))});
  if (html.empty()) return {};
  return table("narrow",
               heads(context, {"page.categories"}) + number_heads(context, {"page.value"}), html);
}

}  // namespace

std::string energy_section(const Context& context) {
  return section(context, "report.energies",
                 table("narrow",
                       heads(context, {"page.figure"}) +
                           number_heads(context, {"report.kwh", "report.of_facility"}),
                       rows(context)) +
                     categories(context));
}

}  // namespace pue::report
