// What bytes on a link mean, in words, for people who look at a trace. It belongs to no
// conversation: each piece is read for itself, as it was written or received.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace pue::modbus {

enum class WireForm : std::uint8_t { mbap, rtu };

/// "id 0x0012 unit 7: read 2 holding registers from 100", "unit 7: exception 2, illegal data
/// address", "unit 7: 2 registers 0001 FFFF"; several frames are joined by " | ", and what is no
/// whole frame is "part of a frame, or none".
std::string frame_text(std::span<const std::uint8_t> bytes, WireForm form, bool request);

/// "00 12 00 00 00 06".
std::string hex_text(std::span<const std::uint8_t> bytes);

}  // namespace pue::modbus
