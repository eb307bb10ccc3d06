#include "sim/site_power.h"

#include <algorithm>

#include "sim/cooling.h"
#include "sim/local_time.h"
#include "sim/power_chain.h"
#include "sim/smooth_noise.h"

namespace pue::sim {
namespace {

constexpr std::array<std::string_view, signal_count> signal_names{
    "grid",      "ups_a_in", "ups_a_out", "ups_b_in", "ups_b_out", "pdu_a",   "pdu_b", "chiller_1",
    "chiller_2", "crah",     "lighting",  "other",    "pv",        "battery", "water"};

void add_it_and_ups(const Plant& plant, std::uint64_t seed, double t, SitePower& power) {
  const ItLoad it = it_load(plant.it, seed, t);
  power[Signal::ups_a_out] = it.side_a_w;
  power[Signal::ups_b_out] = it.side_b_w;
  power[Signal::ups_a_in] = it.side_a_w + ups_loss_w(it.side_a_w, plant.ups_rated_w);
  power[Signal::ups_b_in] = it.side_b_w + ups_loss_w(it.side_b_w, plant.ups_rated_w);
  power[Signal::pdu_a] = it.side_a_w * distribution_efficiency;
  power[Signal::pdu_b] = it.side_b_w * distribution_efficiency;
}

void add_cooling(const Plant& plant, std::uint64_t seed, double t, double factor,
                 SitePower& power) {
  const double heat_w = power[Signal::ups_a_in] + power[Signal::ups_b_in];
  const double outdoor_c = outdoor_temperature_c(plant.climate, seed, t);
  const CoolingPower cooling = cooling_power(heat_w, outdoor_c, factor);
  power[Signal::chiller_1] = cooling.chiller_1_w;
  power[Signal::chiller_2] = cooling.chiller_2_w;
  power[Signal::crah] = cooling.crah_w;
  power[Signal::water] = cooling.water_litres_per_hour;
}

void add_building(const Plant& plant, std::uint64_t seed, double t, SitePower& power) {
  const double hour = local_time(t, plant.climate.utc_offset_hours).hour;
  const double day = smooth_step(7.0, 9.0, hour) - smooth_step(18.0, 20.0, hour);
  power[Signal::lighting] = plant.lighting_w * (0.5 + 0.5 * day);
  power[Signal::other] = plant.other_w * (0.8 + 0.2 * smooth_noise(seed, 40, t, 900.0));
}

double loads_w(const SitePower& power) {
  return power[Signal::ups_a_in] + power[Signal::ups_b_in] + power[Signal::chiller_1] +
         power[Signal::chiller_2] + power[Signal::crah] + power[Signal::lighting] +
         power[Signal::other];
}

}  // namespace

std::string_view name(Signal signal) { return signal_names[static_cast<std::size_t>(signal)]; }

std::optional<Signal> signal_from_name(std::string_view text) {
  const auto found = std::find(signal_names.begin(), signal_names.end(), text);
  if (found == signal_names.end()) return std::nullopt;
  return static_cast<Signal>(found - signal_names.begin());
}

SitePower site_power(const Plant& plant, std::uint64_t seed, double t, double cooling_factor) {
  SitePower power;
  add_it_and_ups(plant, seed, t, power);
  add_cooling(plant, seed, t, cooling_factor, power);
  add_building(plant, seed, t, power);
  power[Signal::pv] = photovoltaic_power_w(plant.solar, seed, t);
  power[Signal::battery] = battery_power_w(plant.battery, seed, t);
  const double behind_transformer_w = loads_w(power) - power[Signal::pv] - power[Signal::battery];
  power[Signal::grid] =
      behind_transformer_w + transformer_loss_w(behind_transformer_w, plant.transformer_va);
  return power;
}

double facility_power_w(const SitePower& power) { return power[Signal::grid] + power[Signal::pv]; }

double it_power_w(const SitePower& power) {
  return power[Signal::ups_a_out] + power[Signal::ups_b_out];
}

}  // namespace pue::sim
