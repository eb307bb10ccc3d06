// How boundaries, intervals and their evidence stand in a tracker's state. No format for others:
// the ledger has its own.
#pragma once

#include "energy/pending_boundaries.h"
#include "energy/state_text.h"

namespace pue::energy {

void write_period(StateWriter& out, const std::optional<Period>& period);
std::optional<Period> read_period(StateReader& in);
Quality read_quality(StateReader& in);

void write_boundary_energy(StateWriter& out, const BoundaryEnergy& boundary);
BoundaryEnergy read_boundary_energy(StateReader& in);

void write_evidence(StateWriter& out, const SharedEvidence& evidence);
SharedEvidence read_evidence(StateReader& in);

void write_interval(StateWriter& out, const IntervalEnergy& interval);
IntervalEnergy read_interval(StateReader& in);

}  // namespace pue::energy
