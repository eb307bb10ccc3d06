// `puectl doctor`: what is probably wrong with the configuration of one live meter, and what to
// write instead.
#pragma once

#include <iosfwd>
#include <string>

#include "commands/diagnosis.h"

namespace pue::commands {

class CommandLine;

/// The findings with evidence and remedy, then, where points change, the whole list as it should be
/// written; "nothing wrong found" without any. `profile`: "" for a meter with its own points.
void print_diagnosis(const Diagnosis& diagnosis, const std::string& profile,
                     bool profile_has_limits, std::ostream& out);

/// Exit code 0: nothing wrong found.
void add_doctor(CommandLine& line);

}  // namespace pue::commands
