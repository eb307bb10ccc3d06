// `puectl doctor`: what is probably wrong with the configuration of one live meter, and what to
// write instead.
#pragma once

#include <iosfwd>
#include <string>

#include "commands/diagnosis.h"

namespace CLI {
class App;
}

namespace pue::commands {

/// The findings with evidence and remedy, then, where points change, the whole list as it should be
/// written; "nothing wrong found" without any. `profile`: "" for a meter with its own points.
void print_diagnosis(const Diagnosis& diagnosis, const std::string& profile,
                     bool profile_has_limits, std::ostream& out);

/// Adds the subcommand; when it is called, `exit_code` becomes 0 (nothing wrong found) or 1.
void add_doctor(CLI::App& app, int& exit_code);

}  // namespace pue::commands
