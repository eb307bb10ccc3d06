// Whether a meter's power is a repeated old one (energy/frozen_power.h), from all that is read of
// the meter. A register that goes on just as the steady power says is no sign against it: such a
// load is steady. It judges; what follows is the accounting's.
#pragma once

#include <array>
#include <optional>

#include "energy/frozen_power.h"
#include "engine/settings.h"
#include "meter/reading.h"

namespace pue::engine {

class PowerWatch {
 public:
  /// `max_power` on the primary side, as in the tracker's settings.
  PowerWatch(const MeterConnection& connection, Watts max_power);

  /// As it was read: before multipliers and `reverse`.
  void read(const meter::Reading& reading);
  bool frozen() const { return frozen_.frozen(); }

 private:
  struct Newest {
    MonoTime at;
    double value = 0;
    double last = 0;  // of a register: what it showed last
  };
  void power(const meter::Reading& reading);
  void energy(const meter::Reading& reading);
  double step(const meter::Reading& reading) const;

  std::vector<meter::Point> points_;
  std::vector<Multiplier> multipliers_;
  Watts max_power_;
  energy::FrozenPower frozen_;
  std::optional<double> watts_;  // the power that repeats
  /// Momentary values: the last ones. Registers: where they stood since the power repeats.
  std::array<std::optional<Newest>, meter::quantity_count> newest_;
};

}  // namespace pue::engine
