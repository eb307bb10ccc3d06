// The message catalogues as they are installed, for the tests of reports.
#pragma once

#include <fstream>
#include <sstream>

#include "config/messages.h"

namespace pue::test {

inline config::Messages catalogue(config::Language language) {
  const auto name = std::string(config::name(language));
  std::ifstream file(std::string(PUE_SOURCE_DIR "/config/messages/") + name + ".yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return config::Messages::parse(name, text.str()).value();
}

}  // namespace pue::test
