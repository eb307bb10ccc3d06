// `puectl bundle`: what an auditor takes home, as one zip file. It reads the ledger only.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"

namespace pue::commands {

class CommandLine;

struct BundleOptions {
  std::string ledger;
  std::string period;                      // named_period.h
  std::string output;                      // FILE.zip
  std::optional<std::string> config = {};  // of the report, else the one in the ledger
  /// Told how far it has come, 0 to 1, now and then.
  std::function<void(double)> progress = {};
};

/// Says on `out` what is in it. Error: which option or file is wrong, or nothing is signed yet.
Result<void> bundle(const BundleOptions& options, std::ostream& out);

void add_bundle(CommandLine& line);

}  // namespace pue::commands
