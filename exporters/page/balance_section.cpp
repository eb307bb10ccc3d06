#include "exporters/page/balance_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "exporters/page/html.h"

namespace pue::page {
namespace {

constexpr double width = 960, height = 220, node = 14, least_label = 15;

struct Flow {
  std::string key;  // message key and CSS class: "role.grid" → class "role-grid"
  std::optional<Watts> power;
};

std::vector<Flow> sources(const Context& context) {
  static constexpr std::array roles = {site::Role::grid, site::Role::solar, site::Role::wind,
                                       site::Role::genset};
  std::vector<Flow> flows;
  for (std::size_t i = 0; i < roles.size(); ++i)
    if (const auto& power = context.view.snapshot.live.power.sources[i])
      flows.push_back({fmt::format("role.{}", name(roles[i])), power});
  return flows;
}

std::vector<Flow> uses(const Context& context) {
  const auto& power = context.view.snapshot.live.power;
  std::vector<Flow> flows{{"role.it", power.it}};
  for (std::size_t s = 0; s < site::subsystem_count; ++s)
    flows.push_back(
        {fmt::format("subsystem.{}", name(static_cast<site::Subsystem>(s))), power.overhead[s]});
  return flows;
}

double drawable(const Flow& flow) { return flow.power ? std::max(flow.power->value, 0.0) : 0; }

double total(const std::vector<Flow>& flows) {
  double sum = 0;
  for (const auto& flow : flows) sum += drawable(flow);
  return sum;
}

std::string css_class(std::string key) {
  std::replace(key.begin(), key.end(), '.', '-');
  return key;
}

struct Side {
  double outer, inner;  // x of the labelled end and of the middle bar
  double label_x;
  std::string_view anchor;
};

/// Bands from one side to the middle bar, each as high as its share of `scale`.
std::string bands(const Context& context, const std::vector<Flow>& flows, double scale, Side side) {
  std::string svg;
  double y = 10;
  for (const auto& flow : flows) {
    const double h = drawable(flow) / scale * (height - 20);
    if (h <= 0) continue;
    svg += fmt::format("<rect class=\"band {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                       css_class(flow.key), coordinate(std::min(side.outer, side.inner)),
                       coordinate(y), coordinate(std::abs(side.outer - side.inner)),
                       coordinate(std::max(h - 1, 0.5)));
    if (h >= least_label)
      svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{} · {}</text>",
                         coordinate(side.label_x), coordinate(y + h / 2 + 4), side.anchor,
                         context.text(flow.key), context.kilowatts(flow.power));
    y += h;
  }
  return svg;
}

std::string drawing(const Context& context, const std::vector<Flow>& from,
                    const std::vector<Flow>& to) {
  const double scale = std::max(total(from), total(to));
  if (scale <= 0) return {};
  const double middle = width / 2;
  return fmt::format(
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}"
      "<rect class=\"middle\" x=\"{}\" y=\"10\" width=\"{}\" height=\"{}\"/>{}</svg>",
      width, height, context.text("page.balance"),
      bands(context, from, scale, {10, middle - node / 2, 20, "start"}),
      coordinate(middle - node / 2), coordinate(node), coordinate(height - 20),
      bands(context, to, scale, {width - 10, middle + node / 2, width - 20, "end"}));
}

std::string table(const Context& context, std::string_view heading, const std::vector<Flow>& flows,
                  std::optional<Watts> whole) {
  std::string rows;
  for (const auto& flow : flows) {
    std::optional<double> share;
    if (flow.power && whole && whole->value > 0) share = flow.power->value / whole->value;
    rows += fmt::format(
        "<tr><td><span class=\"key {}\"></span>{}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td></tr>",
        css_class(flow.key), context.text(flow.key), context.kilowatts(flow.power),
        context.percent(share));
  }
  return fmt::format("<table><tr><th>{}</th><th>{}</th><th>{}</th></tr>{}</table>",
                     context.text(heading), context.text("page.power"), context.text("page.share"),
                     rows);
}

}  // namespace

std::string balance_section(const Context& context) {
  const auto from = sources(context);
  const auto to = uses(context);
  const auto facility = context.view.snapshot.live.power.facility;
  return fmt::format(
      "<section><h2>{}</h2>{}<div class=\"columns\">{}{}</div><p class=\"note\">{}: {} · {}</p>"
      "</section>",
      context.text("page.balance"), drawing(context, from, to),
      table(context, "page.sources", from, facility), table(context, "page.uses", to, facility),
      context.text("page.equation"), escape(context.view.snapshot.equation),
      context.text("page.category",
                   {{"category", std::to_string(context.view.snapshot.category)}}));
}

}  // namespace pue::page
