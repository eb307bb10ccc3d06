// `puectl verify`: whether a ledger, or a bundle of it, is what was written, by its own signatures
// and by checkpoints that left the machine. It needs no configuration, no daemon and no network.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace pue::commands {

class CommandLine;

struct VerifyLedgerOptions {
  std::string ledger;                    // or a bundle: a zip file, or its folder
  std::vector<std::string> checkpoints;  // files with notes, or directories of them
  std::optional<std::string> key;        // "NAME+ID+BASE64", or a file with it
};

/// Writes what was verified, and what it does not prove. Error: the first entry that differs, or
/// which option is wrong.
Result<void> verify(const VerifyLedgerOptions& options, std::ostream& out, std::ostream& notes,
                    bool show_progress);

void add_verify(CommandLine& line);

}  // namespace pue::commands
