// `puectl decode`: what registers mean, for a person with a manual and a doubt.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"

namespace pue::commands {

class CommandLine;

struct DecodeOptions {
  std::string hex;                   // 1 to 4 registers: "43668000", "4366 8000"
  std::optional<std::string> type;   // "float32"
  std::optional<std::string> order;  // "abcd"
  std::optional<double> scale;
  std::optional<int> bit;  // with type bit: 0 is the least significant
};

/// With type and order the value alone; else a line for each interpretation that is left open.
/// Error: what is wrong with the options.
Result<void> decode(const DecodeOptions& options, std::ostream& out);

void add_decode(CommandLine& line);

}  // namespace pue::commands
