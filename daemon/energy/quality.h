// How good an interval's energy is. The order is from best to worst, so that the worst of several
// is their maximum. The order is no code: stored records have codes of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pue::energy {

enum class Quality : std::uint8_t {
  measured,     // both boundaries bracketed by register readings at most one interval apart
  recovered,    // total from the register, its split over a longer gap estimated
  integrated,   // from power alone, at least 80 % of the time observed
  substituted,  // by a validated second meter
  edited,       // entered by a person from register readings, with who and why
  estimated,    // by rule, from the meter's own past; never counts toward completeness
  missing,      // unknown; there is no energy value
};
inline constexpr std::size_t quality_count = 7;

std::string_view name(Quality quality);
std::optional<Quality> quality_from_name(std::string_view name);

}  // namespace pue::energy
