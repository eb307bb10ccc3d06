// `puectl event`: enters what a person did to a meter, as a row of the events file that the
// configuration names. A row is only ever added, and only one with which the configuration still
// loads; the daemon takes it with its next reload and enters it into the ledger.
#pragma once

#include <iosfwd>
#include <string>

#include "base/result.h"

namespace CLI {
class App;
}

namespace pue::commands {

struct EventOptions {
  std::string config;
  std::string meter;
  std::string kind;           // swap, ct_change, calibration, outage, reference
  std::string at;             // RFC 3339 with zone
  std::string final_reading;  // "" not known
  std::string initial_reading;
  std::string who;  // "" the user who starts the command
  std::string why;
  std::string ticket;
};

/// Says on `out` which row was added, and what to do next. Error: what is wrong with the row or the
/// configuration, one a line; then nothing was written.
Result<void> enter_event(const EventOptions& options, std::ostream& out);

void add_event(CLI::App& app, int& exit_code);

}  // namespace pue::commands
