#include "exporters/report/table.h"

#include <fmt/format.h>

namespace pue::report {
namespace {

std::string attribute(std::string_view of) {
  return of.empty() ? std::string() : fmt::format(" class=\"{}\"", of);
}

}  // namespace

std::string cell(std::string_view html) { return fmt::format("<td>{}</td>", html); }

std::string number_cell(std::string_view html) {
  return fmt::format("<td class=\"number\">{}</td>", html);
}

std::string time_cell(const Context& context, UtcTime t) {
  return fmt::format("<td class=\"time\">{}</td>", context.local_time(t));
}

std::string period_cell(const Context& context, const Period& period) {
  return fmt::format("<td class=\"time\">{} –<br>{}</td>", context.local_time(period.start),
                     context.local_time(period.end));
}

std::string row(std::initializer_list<std::string> cells) {
  std::string html = "<tr>";
  for (const auto& one : cells) html += one;
  return html + "</tr>\n";
}

std::string heads(const Context& context, std::initializer_list<std::string_view> keys) {
  std::string html;
  for (const auto key : keys) html += fmt::format("<th>{}</th>", context.text(key));
  return html;
}

std::string number_heads(const Context& context, std::initializer_list<std::string_view> keys) {
  std::string html;
  for (const auto key : keys)
    html += fmt::format("<th class=\"number\">{}</th>", context.text(key));
  return html;
}

std::string table(std::string_view of, std::string_view heads, std::string_view rows) {
  return fmt::format("<table{}><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table>\n",
                     attribute(of), heads, rows);
}

std::string table_or_none(const Context& context, std::string_view of, std::string_view heads,
                          std::string_view rows) {
  return rows.empty() ? note(context, "report.none") : table(of, heads, rows);
}

std::string fact(const Context& context, std::string_view key, std::string_view html) {
  return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", context.text(key), html);
}

std::string facts(std::string_view rows) {
  return fmt::format("<table class=\"facts\"><tbody>\n{}</tbody></table>\n", rows);
}

std::string note(const Context& context, std::string_view key,
                 const config::Messages::Arguments& arguments) {
  return fmt::format("<p class=\"note\">{}</p>\n", context.text(key, arguments));
}

std::string section(const Context& context, std::string_view key, std::string_view html,
                    std::string_view of) {
  return fmt::format("<section{}><h2>{}</h2>\n{}</section>\n", attribute(of), context.text(key),
                     html);
}

}  // namespace pue::report
