#include "exporters/report/closing_section.h"

#include <fmt/format.h>

#include <vector>

#include "exporters/page/html.h"
#include "exporters/report/table.h"

namespace pue::report {

using page::escape;

std::string boundary_section(const Context& context) {
  const auto& report = context.report;
  const auto rows =
      fact(context, "page.equation", fmt::format("<code>{}</code>", escape(report.equation))) +
      fact(context, "report.category",
           context.text("page.category", {{"category", std::to_string(report.category)}})) +
      fact(context, "report.it_level", context.word("it_level", name(report.site.it_level)));
  return section(context, "page.boundary", facts(rows) + note(context, "report.boundary_note"));
}

std::string checkpoint_section(const Context& context) {
  const auto& report = context.report;
  const auto note_text =
      report.checkpoint.empty()
          ? fmt::format("<p class=\"warn\">{}</p>\n", context.text("report.no_checkpoint"))
          : fmt::format("<pre>{}</pre>\n", escape(report.checkpoint));
  const auto rows =
      fact(context, "report.entries", std::to_string(report.entries)) +
      fact(context, "report.key", fmt::format("<code>{}</code>", context.or_absent(report.key)));
  return section(context, "report.checkpoint",
                 note_text + facts(rows) + note(context, "report.verify"));
}

/// In each language the lines that its readers sign: the catalogue says which there are.
std::string signature_section(const Context& context) {
  const std::vector<std::string_view> keys =
      context.language == config::Language::zh
          ? std::vector<std::string_view>{"report.prepared_by", "report.reviewed_by",
                                          "report.stamp", "report.date"}
          : std::vector<std::string_view>{"report.prepared_by", "report.reviewed_by",
                                          "report.date"};
  std::string html;
  for (const auto key : keys)
    html +=
        fmt::format("<div><span>{}</span><span class=\"blank\"></span></div>", context.text(key));
  return fmt::format("<section class=\"signatures\">{}</section>\n", html);
}

}  // namespace pue::report
