// Where a simulated site stands: enough to continue its registers in a later process. JSON text;
// reading and writing the file is the caller's, except for the replacement in one step.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "sim/energy_account.h"
#include "sim/truth_record.h"

namespace pue::sim {

/// Energy at which a meter's registers were last reset, Wh.
struct RegisterOrigin {
  double import_wh = 0;
  double export_wh = 0;
};

struct SimulationState {
  std::uint64_t seed = 1;
  std::int64_t time = 0;  // whole seconds since 1970-01-01T00:00Z
  double cooling_factor = 1;
  SignalEnergies energies;
  std::map<std::string, RegisterOrigin> origins;  // by meter, only where reset
  TruthRecord truth;
};

std::string state_to_json(const SimulationState& state);
Result<SimulationState> state_from_json(const std::string& text);

/// Error: names the file and the reason.
Result<std::string> read_file(const std::string& path);
/// Writes beside the file and renames: a reader sees the old content or the new one, never a part.
Result<void> replace_file(const std::string& path, const std::string& text);

}  // namespace pue::sim
