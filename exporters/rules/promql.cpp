#include "exporters/rules/promql.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace pue::rules {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

}  // namespace

std::string of_site(std::string_view metric, std::string_view site, std::string_view more) {
  return fmt::format("{}{{site={}{}{}}}", metric, quoted(site), more.empty() ? "" : ",", more);
}

std::string duration_text(Duration duration) {
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> units = {
      {{3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}}};
  auto rest = std::chrono::floor<std::chrono::milliseconds>(duration).count();
  if (rest <= 0) return "0s";
  std::string result;
  for (const auto& [milliseconds, unit] : units) {
    if (rest >= milliseconds) result += fmt::format("{}{}", rest / milliseconds, unit);
    rest %= milliseconds;
  }
  return result;
}

std::string number_text(double value) { return fmt::format("{}", value); }

}  // namespace pue::rules
