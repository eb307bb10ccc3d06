// Whether a meter's register and its power tell of the same energy: what a profile of low
// confidence must show before its figures count as covered. It catches W read as kW and Wh as kWh,
// not a wrong current transformer, which turns both.
#pragma once

#include <cstdint>

#include "base/units.h"
#include "energy/state_text.h"

namespace pue::energy {

class Confirmation {
 public:
  /// confirmed is final; contradicted is tried anew over the energy that follows.
  enum class Verdict : std::uint8_t { open, confirmed, contradicted };

  /// What register and power (in millijoules) say of the same time; `resolution`: q.
  void add(Joules registered, std::int64_t powered, Joules resolution);
  Verdict verdict() const { return verdict_; }

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  Verdict verdict_ = Verdict::open;
  Joules registered_;
  std::int64_t powered_ = 0;
};

}  // namespace pue::energy
