// `puectl rules`: the Prometheus rules of a loaded configuration, into a file or onto a stream.
// What they say is in exporters/rules/; this only puts them where Prometheus reads them.
#pragma once

#include <iosfwd>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "config/messages.h"

namespace pue::commands {

class CommandLine;

/// `output`: a path, or "" or "-" for `out`. A file is replaced at once or not at all, because
/// Prometheus may reload at any moment. Error: which path cannot be written, and why.
Result<void> rules(const config::Configuration& configuration, const config::Messages& messages,
                   const std::string& output, std::ostream& out);

void add_rules(CommandLine& line);

}  // namespace pue::commands
