// The codes of qualities in stored bytes. They never change; the order of the enumeration may.
#pragma once

#include <cstdint>
#include <optional>

#include "energy/quality.h"

namespace pue::ledger {

/// measured 0, recovered 1, integrated 2, missing 3, substituted 4, edited 5, estimated 6.
std::uint8_t quality_code(energy::Quality quality);
std::optional<energy::Quality> quality_from_code(std::uint8_t code);

}  // namespace pue::ledger
