#include "energy/confirmation.h"

#include <algorithm>

#include "energy/exact.h"

namespace pue::energy {
namespace {

constexpr std::int64_t counts_needed = 20;
constexpr std::int64_t parts_allowed = 20;  // one in 20: 5 %

}  // namespace

// At 20 counts the register's own rounding is one count, 5 %: of the larger of the two, so that it
// alone never contradicts.
void Confirmation::add(Joules registered, std::int64_t powered, Joules resolution) {
  if (verdict_ == Verdict::confirmed) return;
  registered_ += registered;
  powered_ += powered;
  const Wide by_register = Wide{registered_.count} * millijoules_per_joule;
  const Wide larger = std::max(magnitude(by_register), magnitude(powered_));
  if (larger < Wide{counts_needed} * resolution.count * millijoules_per_joule) return;
  const bool agree = magnitude(by_register - powered_) * parts_allowed <= larger;
  *this = {};
  verdict_ = agree ? Verdict::confirmed : Verdict::contradicted;
}

void Confirmation::write(StateWriter& out) const {
  out.line("confirmation").number(static_cast<int>(verdict_));
  out.number(registered_.count).number(powered_);
}

void Confirmation::read(StateReader& in) {
  in.line("confirmation");
  verdict_ = static_cast<Verdict>(in.number(0, static_cast<int>(Verdict::contradicted)));
  registered_.count = in.energy();
  powered_ = in.energy();
}

}  // namespace pue::energy
