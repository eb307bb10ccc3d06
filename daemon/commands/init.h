// `puectl init`: a first configuration from one live meter. It guesses what can be guessed, marks
// every guess, and passes `puectl check`.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"
#include "commands/profile_fit.h"
#include "modbus/link_settings.h"

namespace pue::commands {

class CommandLine;

struct InitOptions {
  std::string link;  // URL
  int unit = 1;
  std::optional<std::string> profile;      // default: the one that fits the meter best
  std::optional<std::string> schema = {};  // path of pued.schema.json, named to editors
};

/// A commented pued.yaml for the meter `found`, with a stand-in for the second meter that every
/// site needs. Precondition: `unit` is right for the link.
std::string first_configuration(const std::string& link, int unit, const FittedProfile& found);

/// Reads the meter and writes the configuration. Error: what did not answer, or that no profile
/// fits.
Result<void> init(const InitOptions& options, const std::vector<meter::Profile>& profiles,
                  const ReadRegisters& read, std::ostream& out);

void add_init(CommandLine& line);

}  // namespace pue::commands
