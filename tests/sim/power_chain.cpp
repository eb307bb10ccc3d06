#include "sim/power_chain.h"

namespace pue::sim {

double ups_loss_w(double output_w, double rated_w) {
  const double load = output_w / rated_w;
  return rated_w * (0.010 + 0.018 * load + 0.015 * load * load);
}

double transformer_loss_w(double load_w, double rated_va) {
  const double load = load_w / rated_va;
  return rated_va * (0.0012 + 0.008 * load * load);
}

}  // namespace pue::sim
