#include "exporters/page/change_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "exporters/page/html.h"

namespace pue::page {
namespace {

constexpr double width = 420, row_height = 22, zero = 272, reach = 85, label_x = 180;

struct Effect {
  std::string label;  // escaped
  std::string of;     // CSS class
  double points;
};

std::string signed_points(double value) {
  // -0.0004 is no "-0.000".
  auto text = fixed(std::abs(value), 3);
  if (text == "0.000") return text;
  return (value < 0 ? "−" : "+") + text;
}

std::vector<Effect> effects(const Context& context, const kpi::PueChange& change) {
  std::vector<Effect> all;
  for (std::size_t s = 0; s < change.subsystem.size(); ++s) {
    const auto subsystem = name(static_cast<site::Subsystem>(s));
    all.push_back({context.text(fmt::format("subsystem.{}", subsystem)),
                   fmt::format("subsystem-{}", subsystem), change.subsystem[s]});
  }
  const auto relative = context.messages.text(
      "page.percent", {{"value", fmt::format("{:+.1f}", change.it_relative * 100)}});
  all.push_back({context.text("page.change_it", {{"relative", relative}}), "role-it", change.it});
  return all;
}

std::string bars(const std::vector<Effect>& effects, const std::string& label) {
  double most = 0;
  for (const auto& effect : effects) most = std::max(most, std::abs(effect.points));
  std::string svg;
  double y = 0;
  for (const auto& effect : effects) {
    const double length = most > 0 ? std::abs(effect.points) / most * reach : 0;
    svg += fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>"
        "<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>"
        "<text x=\"{}\" y=\"{}\">{}</text>",
        coordinate(label_x), coordinate(y + 15), effect.label, effect.of,
        coordinate(effect.points < 0 ? zero - length : zero), coordinate(y + 4), coordinate(length),
        coordinate(row_height - 8), coordinate(zero + reach + 10), coordinate(y + 15),
        signed_points(effect.points));
    y += row_height;
  }
  return fmt::format(
      "<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\">{3}"
      "<line class=\"ruler\" x1=\"{4}\" x2=\"{4}\" y1=\"0\" y2=\"{1}\"/></svg>",
      width, coordinate(y), label, svg, coordinate(zero));
}

std::string one(const Context& context, engine::ChangeOf of) {
  const auto title = context.text(fmt::format("page.change.{}", engine::name(of)));
  const auto& change = context.view.snapshot.closed.changes[static_cast<std::size_t>(of)];
  if (!change)
    return fmt::format("<div><h3>{}</h3><p class=\"absent\">{}</p></div>", title,
                       context.text("page.change_absent"));
  const auto values = context.text(
      "page.change_of", {{"before", fixed(change->before, 3)}, {"after", fixed(change->after, 3)}});
  return fmt::format("<div><h3>{}</h3><p>{} ({})</p>{}</div>", title, values,
                     signed_points(change->after - change->before),
                     bars(effects(context, *change), title));
}

}  // namespace

std::string change_section(const Context& context) {
  using engine::ChangeOf;
  return fmt::format(
      "<section><h2>{}</h2><div class=\"columns\">{}{}{}</div><p class=\"note\">{}</p></section>",
      context.text("page.changes"), one(context, ChangeOf::hour), one(context, ChangeOf::day),
      one(context, ChangeOf::month), context.text("page.changes_note"));
}

}  // namespace pue::page
