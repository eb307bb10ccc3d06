// What people did to a meter, as they entered it: swaps, calibrations, readings of a bill. It is
// evidence; only changes of the register act on energies (meter_changes.h).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"

namespace pue::engine {

struct MeterEvent {
  enum class Kind : std::uint8_t { swap, ct_change, calibration, outage, reference };

  UtcTime at;
  MeterId meter;
  Kind kind = Kind::swap;
  /// Wh of the register as it is read: before multipliers and `reverse`. With `reference`: `final`.
  std::optional<double> final_reading = {};
  std::optional<double> initial_reading = {};
  std::string who = {};
  std::string why = {};
  std::string ticket = {};  // number of a document, may be ""
};

inline constexpr std::array event_kinds = {MeterEvent::Kind::swap, MeterEvent::Kind::ct_change,
                                           MeterEvent::Kind::calibration, MeterEvent::Kind::outage,
                                           MeterEvent::Kind::reference};

/// "swap", "ct_change", …
std::string_view name(MeterEvent::Kind kind);
std::optional<MeterEvent::Kind> event_kind_from_name(std::string_view name);
/// The register before it and the one after it are not the same scale.
bool changes_register(MeterEvent::Kind kind);

}  // namespace pue::engine
