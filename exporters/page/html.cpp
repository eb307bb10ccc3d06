#include "exporters/page/html.h"

#include <fmt/format.h>

#include <algorithm>

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

std::string grouped(double value, int decimals) {
  const auto text = fixed(value, decimals);
  const auto whole = std::min(text.find('.'), text.size());
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool after_digit = i > 0 && text[i - 1] != '-';
    if (after_digit && i < whole && (whole - i) % 3 == 0) out += ',';
    out += text[i];
  }
  return out;
}

int decimals_beside(double value, std::span<const double> limits) {
  int decimals = 3;
  for (const double limit : limits)
    while (decimals < 8 && value != limit && fixed(value, decimals) == fixed(limit, decimals))
      ++decimals;
  return decimals;
}

std::string coordinate(double value) { return fixed(value, 1); }

}  // namespace pue::page
