#include "commands/unit_list.h"

#include <fmt/format.h>

#include <set>

#include "config/scalar.h"

namespace pue::commands {
namespace {

Error not_units(std::string_view text, int least, int most) {
  return Error{
      fmt::format("\"{}\" are no units; write numbers from {} to {}, for example 1-247 or "
                  "1,5,10-20",
                  text, least, most)};
}

}  // namespace

Result<std::vector<std::uint8_t>> parse_units(std::string_view text, int least, int most) {
  std::set<std::uint8_t> units;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto part = text.substr(at, end - at);
    const auto dash = part.find('-');
    const auto first = config::parse_integer(part.substr(0, dash));
    const auto last = dash == part.npos ? first : config::parse_integer(part.substr(dash + 1));
    if (!first || !last || *first < least || *last > most || *first > *last)
      return not_units(text, least, most);
    for (auto unit = *first; unit <= *last; ++unit) units.insert(static_cast<std::uint8_t>(unit));
    at = end + 1;
  }
  return std::vector<std::uint8_t>(units.begin(), units.end());
}

}  // namespace pue::commands
