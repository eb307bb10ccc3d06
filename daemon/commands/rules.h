// `puectl rules`: the Prometheus rules of a loaded configuration, into a file or onto a stream.
// What they say is in exporters/rules/; this only puts them where Prometheus reads them.
#pragma once

#include <iosfwd>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "config/messages.h"

namespace CLI {
class App;
}

namespace pue::commands {

/// `output`: a path, or "" or "-" for `out`. A file is replaced at once or not at all, because
/// Prometheus may reload at any moment. Error: which path cannot be written, and why.
Result<void> rules(const config::Configuration& configuration, const config::Messages& messages,
                   const std::string& output, std::ostream& out);

/// Adds the subcommand; when it is called, `exit_code` becomes 0 or 1.
void add_rules(CLI::App& app, int& exit_code);

}  // namespace pue::commands
