// What a person says a meter counted, in place of what is known: new versions of the intervals that
// it concerns, and the state in which they wait for that meter no longer. Nothing is read or stored
// here, and no counter is touched: what was exported stands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "energy/direction.h"
#include "site/balance.h"

namespace pue::engine {

struct MeterCorrection {
  MeterId meter;
  energy::Direction direction = energy::Direction::imported;
  Period period;  // whole intervals
  Joules energy;  // of a water meter millilitres stand for joules (energy/volume_register.h)
};

/// What the stored intervals say of it now; absent while one of them has no energy of the meter.
std::optional<Joules> known_energy(const MeterCorrection& correction,
                                   const std::vector<site::SiteInterval>& stored);

/// `stored`: the newest versions of the intervals of the period, with their evidence. The energy is
/// shared out in proportion to what was known, without a known sum evenly; the meter's other
/// direction stays, and is 0 where nothing was known. Error: `stored` does not cover the period, or
/// no meter of that power can have counted so much.
Result<std::vector<site::SiteInterval>> corrected(const MeterCorrection& correction,
                                                  const site::SiteModel& model, Watts max_power,
                                                  const std::vector<site::SiteInterval>& stored);

/// The state (Accounting::save) after these versions. Nothing when the text is not a state.
std::optional<std::string> state_after(const std::string& state, const std::string& meter,
                                       const std::vector<site::SiteInterval>& versions);

}  // namespace pue::engine
