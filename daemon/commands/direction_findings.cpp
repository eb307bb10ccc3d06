#include "commands/direction_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace pue::commands {
namespace {

using meter::Quantity;
using site::Role;

// A phase below it, of the largest, has a sign by chance (a capacitor, a rounding).
constexpr double least_share = 0.05;
constexpr double close = 0.05;
// Transformers and inverters take some power themselves.
constexpr double least_of_max = 0.01;
constexpr double least_watts = 10;

constexpr std::array powers = {Quantity::active_power_l1_w, Quantity::active_power_l2_w,
                               Quantity::active_power_l3_w};
constexpr auto turn_one =
    "turn the current transformer of that phase (or swap S1 and S2); no key can mend one phase";

/// The phase whose sign is not that of the other two, 0 to 2.
std::optional<std::size_t> odd_phase_by_power(const MeterValues& values) {
  std::array<double, 3> watts{};
  double largest = 0;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    const auto& power = value_in(values, powers[i]);
    if (!power) return std::nullopt;
    watts[i] = *power;
    largest = std::max(largest, std::abs(*power));
  }
  const auto negative = [](double w) { return w < 0; };
  const bool all_count = std::all_of(watts.begin(), watts.end(), [&](double w) {
    return std::abs(w) >= least_share * largest && w != 0;
  });
  const auto negatives = std::count_if(watts.begin(), watts.end(), negative);
  if (!all_count || negatives == 0 || negatives == 3) return std::nullopt;
  const bool odd_is_negative = negatives == 1;
  const auto odd = std::find_if(watts.begin(), watts.end(),
                                [&](double w) { return negative(w) == odd_is_negative; });
  return static_cast<std::size_t>(odd - watts.begin());
}

bool agree(double a, double b) {
  return std::abs(a - b) <= close * std::max(std::abs(a), std::abs(b));
}

/// The phase that must count backwards for P to be ΣU·I·PF.
std::optional<std::size_t> odd_phase_by_sum(const MeterValues& values) {
  const auto& power = value_in(values, Quantity::active_power_w);
  const auto& factor = value_in(values, Quantity::power_factor);
  const auto whole = sum_of_phases(values, {1, 1, 1});
  if (!power || !factor || !whole || std::abs(*power) < least_watts) return std::nullopt;
  if (agree(std::abs(*power), *whole * std::abs(*factor))) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    std::array<int, 3> signs = {1, 1, 1};
    signs[i] = -1;
    const auto sum = sum_of_phases(values, signs);
    if (sum != whole && agree(std::abs(*power), std::abs(*sum * *factor))) return i;
  }
  return std::nullopt;
}

std::optional<Finding> one_phase(const MeterValues& values) {
  if (const auto odd = odd_phase_by_power(values)) {
    return Finding{
        fmt::format("The current transformer of phase L{} is the wrong way round", *odd + 1),
        fmt::format("P1 {:.6g} W, P2 {:.6g} W, P3 {:.6g} W", *value_in(values, powers[0]),
                    *value_in(values, powers[1]), *value_in(values, powers[2])),
        turn_one};
  }
  const auto odd = odd_phase_by_sum(values);
  if (!odd) return std::nullopt;
  return Finding{
      fmt::format("The current transformer of phase L{} is probably the wrong way round", *odd + 1),
      fmt::format("P = {:.6g} W is ΣU·I·PF only with U·I of L{} taken off",
                  *value_in(values, Quantity::active_power_w), *odd + 1),
      turn_one};
}

/// Power that such a meter never has: out of a load, into a source.
bool goes_one_way(std::optional<Role> role) { return role != Role::battery && role != Role::check; }

std::string registers_text(const MeterValues& values) {
  const auto& in = value_in(values, Quantity::energy_import_wh);
  const auto& out = value_in(values, Quantity::energy_export_wh);
  if (!in || !out) return "";
  return fmt::format("; the registers: import {:.6g} Wh, export {:.6g} Wh", *in, *out);
}

}  // namespace

std::vector<Finding> direction_findings(const MeterValues& values, const MeterFacts& facts) {
  if (auto found = one_phase(values)) return {*found};
  const auto& power = value_in(values, Quantity::active_power_w);
  if (!power || !goes_one_way(facts.role)) return {};
  const double counted = facts.reverse ? -*power : *power;
  const double least = facts.max_power > 0 ? least_of_max * facts.max_power : least_watts;
  if (counted > -least) return {};
  const auto role = facts.role ? fmt::format("role {}", site::name(*facts.role)) : "a load";
  const auto* unless =
      facts.role == Role::grid ? " (not if the site feeds into the grid at this moment)" : "";
  return {
      {facts.reverse ? "reverse: true turns a meter that is the right way round"
                     : "All current transformers are the wrong way round",
       fmt::format("P = {:.6g} W{}, of {}, which is positive{}{}", *power,
                   facts.reverse ? " before reverse" : "", role, unless, registers_text(values)),
       facts.reverse ? "reverse: false" : "reverse: true"}};
}

}  // namespace pue::commands
