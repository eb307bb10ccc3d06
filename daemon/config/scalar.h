// The written forms of single values: strict, and each error names a correct example. Knows no
// YAML: numbers are decimal only ("010" is refused, not 8), a duration or power without unit is
// refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "base/units.h"
#include "base/volume.h"

namespace pue::config {

/// "40ms", "5s", "15m", "1h", "1d": whole numbers, at most 366 days.
Result<Duration> parse_duration(std::string_view text);
/// The inverse, in the largest unit that divides it: "15m".
std::string duration_text(Duration duration);
/// "10y": whole calendar years.
Result<std::int64_t> parse_years(std::string_view text);
/// "50W", "800kW", "1.5MW".
Result<Watts> parse_power(std::string_view text);
/// "20m3/h", "5l/s".
Result<VolumeFlow> parse_flow(std::string_view text);
/// "400V", "10kV": volts.
Result<double> parse_volts(std::string_view text);
/// "2024-05-01", years 1970 to 2200.
Result<std::chrono::year_month_day> parse_date(std::string_view text);
/// Decimal, no leading zeros, no sign but "-".
Result<std::int64_t> parse_integer(std::string_view text);
/// Decimal with optional fraction and exponent; finite.
Result<double> parse_number(std::string_view text);
/// A decimal with at most six digits after the point, exactly: "1.25" is 1250000.
Result<std::int64_t> parse_millionths(std::string_view text);
/// "0xFFFF": a register's bit pattern, up to 16 digits.
Result<std::uint64_t> parse_bit_pattern(std::string_view text);
/// true or false; yes, no, on, off are texts.
Result<bool> parse_boolean(std::string_view text);

/// [A-Za-z][A-Za-z0-9_.-]{0,62}
bool is_name(std::string_view text);

}  // namespace pue::config
