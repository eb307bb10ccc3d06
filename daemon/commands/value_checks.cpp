#include "commands/value_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace pue::commands {
namespace {

using meter::Quantity;

constexpr double tight = 0.003;
constexpr double close = 0.05;
// Power moves between two readings of it, and the register with all that was in between.
constexpr double close_over_time = 0.1;
constexpr double steps_needed = 5;
// Below it, of what the meter's feeder carries, currents and power factors say nothing.
constexpr double least_load = 0.02;
constexpr double least_watts = 10;

struct Phase {
  Quantity voltage, current, power;
};
constexpr std::array phases = {
    Phase{Quantity::voltage_l1_v, Quantity::current_l1_a, Quantity::active_power_l1_w},
    Phase{Quantity::voltage_l2_v, Quantity::current_l2_a, Quantity::active_power_l2_w},
    Phase{Quantity::voltage_l3_v, Quantity::current_l3_a, Quantity::active_power_l3_w}};

bool within(double value, double from, double to) { return value >= from && value <= to; }

double voltage_credibility(double volts) {
  if (volts == 0) return 0;  // a phase that is not connected
  if (within(volts, 80, 480)) return 1;
  return within(volts, 50, 1e6) ? 0.75 : -1;
}

double energy_credibility(double watt_hours) {
  if (within(watt_hours, 1, 1e13)) return 1;
  return watt_hours == 0 || within(watt_hours, 1e-3, 1) ? 0 : -1;
}

double power_credibility(double watts, double max_power) {
  const double size = std::abs(watts);
  if (size == 0) return 0;
  if (max_power > 0 && size > 1.2 * max_power) return -1;
  if (max_power > 0 && size < 1e-5 * max_power) return 0;
  return within(size, 0.01, 1e9) ? 1 : -1;
}

double frequency_credibility(double hertz) {
  if (within(hertz, 45, 65)) return 2;
  return hertz >= 0 && hertz < 1e5 ? 0 : -1;
}

/// `far`: how far apart the two may be, as a share of the larger.
Agreement agreement(double measured, double expected, double far) {
  const auto apart = [](double a, double b) {
    return std::abs(a - b) / std::max(std::abs(a), std::abs(b));
  };
  if (apart(measured, expected) <= std::min(tight, far)) return Agreement::tight;
  if (apart(measured, expected) <= far) return Agreement::held;
  for (const double factor : {10.0, 100.0, 1000.0}) {
    if (apart(measured * factor, expected) <= far || apart(measured, expected * factor) <= far)
      return Agreement::decade;
  }
  return Agreement::broken;
}

bool enough_load(double one, double other, double max_power) {
  const double larger = std::max(std::abs(one), std::abs(other));
  return larger >= (max_power > 0 ? least_load * max_power : least_watts);
}

/// Without a power factor P lies between 30 % of ΣU·I and all of it.
Agreement below_apparent(double power, double apparent) {
  const double ratio = std::abs(power) / apparent;
  const auto possible = [](double r) { return within(r, 0.3, 1.03); };
  if (possible(ratio)) return Agreement::held;
  for (const double factor : {10.0, 100.0, 1000.0}) {
    if (possible(ratio * factor) || possible(ratio / factor)) return Agreement::decade;
  }
  return Agreement::broken;
}

void power_against_current(const Observation& seen, std::vector<Relation>& found) {
  const auto& power = value_in(seen.first, Quantity::active_power_w);
  const auto apparent = sum_of_phases(seen.first, {1, 1, 1});
  if (!power || !apparent || !enough_load(*power, *apparent, seen.max_power)) return;
  const auto& factor = value_in(seen.first, Quantity::power_factor);
  if (!factor) {
    found.push_back(
        {"P, at most ΣU·I", std::abs(*power), *apparent, "W", below_apparent(*power, *apparent)});
  } else if (*factor != 0) {
    const double expected = *apparent * std::abs(*factor);
    found.push_back({"P = ΣU·I·PF", std::abs(*power), expected, "W",
                     agreement(std::abs(*power), expected, close)});
  }
}

void power_against_phases(const Observation& seen, std::vector<Relation>& found) {
  const auto& power = value_in(seen.first, Quantity::active_power_w);
  double sum = 0;
  for (const auto& phase : phases) {
    const auto& part = value_in(seen.first, phase.power);
    if (!part) return;
    sum += *part;
  }
  if (!power || seen.power_is_sum || !enough_load(*power, sum, seen.max_power)) return;
  found.push_back({"P = P1 + P2 + P3", *power, sum, "W", agreement(*power, sum, close)});
}

void apparent_power(const Observation& seen, std::vector<Relation>& found) {
  const auto& apparent = value_in(seen.first, Quantity::apparent_power_va);
  const auto expected = sum_of_phases(seen.first, {1, 1, 1});
  if (!apparent || !expected || !enough_load(*apparent, *expected, seen.max_power)) return;
  found.push_back({"S = ΣU·I", *apparent, *expected, "VA", agreement(*apparent, *expected, close)});
}

/// An unbalance beyond 15 % is no grid's.
void equal_voltages(const Observation& seen, std::vector<Relation>& found) {
  std::vector<double> volts;
  for (const auto& phase : phases) {
    const auto& voltage = value_in(seen.first, phase.voltage);
    if (voltage && *voltage > 0) volts.push_back(*voltage);
  }
  if (volts.size() < 2) return;
  const auto [least, most] = std::minmax_element(volts.begin(), volts.end());
  found.push_back({"voltages of the phases", *least, *most, "V",
                   *least >= 0.85 * *most ? Agreement::held : Agreement::broken});
}

/// Mean power in W that the register says, and what of P belongs to its direction.
void energy_against_power(const Observation& seen, Quantity quantity,
                          std::vector<Relation>& found) {
  const auto& before = value_in(seen.first, quantity);
  const auto& power_before = value_in(seen.first, Quantity::active_power_w);
  const double hours = value_in(seen.seconds, quantity).value_or(0) / 3600;
  if (!seen.last || !before || !power_before || hours <= 0) return;
  const auto& after = value_in(*seen.last, quantity);
  const auto& power_after = value_in(*seen.last, Quantity::active_power_w);
  if (!after || !power_after) return;
  const double mean = (*power_before + *power_after) / 2;
  const double expected = quantity == Quantity::energy_import_wh   ? std::max(mean, 0.0)
                          : quantity == Quantity::energy_export_wh ? std::max(-mean, 0.0)
                                                                   : mean;
  const double moved = *after - *before, step = value_in(seen.step, quantity).value_or(1);
  const double larger = std::max(std::abs(moved), std::abs(expected) * hours);
  if (larger < steps_needed * step) return;
  const double far = close_over_time + 2 * step / larger;
  found.push_back({fmt::format("{} over {:.0f} s = P", meter::name(quantity), hours * 3600),
                   moved / hours, expected, "W", agreement(moved / hours, expected, far), true});
}

}  // namespace

double credibility(Quantity quantity, double value, double max_power) {
  if (!std::isfinite(value)) return -1;
  switch (quantity) {
    case Quantity::energy_import_wh:
    case Quantity::energy_export_wh:
    case Quantity::energy_thermal_wh:
      return energy_credibility(value);
    case Quantity::energy_net_wh:
      return energy_credibility(std::abs(value));
    case Quantity::volume_m3:
      return value == 0 ? 0 : within(value, 1e-3, 1e9) ? 1 : -1;
    case Quantity::active_power_w:
    case Quantity::apparent_power_va:
    case Quantity::reactive_power_var:
    case Quantity::active_power_l1_w:
    case Quantity::active_power_l2_w:
    case Quantity::active_power_l3_w:
      return power_credibility(value, max_power);
    case Quantity::power_factor:
      if (std::abs(value) > 1) return -1;
      return std::abs(value) >= 0.01 ? 1 : value == 0 || std::abs(value) > 1e-6 ? 0 : -1;
    case Quantity::voltage_l1_v:
    case Quantity::voltage_l2_v:
    case Quantity::voltage_l3_v:
      return voltage_credibility(value);
    case Quantity::current_l1_a:
    case Quantity::current_l2_a:
    case Quantity::current_l3_a:
      return value == 0 ? 0 : within(std::abs(value), 1e-3, 1e5) ? 1 : -1;
    case Quantity::frequency_hz:
      return frequency_credibility(value);
    case Quantity::temperature_c:
      return value == 0 ? 0 : within(value, -60, 150) && std::abs(value) > 0.01 ? 1 : -1;
    case Quantity::serial:
      return 0;  // any number may be one
  }
  return 0;
}

std::optional<double> sum_of_phases(const MeterValues& values, const std::array<int, 3>& signs) {
  std::optional<double> sum;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const auto& current = value_in(values, phases[i].current);
    // A phase whose power is known carries a current, also where the map does not have it.
    if (!current && value_in(values, phases[i].power)) return std::nullopt;
    if (!current) continue;
    const auto& voltage = value_in(values, phases[i].voltage);
    if (!voltage) return std::nullopt;
    sum = sum.value_or(0) + signs[i] * std::abs(*voltage * *current);
  }
  return sum;
}

void sum_up_power(MeterValues& values) {
  double sum = 0;
  for (const auto& phase : phases) {
    const auto& part = value_in(values, phase.power);
    if (!part) return;
    sum += *part;
  }
  value_in(values, Quantity::active_power_w) = sum;
}

std::string Relation::text() const {
  return fmt::format("{}: {:.6g} {} against {:.6g} {}", name, measured, unit, expected, unit);
}

std::vector<Relation> relations(const Observation& seen) {
  std::vector<Relation> found;
  power_against_current(seen, found);
  power_against_phases(seen, found);
  apparent_power(seen, found);
  equal_voltages(seen, found);
  for (const auto quantity :
       {Quantity::energy_import_wh, Quantity::energy_export_wh, Quantity::energy_net_wh})
    energy_against_power(seen, quantity, found);
  return found;
}

}  // namespace pue::commands
