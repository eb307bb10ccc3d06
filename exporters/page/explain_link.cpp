#include "exporters/page/explain_link.h"

#include <fmt/format.h>

namespace pue::page {

std::string explain_link(const Context& context, std::string_view figure, kpi::Window window,
                         std::string_view html) {
  return fmt::format("<a href=\"/explain?figure={}&amp;window={}&amp;lang={}\">{}</a>", figure,
                     kpi::name(window), config::name(context.language), html);
}

}  // namespace pue::page
