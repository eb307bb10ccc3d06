// Frames of Modbus/TCP (MODBUS Messaging on TCP/IP Implementation Guide 1.0b, 3.1.3): requests to
// bytes, bytes in any fragmentation to frames, frames to answers. It knows no socket and no time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "modbus/pdu.h"

namespace pue::modbus {

inline constexpr std::size_t request_bytes = 12;  // 7 header + function, address, count

std::array<std::uint8_t, request_bytes> encode(std::uint16_t transaction, const Request& request);

/// One frame as its header delimits it; nothing is checked but the header.
struct Frame {
  std::uint16_t transaction = 0;
  std::uint8_t unit = 0;
  std::span<const std::uint8_t> pdu;  // into the reader: valid until its next `append`
};

/// Cuts a byte stream into frames. A header that cannot be one (protocol id not 0, length outside
/// 2–254) makes the stream broken for good: frames have no start mark, so there is no way to find
/// the next one, and the connection must be closed.
class FrameReader {
 public:
  void append(std::span<const std::uint8_t> bytes);
  /// The next complete frame; nothing when more bytes are needed or the stream is broken.
  std::optional<Frame> next();
  bool broken() const { return broken_; }
  /// No frame has begun that is not complete yet.
  bool empty() const { return begin_ == bytes_.size(); }
  /// For a new connection.
  void reset();

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t begin_ = 0;
  bool broken_ = false;
};

/// What `frame` means as the answer to `request`. A block has exactly the range asked for.
Meaning interpret(const Frame& frame, std::uint16_t transaction, const Request& request);

}  // namespace pue::modbus
