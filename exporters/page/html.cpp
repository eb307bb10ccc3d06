#include "exporters/page/html.h"

#include <fmt/format.h>

namespace pue::page {

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string element(std::string_view name, std::string_view of, std::string_view text) {
  const auto attribute = of.empty() ? std::string{} : fmt::format(" class=\"{}\"", escape(of));
  return fmt::format("<{0}{1}>{2}</{0}>", name, attribute, escape(text));
}

std::string fixed(double value, int decimals) { return fmt::format("{:.{}f}", value, decimals); }

std::string coordinate(double value) { return fixed(value, 1); }

}  // namespace pue::page
