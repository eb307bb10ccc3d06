#include "engine/readings_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "engine/plausible.h"

namespace pue::engine {
namespace {

using meter::Quantity;
using meter::Reading;

constexpr std::string_view header = "time,meter,quantity,value";

std::optional<std::array<std::string_view, 4>> split(std::string_view text) {
  std::array<std::string_view, 4> fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto comma = text.find(',');
    const bool last = i + 1 == fields.size();
    if (last != (comma == std::string_view::npos)) return std::nullopt;
    fields[i] = text.substr(0, comma);
    if (!last) text.remove_prefix(comma + 1);
  }
  return fields;
}

// Beyond it millilitres would leave theirs.
constexpr double most_cubic_metres = 9e12;

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end || !std::isfinite(value)) return std::nullopt;
  // Beyond it joules would leave their type; no meter has counted that far.
  if (std::abs(value) >= 2.5e15) return std::nullopt;
  return value;
}

Duration median(std::vector<Duration>& steps) {
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

}  // namespace

ReadingsCsv::ReadingsCsv(const Settings& settings) {
  for (std::uint32_t i = 0; i < settings.site.meters.size(); ++i)
    meters_.emplace(settings.site.meters[i].name, MeterId{i});
}

Result<UtcTime> ReadingsCsv::time(std::string_view text) {
  if (text == last_time_text_) return last_time_;
  auto parsed = parse_rfc3339(text);
  if (parsed) {
    last_time_text_ = text;
    last_time_ = *parsed;
  }
  return parsed;
}

Result<std::optional<Reading>> ReadingsCsv::line(std::string_view text) {
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  if (text.empty() || text.front() == '#') return std::optional<Reading>{};
  if (text.size() > limits::csv_line_bytes) return Error{"line too long"};
  if (!header_seen_) {
    if (text != header) return Error{fmt::format("no header line, expected \"{}\"", header)};
    header_seen_ = true;
    return std::optional<Reading>{};
  }
  const auto fields = split(text);
  if (!fields) return Error{fmt::format("expected 4 fields, {}", header)};
  const auto& [time_text, meter_text, quantity_text, value_text] = *fields;

  const auto utc = time(time_text);
  if (!utc) return utc.error();
  const auto meter = meters_.find(meter_text);
  if (meter == meters_.end())
    return Error{fmt::format("meter \"{}\" is not in the configuration", meter_text)};
  const auto quantity = meter::quantity_from_name(quantity_text);
  if (!quantity) return Error{fmt::format("unknown quantity \"{}\"", quantity_text)};
  const auto value = number(value_text);
  if (!value || (*quantity == Quantity::volume_m3 && std::abs(*value) >= most_cubic_metres))
    return Error{fmt::format("\"{}\" is not a finite number", value_text)};
  if (*quantity == Quantity::serial && !possible_value(*quantity, *value))
    return Error{
        fmt::format("\"{}\" is not a serial number: a whole number from 1 to 2^53", value_text)};
  const Moment at{MonoTime{utc->time_since_epoch()}, *utc};
  return std::optional{Reading{at, meter->second, *quantity, *value}};
}

void sort_for_replay(std::vector<Reading>& readings) {
  const auto earlier = [](const Reading& a, const Reading& b) { return a.at.utc < b.at.utc; };
  if (!std::is_sorted(readings.begin(), readings.end(), earlier))
    std::stable_sort(readings.begin(), readings.end(), earlier);
}

std::vector<std::optional<Duration>> median_steps(const std::vector<Reading>& readings,
                                                  std::size_t meters) {
  struct Steps {
    std::optional<UtcTime> last;
    std::vector<Duration> between;
  };
  std::vector<Steps> power(meters), energy(meters);
  for (const auto& reading : readings) {
    const bool tells_power = meter::is_active_power(reading.quantity);
    if (!tells_power && !meter::is_register(reading.quantity)) continue;
    auto& of = tells_power ? power : energy;
    auto& steps = of[reading.meter.index];
    if (steps.last && reading.at.utc > *steps.last)
      steps.between.push_back(reading.at.utc - *steps.last);
    steps.last = reading.at.utc;
  }
  std::vector<std::optional<Duration>> medians(meters);
  for (std::size_t i = 0; i < meters; ++i) {
    auto& steps = power[i].between.empty() ? energy[i].between : power[i].between;
    if (!steps.empty()) medians[i] = median(steps);
  }
  return medians;
}

Settings settings_for_replay(Settings settings, const std::vector<std::optional<Duration>>& steps) {
  const Duration least = limits::power_gap;
  for (std::size_t i = 0; i < settings.trackers.size(); ++i) {
    if (!steps[i]) continue;
    settings.trackers[i].power_gap = std::max(least, 3 * *steps[i]);
    settings.stale_after = std::max(settings.stale_after, 3 * *steps[i]);
  }
  return settings;
}

}  // namespace pue::engine
