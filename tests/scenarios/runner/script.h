// The text of a scenario, cut into its configuration and its statements. It knows no statement but
// CONFIG … END and START.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace pue::scenario {

struct Statement {
  int line = 0;
  std::vector<std::string> words;
};

struct Script {
  std::string file;
  /// A pued.yaml, preceded by empty lines so that its errors name the script's own lines.
  std::string events;  // the events file, "" without
  std::string configuration;
  std::string start;  // RFC 3339
  std::vector<Statement> statements;
};

/// Error: "FILE:LINE: what is wrong".
Result<Script> parse_script(const std::string& file, const std::string& text);

}  // namespace pue::scenario
