// The protocol data unit (Modbus Application Protocol 1.1b3, 6.1–6.4): what a request asks and what
// an answer says, without the frame around it (modbus/mbap.h, modbus/rtu_frame.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "modbus/exchange.h"

namespace pue::modbus {

/// Added to the function code of an answer that is an exception.
inline constexpr std::uint8_t exception_flag = 0x80;

/// Function, address, count.
std::array<std::uint8_t, 5> request_pdu(const RegisterRange& range);
/// Bytes of registers or bits that a good answer carries behind its byte count.
std::size_t data_bytes(const RegisterRange& range);

/// A frame that does not answer the request.
enum class Stray : std::uint8_t {
  other_transaction,  // late or foreign
  other_unit,         // our transaction id on another unit's answer
};

/// A frame that answers the request, but whose length field and content contradict each other: the
/// cut into frames can no longer be trusted.
struct FramingDoubt {};

/// What a frame means as the answer to a request. A block has exactly the range asked for.
using Meaning = std::variant<RegisterBlock, Failure, Stray, FramingDoubt>;

/// What a PDU of at least one byte says of `range`; never a Stray.
Meaning interpret_pdu(std::span<const std::uint8_t> pdu, const RegisterRange& range);

}  // namespace pue::modbus
