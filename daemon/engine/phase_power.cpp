#include "engine/phase_power.h"

#include <algorithm>

namespace pue::engine {
namespace {

using meter::Quantity;

std::optional<std::size_t> phase_of(Quantity quantity) {
  if (quantity == Quantity::active_power_l1_w) return 0;
  if (quantity == Quantity::active_power_l2_w) return 1;
  if (quantity == Quantity::active_power_l3_w) return 2;
  return std::nullopt;
}

}  // namespace

PhasePower::PhasePower(const std::vector<meter::Point>& points, Duration together)
    : needed_(meter::sums_phases(points)), together_(together) {}

std::optional<meter::Reading> PhasePower::read(const meter::Reading& reading) {
  const auto phase = phase_of(reading.quantity);
  if (!needed_ || !phase) return std::nullopt;
  phases_[*phase] = reading;
  auto total = reading;
  total.quantity = Quantity::active_power_w;
  total.value = 0;
  Duration before{0};
  for (const auto& one : phases_) {
    if (!one || reading.at.mono - one->at.mono > together_) return std::nullopt;
    total.value += one->value;
    before += reading.at.mono - one->at.mono;
  }
  before /= 3;
  total.at = {reading.at.mono - before, reading.at.utc - before};
  phases_ = {};
  return total;
}

}  // namespace pue::engine
