#include "engine/meter_event.h"

#include <algorithm>
#include <stdexcept>

namespace pue::engine {

using Kind = MeterEvent::Kind;

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::swap:
      return "swap";
    case Kind::ct_change:
      return "ct_change";
    case Kind::calibration:
      return "calibration";
    case Kind::outage:
      return "outage";
    case Kind::reference:
      return "reference";
  }
  throw std::logic_error("no such kind of meter event");
}

std::optional<Kind> event_kind_from_name(std::string_view wanted) {
  const auto* found = std::find_if(event_kinds.begin(), event_kinds.end(),
                                   [&](Kind kind) { return name(kind) == wanted; });
  if (found == event_kinds.end()) return std::nullopt;
  return *found;
}

bool changes_register(Kind kind) { return kind == Kind::swap || kind == Kind::ct_change; }

}  // namespace pue::engine
