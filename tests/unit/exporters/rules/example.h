// A configuration as the rules need it, and the catalogues of the tree, for the tests of this
// folder.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "config/load.h"
#include "config/messages.h"

namespace pue::rules::example {

inline std::string read(const std::string& path) {
  std::ifstream file(std::string(PUE_SOURCE_DIR "/") + path);
  INFO(path);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline config::Messages messages(config::Language language) {
  const auto path = "config/messages/" + std::string(config::name(language)) + ".yaml";
  return config::Messages::parse(path, read(path)).value();
}

/// All that rules are made of: name, ledger, directory of checkpoints and default delays.
inline config::Configuration configuration() {
  config::Configuration result;
  result.engine.site.facts.name = "horinger-a";
  result.ledger_path = "/var/lib/pued/ledger.db";
  result.checkpoint_folder = "/var/lib/pued/checkpoints";
  return result;
}

}  // namespace pue::rules::example
