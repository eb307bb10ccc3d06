#include "config/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/limits.h"

namespace pue::config {
namespace {

using namespace std::chrono;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Digits from the front of `text`, which is advanced.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// A whole part as written by people: digits, no leading zero.
bool take_whole(std::string_view& text) {
  const auto whole = take_digits(text);
  return !whole.empty() && (whole.size() == 1 || whole.front() != '0');
}

/// [-]digits[.digits], nothing else; the rest stays in `text`.
bool take_decimal(std::string_view& text) {
  take(text, '-');
  if (!take_whole(text)) return false;
  return !take(text, '.') || !take_digits(text).empty();
}

bool take_exponent(std::string_view& text) {
  if (!take(text, 'e') && !take(text, 'E')) return true;
  if (!take(text, '-')) take(text, '+');
  return !take_digits(text).empty();
}

Result<double> to_double(std::string_view text) {
  double value = 0;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(value)) {
    return Error{fmt::format("{} is out of range", text)};
  }
  return value;
}

/// A unit as a multiple of the basic one.
struct Multiple {
  std::string_view name;
  double factor;
};

/// A decimal with one of the units. Error: its text, or "" where it is not of this form.
template <std::size_t Count>
Result<double> parse_multiple(std::string_view text, const std::array<Multiple, Count>& units) {
  auto rest = text;
  const bool decimal = take_decimal(rest);
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](const Multiple& candidate) { return candidate.name == rest; });
  if (!decimal || unit == units.end()) return Error{""};
  const auto number = to_double(text.substr(0, text.size() - rest.size()));
  if (!number) return number.error();
  return *number * unit->factor;
}

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr std::array<Unit, 5> units = {Unit{"d", hours{24}}, Unit{"h", hours{1}},
                                       Unit{"m", minutes{1}}, Unit{"s", seconds{1}},
                                       Unit{"ms", milliseconds{1}}};
constexpr std::int64_t longest_days = 366;

Error not_a_duration(std::string_view text) {
  return {
      fmt::format("\"{}\" is not a duration; write a whole number with its unit, for example "
                  "40ms, 5s, 15m, 1h or 1d",
                  text)};
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  auto rest = text;
  const auto digits = take_digits(rest);
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](const Unit& candidate) { return candidate.name == rest; });
  const auto count = parse_integer(digits);
  if (unit == units.end() || !count) return not_a_duration(text);
  if (*count > longest_days * days{1} / unit->length) {
    return Error{fmt::format("\"{}\" is longer than {} days", text, longest_days)};
  }
  return Duration{*count * unit->length};
}

Result<std::int64_t> parse_years(std::string_view text) {
  auto rest = text;
  const auto count = parse_integer(take_digits(rest));
  if (count && rest == "y") return *count;
  return Error{fmt::format("\"{}\" is not a number of years; write for example 10y", text)};
}

std::string duration_text(Duration duration) {
  for (const auto& unit : units) {
    if (duration % unit.length == Duration{0} && (duration.count() != 0 || unit.name == "s")) {
      return fmt::format("{}{}", duration / unit.length, unit.name);
    }
  }
  return fmt::format("{}ns", duration.count());
}

Result<Watts> parse_power(std::string_view text) {
  constexpr std::array power_units = {Multiple{"W", 1}, Multiple{"kW", 1e3}, Multiple{"MW", 1e6}};
  const auto watts = parse_multiple(text, power_units);
  if (watts) return Watts{*watts};
  if (!watts.error().message.empty()) return watts.error();
  return Error{
      fmt::format("\"{}\" is not a power; write a number with its unit W, kW or MW, "
                  "for example 50W, 800kW or 1.5MW",
                  text)};
}

Result<VolumeFlow> parse_flow(std::string_view text) {
  constexpr std::array flow_units = {Multiple{"m3/h", 1e6 / 3600}, Multiple{"l/s", 1e3}};
  const auto flow = parse_multiple(text, flow_units);
  if (flow) return VolumeFlow{*flow};
  if (!flow.error().message.empty()) return flow.error();
  return Error{
      fmt::format("\"{}\" is not a flow; write a number with its unit m3/h or l/s, for "
                  "example 20m3/h or 5l/s",
                  text)};
}

Result<double> parse_volts(std::string_view text) {
  constexpr std::array volt_units = {Multiple{"V", 1}, Multiple{"kV", 1e3}};
  auto volts = parse_multiple(text, volt_units);
  if (volts || !volts.error().message.empty()) return volts;
  return Error{
      fmt::format("\"{}\" is not a voltage; write a number with its unit V or kV, for example 400V "
                  "or 10kV",
                  text)};
}

Result<year_month_day> parse_date(std::string_view text) {
  const Error bad{
      fmt::format("\"{}\" is not a date; write YEAR-MONTH-DAY, for example 2024-05-01", text)};
  auto rest = text;
  std::array<unsigned, 3> parts{};
  constexpr std::array<std::size_t, 3> widths = {4, 2, 2};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && !take(rest, '-')) return bad;
    const auto digits = take_digits(rest);
    if (digits.size() != widths[i]) return bad;
    std::from_chars(digits.data(), digits.data() + digits.size(), parts[i]);
  }
  const year_month_day date{year{static_cast<int>(parts[0])}, month{parts[1]}, day{parts[2]}};
  if (!rest.empty() || !date.ok() || parts[0] < 1970 || parts[0] > 2200) return bad;
  return date;
}

Result<std::int64_t> parse_integer(std::string_view text) {
  auto rest = text;
  take(rest, '-');
  std::int64_t value = 0;
  if (!take_whole(rest) || !rest.empty() ||
      std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
    return Error{fmt::format("\"{}\" is not a whole number in decimal digits", text)};
  }
  return value;
}

Result<double> parse_number(std::string_view text) {
  auto rest = text;
  if (!take_decimal(rest) || !take_exponent(rest) || !rest.empty()) {
    return Error{fmt::format("\"{}\" is not a number; write for example 1, 0.1 or 1000", text)};
  }
  return to_double(text);
}

Result<std::int64_t> parse_millionths(std::string_view text) {
  auto rest = text;
  const auto whole = take_digits(rest);
  const auto fraction = take(rest, '.') ? take_digits(rest) : std::string_view{"0"};
  const bool whole_good = !whole.empty() && (whole.size() == 1 || whole.front() != '0');
  if (!whole_good || whole.size() > 9 || fraction.empty() || fraction.size() > 6 || !rest.empty()) {
    return Error{fmt::format(
        "\"{}\" is not a decimal with at most six digits after the point, for example 1.25", text)};
  }
  const auto digits = fmt::format("{}{:0<6}", whole, fraction);
  std::int64_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

Result<std::uint64_t> parse_bit_pattern(std::string_view text) {
  auto rest = text;
  std::uint64_t bits = 0;
  const bool prefixed = take(rest, '0') && take(rest, 'x');
  const auto end = rest.data() + rest.size();
  const auto result = std::from_chars(rest.data(), end, bits, 16);
  if (!prefixed || rest.empty() || rest.size() > 16 || result.ec != std::errc{} ||
      result.ptr != end) {
    return Error{fmt::format(
        "\"{}\" is not a bit pattern; write it in hexadecimal, for example 0x8000", text)};
  }
  return bits;
}

Result<bool> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return Error{fmt::format("\"{}\" is not true or false", text)};
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > limits::name_length || !is_letter(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
  });
}

}  // namespace pue::config
