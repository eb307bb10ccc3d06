// `puectl check`: whether a configuration is good and what it means: the requests on each bus, the
// boundary equation, the PUE category, the caps that apply. It opens no link.
#pragma once

#include <chrono>
#include <filesystem>
#include <iosfwd>

#include "config/load.h"

namespace pue::commands {

class CommandLine;

/// What a good configuration means, in words. `today` selects the policy rows in force.
void describe(const config::Configuration& configuration, std::chrono::year_month_day today,
              std::ostream& out);

/// Errors go to `errors`, one a line as file:line:col: message. 0: good, 1: not. `strict`: a bus
/// whose requests do not fit into its time is an error, else a warning.
int check(const std::filesystem::path& config_file, std::chrono::year_month_day today, bool strict,
          std::ostream& out, std::ostream& errors);

void add_check(CommandLine& line);

}  // namespace pue::commands
