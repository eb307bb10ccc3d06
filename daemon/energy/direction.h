// Which way energy flows through a meter, and which part of its power a register counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pue::energy {

enum class Direction : std::uint8_t { imported, exported };
inline constexpr std::array directions = {Direction::imported, Direction::exported};
constexpr std::size_t position(Direction direction) { return static_cast<std::size_t>(direction); }

/// The part of the power that a register counts: max(P, 0), max(−P, 0), or P with its sign. A net
/// register takes the place of the imported direction.
enum class Flow : std::uint8_t { imported, exported, net };
constexpr Flow flow_of(Direction direction) {
  return direction == Direction::imported ? Flow::imported : Flow::exported;
}

}  // namespace pue::energy
