// `puectl event`: enters what a person did to a meter, as a row of the events file that the
// configuration names. A running daemon adds it and takes it at once; without one it is added here,
// for the next start or reload.
#pragma once

#include <iosfwd>

#include "base/result.h"
#include "config/load.h"
#include "runtime/event_entry.h"

namespace pue::commands {

class CommandLine;

/// Says on `out` which row was added, and what to do next. An empty `who` is the user who starts
/// the command. Error: what is wrong with the row or the configuration, one a line; then nothing
/// was written.
Result<void> enter_event(const std::string& config_file, const runtime::EventRequest& event,
                         std::ostream& out);

void add_event(CommandLine& line);

}  // namespace pue::commands
