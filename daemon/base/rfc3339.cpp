#include "base/rfc3339.h"

#include <fmt/format.h>

#include <optional>

namespace pue {
namespace {

using namespace std::chrono;

/// Reads digits from the front of a text; every step says whether what it wanted was there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool literal(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Fraction digits after the point; beyond nanoseconds they are dropped.
  std::optional<nanoseconds> fraction() {
    std::int64_t value = 0, unit = 1'000'000'000;
    std::size_t count = 0;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count)
      if (unit > 1) value += (rest_[count] - '0') * (unit /= 10);
    if (count == 0) return std::nullopt;
    rest_.remove_prefix(count);
    return nanoseconds{value};
  }
  bool at_end() const { return rest_.empty(); }
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }

 private:
  std::string_view rest_;
};

std::optional<year_month_day> read_date(Scanner& scan) {
  auto y = scan.digits(4);
  if (!y || !scan.literal("-")) return std::nullopt;
  auto m = scan.digits(2);
  if (!m || !scan.literal("-")) return std::nullopt;
  auto d = scan.digits(2);
  if (!d) return std::nullopt;
  year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *y < 1970 || *y > 2200) return std::nullopt;
  return date;
}

std::optional<nanoseconds> read_time_of_day(Scanner& scan) {
  auto h = scan.digits(2);
  if (!h || *h > 23 || !scan.literal(":")) return std::nullopt;
  auto m = scan.digits(2);
  if (!m || *m > 59 || !scan.literal(":")) return std::nullopt;
  auto s = scan.digits(2);
  if (!s || *s > 60) return std::nullopt;
  nanoseconds time = hours{*h} + minutes{*m} + seconds{*s};
  if (!scan.literal(".")) return time;
  auto fraction = scan.fraction();
  if (!fraction) return std::nullopt;
  return time + *fraction;
}

std::optional<seconds> read_offset(Scanner& scan) {
  if (scan.literal("Zz")) return seconds{0};
  const bool west = scan.front() == '-';
  if (!scan.literal("+-")) return std::nullopt;
  auto h = scan.digits(2);
  if (!h || *h > 23 || !scan.literal(":")) return std::nullopt;
  auto m = scan.digits(2);
  if (!m || *m > 59) return std::nullopt;
  const seconds offset = hours{*h} + minutes{*m};
  return west ? -offset : offset;
}

Error bad(std::string_view text, std::string_view what) {
  return Error{
      fmt::format("\"{}\": {}, expected a time like 2026-03-01T08:00:00+08:00", text, what)};
}

std::string format_wall(UtcTime wall) {
  const auto since = wall.time_since_epoch();
  const auto day = floor<days>(since);
  const year_month_day date{sys_days{day}};
  const hh_mm_ss time{floor<milliseconds>(since - day)};
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                          time.hours().count(), time.minutes().count(), time.seconds().count());
  if (auto ms = time.subseconds().count(); ms != 0) text += fmt::format(".{:03}", ms);
  return text;
}

}  // namespace

Result<UtcTime> parse_rfc3339(std::string_view text) {
  Scanner scan(text);
  const auto date = read_date(scan);
  if (!date) return bad(text, "not a date of 1970 to 2200");
  if (!scan.literal("Tt ")) return bad(text, "no T between date and time");
  const auto time = read_time_of_day(scan);
  if (!time) return bad(text, "not a time of day");
  const auto offset = read_offset(scan);
  if (!offset || !scan.at_end()) return bad(text, "no time zone (Z or +08:00) at the end");
  return UtcTime{sys_days{*date}.time_since_epoch() + *time - *offset};
}

std::string format_rfc3339(UtcTime t) { return format_wall(t) + "Z"; }

std::string format_rfc3339(UtcTime t, seconds utc_offset) {
  const auto minutes_east = duration_cast<minutes>(utc_offset).count();
  const auto magnitude = minutes_east < 0 ? -minutes_east : minutes_east;
  return format_wall(t + utc_offset) +
         fmt::format("{}{:02}:{:02}", minutes_east < 0 ? '-' : '+', magnitude / 60, magnitude % 60);
}

}  // namespace pue
