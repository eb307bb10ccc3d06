// Frames of Modbus RTU (MODBUS over Serial Line 1.02, 2.5.1) as they come over TCP from a serial
// device server: requests to bytes, bytes in any fragmentation to the answer of one request. The
// silences that delimit frames on the line are lost on the way, so an answer is recognised by its
// form and its checksum. It knows no socket and no time.
//
// A frame names no request: whether an answer of the right form belongs to this request or to an
// earlier one cannot be seen here (modbus/tcp_conversation.h takes care of it).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "modbus/exchange.h"
#include "modbus/pdu.h"

namespace pue::modbus {

inline constexpr std::size_t rtu_request_bytes = 8;  // unit, 5 of PDU, checksum

/// CRC-16/MODBUS (the same, 6.2.2): polynomial 0x8005 reflected, initial value 0xFFFF. On the line
/// its low byte goes first.
std::uint16_t crc16(std::span<const std::uint8_t> bytes);

/// Precondition: at least the two bytes of the checksum.
bool has_right_checksum(std::span<const std::uint8_t> frame);

std::array<std::uint8_t, rtu_request_bytes> encode_rtu(const Request& request);

/// The frame that such an answer is: of registers or bits, or an exception. Empty for failures that
/// are no frame.
std::vector<std::uint8_t> encode_rtu_answer(const Request& request, const Answer& answer);

/// Looks for the answer to one request in what is received after it.
class RtuReader {
 public:
  /// From now on the answer to `request` is looked for; earlier bytes are forgotten.
  void expect(const Request& request);
  /// The request as sent.
  std::span<const std::uint8_t> request_bytes() const { return sent_; }
  void append(std::span<const std::uint8_t> bytes);
  /// Forgets what came so far.
  void discard() { bytes_.clear(); }
  /// The answer, as soon as it is complete: with a right checksum wherever it stands, behind noise
  /// or behind our own request's echo; or `bad_frame` when nothing but one whole frame of our
  /// unit and function came, damaged or of another form. Nothing when more bytes are needed.
  std::optional<Meaning> next();
  /// Something came from our unit that looked like its answer and was none: damaged, or of another
  /// form than was asked for.
  bool misfit() const { return misfit_; }

 private:
  bool is_echo(std::span<const std::uint8_t> bytes) const;
  std::size_t frame_length(std::span<const std::uint8_t> bytes) const;

  Request request_;
  std::array<std::uint8_t, rtu_request_bytes> sent_{};
  std::vector<std::uint8_t> bytes_;
  bool misfit_ = false;
};

}  // namespace pue::modbus
