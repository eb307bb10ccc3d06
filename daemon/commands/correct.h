// `puectl correct`: what a meter counted over whole intervals, as a person knows it. The ledger
// gets a correction and new versions of the intervals; nothing that it holds is changed. A running
// daemon does it itself; without one it is done here, under the ledger's lock.
#pragma once

#include <iosfwd>
#include <string>

#include "base/result.h"
#include "config/load.h"

namespace pue::commands {

class CommandLine;

struct CorrectOptions {
  std::string config;
  std::string meter;
  std::string from;  // RFC 3339 with zone, or the site's local "2026-03-01"
  std::string to;
  std::string kwh;  // one of both: energy of a meter, volume of a water meter
  std::string cubic_metres;
  bool exported = false;
  std::string who;  // "" the user who starts the command
  std::string why;
  std::string ticket;
};

/// Says on `out` what was known and what holds now. Error: why nothing was written.
Result<void> correct(const CorrectOptions& options, const config::Configuration& configuration,
                     std::ostream& out);

void add_correct(CommandLine& line);

}  // namespace pue::commands
