#include "engine/snapshot.h"

#include <stdexcept>

namespace pue::engine {

std::string_view name(LiveAbsence reason) {
  switch (reason) {
    case LiveAbsence::none:
      return "none";
    case LiveAbsence::stale_input:
      return "stale_input";
    case LiveAbsence::no_power_point:
      return "no_power_point";
    case LiveAbsence::it_load_low:
      return "it_load_low";
  }
  throw std::logic_error("no such reason of an absent live figure");
}

}  // namespace pue::engine
