// All powers of the site at one moment, as sums that fit together: what enters is what is used,
// lost or stored. The one truth from which every meter is fed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/battery.h"
#include "sim/it_load.h"
#include "sim/photovoltaic.h"
#include "sim/weather.h"

namespace pue::sim {

/// What a meter can measure. Loads: positive is consumption. Grid: positive is import. PV and
/// battery: positive is into the site.
enum class Signal : std::uint8_t {
  grid,
  ups_a_in,
  ups_a_out,
  ups_b_in,
  ups_b_out,
  pdu_a,
  pdu_b,
  chiller_1,
  chiller_2,
  crah,
  lighting,
  other,
  pv,
  battery,
  water,  // litres per hour in the place of watts: a Wh of it is a litre
};
inline constexpr std::size_t signal_count = 15;
std::string_view name(Signal signal);
std::optional<Signal> signal_from_name(std::string_view name);

struct Plant {
  ItPlant it;
  Climate climate;
  SolarPlant solar;
  BatteryPlant battery;
  double ups_rated_w = 6.3e6;  // each side
  double transformer_va = 16e6;
  double lighting_w = 60e3;
  double other_w = 45e3;
};

/// Watts by signal.
struct SitePower {
  std::array<double, signal_count> watts{};
  double& operator[](Signal s) { return watts[static_cast<std::size_t>(s)]; }
  double operator[](Signal s) const { return watts[static_cast<std::size_t>(s)]; }
};

/// Powers at `t`; `cooling_factor` makes the cooling plant inefficient.
SitePower site_power(const Plant& plant, std::uint64_t seed, double t, double cooling_factor);

/// Grid net + PV: the battery stands inside the boundary (ISO/IEC 30134-2).
double facility_power_w(const SitePower& power);
/// Both UPS outputs (category 1).
double it_power_w(const SitePower& power);

}  // namespace pue::sim
