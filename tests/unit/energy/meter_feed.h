// Times and energies as the energy tests write them: seconds since the start of an interval, kWh.
#pragma once

#include <chrono>
#include <cmath>

#include "energy/meter_tracker.h"
#include "energy/power_integral.h"

namespace pue::energy::testing {

using namespace std::chrono_literals;

inline constexpr Joules wh{3600};
inline constexpr Joules kwh{3'600'000};

inline Joules kilowatt_hours(double amount) {
  return Joules{std::llround(amount * static_cast<double>(kwh.count))};
}

inline Duration seconds(double amount) { return Duration{std::llround(amount * 1e9)}; }

/// Seconds since 2026-01-01T00:00:00Z; monotonic time began a thousand seconds earlier.
inline Moment at(double second) {
  return {MonoTime{1000s + seconds(second)}, UtcTime{1'767'225'600s + seconds(second)}};
}

inline Period period(double start, double end) { return {at(start).utc, at(end).utc}; }

/// A mark at which power has delivered `imported` so far and was known for `known` seconds.
inline PowerMark mark(double second, Joules imported = {}, double known = 0) {
  PowerMark result;
  result.at = at(second);
  result.odometer[0] = static_cast<std::uint64_t>(imported.count * 1000);
  result.known = seconds(known);
  return result;
}

/// What an interval says, without what it rests on.
inline IntervalEnergy stated(IntervalEnergy interval) {
  interval.resolution = interval.clamped = {};
  interval.evidence = {};
  return interval;
}

/// A 1 kWh import register on a feeder of at most 200 kW, quarter-hour intervals.
inline TrackerSettings one_register() {
  TrackerSettings settings;
  settings.import = RegisterSettings{kwh, std::nullopt, std::nullopt};
  settings.max_power = Watts{200e3};
  settings.power_gap = 60s;
  settings.interval = 15min;
  return settings;
}

inline TrackerSettings register_and_power() {
  TrackerSettings settings = one_register();
  settings.has_power = true;
  return settings;
}

inline TrackerSettings power_only() {
  TrackerSettings settings = register_and_power();
  settings.import.reset();
  return settings;
}

}  // namespace pue::energy::testing
