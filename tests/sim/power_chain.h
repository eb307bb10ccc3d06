// What is lost between the utility meter and the IT equipment: UPS, transformer, distribution.
#pragma once

namespace pue::sim {

/// Loss of a UPS of `rated_w` that delivers `output_w`: constant, linear and square part; about
/// 95.5 % efficient at half load, worse at small load.
double ups_loss_w(double output_w, double rated_w);

/// Loss of transformers of `rated_va` under `load_w` (either direction): iron and copper.
double transformer_loss_w(double load_w, double rated_va);

/// Part of a UPS's output that arrives behind the power distribution unit.
inline constexpr double distribution_efficiency = 0.99;

}  // namespace pue::sim
