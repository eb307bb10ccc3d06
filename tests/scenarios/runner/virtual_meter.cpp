#include "scenarios/runner/virtual_meter.h"

#include <utility>

namespace pue::scenario {
namespace {

using energy::Wide;
using meter::Quantity;

constexpr Wide per_joule = Wide{1000} * energy::nanoseconds_per_second;  // mW·ns

/// Of the power: phases that carry differently, and the total.
double share_of(Quantity power) {
  if (power == Quantity::active_power_l1_w) return 1.0 / 2;
  if (power == Quantity::active_power_l2_w) return 1.0 / 3;
  if (power == Quantity::active_power_l3_w) return 1.0 / 6;
  return 1;
}

}  // namespace

void VirtualMeter::count_until(MonoTime at) {
  if (at <= counted_until_) return;  // a reading was taken a moment ahead
  const Wide energy = Wide{milliwatts_} * (at - counted_until_).count();
  (energy >= 0 ? counted_.imported : counted_.exported) += energy >= 0 ? energy : -energy;
  counted_until_ = at;
}

void VirtualMeter::set_power(MonoTime at, Watts power) {
  count_until(at);
  milliwatts_ = energy::milliwatts(power);
}

void VirtualMeter::set_register(MonoTime at, Quantity quantity, Joules reading) {
  count_until(at);
  auto& register_ = quantity == Quantity::energy_export_wh ? counted_.exported : counted_.imported;
  register_ = reading.count * per_joule;
}

void VirtualMeter::set_voice(Voice voice, std::uint8_t exception_code) {
  voice_ = voice;
  exception_code_ = exception_code;
}

void VirtualMeter::stop_registers(MonoTime at) {
  count_until(at);
  stopped_ = counted_;
}

void VirtualMeter::heal() {
  set_voice(Voice::good);
  missing_.clear();
  glitch_.reset();
  frozen_milliwatts_.reset();
  stopped_.reset();
}

double VirtualMeter::display(Wide energy) const {
  auto joules = static_cast<std::int64_t>(energy / per_joule);
  joules -= joules % step_.count;
  if (modulus_) joules %= modulus_->count;
  return watt_hours(Joules{joules});
}

std::optional<double> VirtualMeter::show(MonoTime at, Quantity quantity) {
  count_until(at);
  if (missing_.contains(quantity)) return std::nullopt;
  if (meter::is_active_power(quantity)) {
    const auto total = static_cast<double>(gain_ * frozen_milliwatts_.value_or(milliwatts_)) / 1000;
    return total * share_of(quantity);
  }
  const Counted& counted = stopped_ ? *stopped_ : counted_;
  if (quantity == Quantity::energy_export_wh) return display(counted.exported);
  if (quantity == Quantity::energy_net_wh) return display(counted.imported - counted.exported);
  const bool water = quantity == Quantity::volume_m3;
  const bool counts =
      quantity == Quantity::energy_import_wh || water || quantity == Quantity::energy_thermal_wh;
  if (!counts) return 0;
  const auto glitch = std::exchange(glitch_, std::nullopt);
  const double shown = glitch ? watt_hours(*glitch) : display(counted.imported);
  return water ? shown / 1000 : shown;  // a kWh of a water meter stands for a cubic metre
}

}  // namespace pue::scenario
