// Energies of each step: IT and the subsystems of the overhead one on the other; and the renewable
// share from its lower to its upper bound.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

/// "" when no step has any.
std::string energy_chart(const Context& context);
std::string share_chart(const Context& context);

}  // namespace pue::report
