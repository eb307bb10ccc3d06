#include "commands/profile_fit.h"

#include <algorithm>

#include "commands/sunspec_walk.h"
#include "meter/decode.h"

namespace pue::commands {
namespace {

bool within(double value, double from, double to) { return value >= from && value <= to; }

/// The number of possible values first: a small map fits many devices by chance.
bool better(const FittedProfile& a, const FittedProfile& b) {
  if (a.self_described != b.self_described) return a.self_described;
  return a.good != b.good ? a.good > b.good : a.total < b.total;
}

/// Precondition: not empty.
FittedProfile best_of(const std::vector<FittedProfile>& fits) {
  auto best = *std::min_element(fits.begin(), fits.end(), better);
  for (const auto& fit : fits) {
    if (best.self_described && !fit.self_described) continue;
    const bool whole = fit.good == fit.total;
    if (fit.name != best.name && (whole || fit.good == best.good)) best.as_good.push_back(fit.name);
  }
  return best;
}

/// The profile as the device has it: nothing where it lacks the models. Whatever keeps a register
/// from being read counts as its refusal here.
std::optional<meter::Profile> on_device(const meter::Profile& profile,
                                        const Result<std::vector<meter::SunSpecModel>>& models) {
  if (!models) return std::nullopt;
  auto points = points_among(profile.sunspec, *models);
  if (!points) return std::nullopt;
  auto found = profile;
  found.points = std::move(*points);
  return found;
}

Result<std::vector<meter::SunSpecModel>> models_of(std::uint8_t unit, const ReadRegisters& read) {
  return find_models(unit, [&](const modbus::Request& request) {
    modbus::Exchange exchange{
        modbus::Failure{modbus::Failure::Kind::exception, 2}, {}, {}, true, 0};
    if (auto block = read(request)) exchange.answer = std::move(*block);
    return exchange;
  });
}

}  // namespace

bool is_possible(meter::Quantity quantity, double value) {
  using meter::Quantity;
  switch (quantity) {
    case Quantity::energy_import_wh:
    case Quantity::energy_export_wh:
    case Quantity::energy_thermal_wh:
      return within(value, 0, 1e15);
    case Quantity::energy_net_wh:
      return within(value, -1e15, 1e15);
    case Quantity::volume_m3:
      return within(value, 0, 1e12);
    case Quantity::active_power_w:
    case Quantity::apparent_power_va:
    case Quantity::reactive_power_var:
    case Quantity::active_power_l1_w:
    case Quantity::active_power_l2_w:
    case Quantity::active_power_l3_w:
      return within(value, -1e9, 1e9);
    case Quantity::power_factor:
      return within(value, -1, 1);
    case Quantity::voltage_l1_v:
    case Quantity::voltage_l2_v:
    case Quantity::voltage_l3_v:
      return within(value, 0, 1e6);
    case Quantity::current_l1_a:
    case Quantity::current_l2_a:
    case Quantity::current_l3_a:
      return within(value, -1e6, 1e6);
    case Quantity::frequency_hz:
      return within(value, 45, 65);
    case Quantity::temperature_c:
      return within(value, -100, 300);
    case Quantity::serial:
      return value >= 0;
  }
  return false;
}

FittedProfile try_profile(const meter::Profile& profile, std::uint8_t unit,
                          const ReadRegisters& read) {
  FittedProfile fit{profile.name, 0, profile.points.size(), {}, {}};
  auto points = profile.points;
  std::stable_partition(points.begin(), points.end(), [](const meter::Point& point) {
    return point.quantity == meter::Quantity::active_power_w;
  });
  for (const auto& point : points) {
    const auto block = read({unit, point.range});
    if (!block) {
      fit.failure = block.error();
      // Without power nothing fits, and a silent meter costs a timeout each time it is asked.
      if (point.quantity == meter::Quantity::active_power_w) break;
      continue;
    }
    const auto value = meter::decode(point, block->words);
    const auto* number = std::get_if<double>(&value);
    if (number == nullptr || !is_possible(point.quantity, *number)) continue;
    ++fit.good;
    if (point.quantity == meter::Quantity::active_power_w) fit.power_watts = *number;
  }
  return fit;
}

TriedProfiles try_profiles(const std::vector<meter::Profile>& profiles, std::uint8_t unit,
                           const ReadRegisters& read) {
  TriedProfiles tried;
  std::vector<FittedProfile> fits;
  std::optional<Result<std::vector<meter::SunSpecModel>>> models;
  for (const auto& profile : profiles) {
    std::optional<meter::Profile> described;
    if (!profile.sunspec.empty()) {
      if (!models) models = models_of(unit, read);
      described = on_device(profile, *models);
      if (!described && !tried.failure && !*models) tried.failure = models->error();
      if (!described) continue;
    }
    auto fit = try_profile(described ? *described : profile, unit, read);
    fit.self_described = described.has_value();
    if (fit.failure) tried.failure = fit.failure;
    if (fit.good > 0 && fit.power_watts) fits.push_back(std::move(fit));
  }
  if (!fits.empty()) tried.best = best_of(fits);
  return tried;
}

}  // namespace pue::commands
