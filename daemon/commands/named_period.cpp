#include "commands/named_period.h"

#include <fmt/format.h>

#include <regex>

#include "base/rfc3339.h"

namespace pue::commands {
namespace {

using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;

Period months_from(year_month first, int count, const Zone& zone) {
  const auto start_of = [&](year_month which) {
    return zone.start_of(LocalDate{which / std::chrono::day{1}});
  };
  return {start_of(first), start_of(first + months{count})};
}

Result<NamedPeriod> between(const std::string& text, std::size_t slash, const Zone& zone) {
  const auto start = parse_bound(text.substr(0, slash), zone);
  if (!start) return start.error();
  const auto end = parse_bound(text.substr(slash + 1), zone);
  if (!end) return end.error();
  if (*end <= *start) return Error{fmt::format("\"{}\" ends before it begins", text)};
  return NamedPeriod{text, {*start, *end}};
}

}  // namespace

Result<UtcTime> parse_bound(const std::string& text, const Zone& zone) {
  constexpr std::size_t date_length = 10;  // 2026-03-01
  if (text.size() != date_length) return parse_rfc3339(text);
  const auto utc = parse_rfc3339(text + "T00:00:00Z");
  if (!utc) return utc.error();
  const auto since = std::chrono::floor<std::chrono::days>(utc->time_since_epoch());
  return zone.start_of(LocalDate{std::chrono::sys_days{since}});
}

Result<NamedPeriod> parse_period(const std::string& text, const Zone& zone) {
  if (const auto slash = text.find('/'); slash != std::string::npos)
    return between(text, slash, zone);
  static const std::regex form(R"((\d{4})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form))
    return Error{
        fmt::format("\"{}\" is no period; give a month 2026-03, a quarter 2026-Q1, a year "
                    "2026, or START/END: 2026-03-01/2026-03-15",
                    text)};
  const year of{std::stoi(parts[1])};
  // As moments have it; what lies far beyond has no time of ours.
  if (of < year{1970} || of > year{2200})
    return Error{fmt::format("\"{}\": the year must be one of 1970 to 2200", text)};
  if (parts[2].matched) {
    const month which{static_cast<unsigned>(std::stoi(parts[2]))};
    return NamedPeriod{text, months_from(of / which, 1, zone)};
  }
  if (parts[3].matched) {
    const month first{static_cast<unsigned>(3 * std::stoi(parts[3]) - 2)};
    return NamedPeriod{text, months_from(of / first, 3, zone)};
  }
  return NamedPeriod{text, months_from(of / month{1}, 12, zone)};
}

}  // namespace pue::commands
