// What `puectl doctor` tells of one thing that is wrong: judged by a person, not by a program.
#pragma once

#include <string>

namespace pue::commands {

struct Finding {
  std::string what;      // "The words are in the order cdab, not as configured"
  std::string evidence;  // values and relations, before and after
  std::string remedy;    // a line of YAML to write, or what to do at the meter
};

}  // namespace pue::commands
