#include "modbus/pdu.h"

namespace pue::modbus {
namespace {

std::uint8_t high(std::uint16_t word) { return static_cast<std::uint8_t>(word >> 8U); }
std::uint8_t low(std::uint16_t word) { return static_cast<std::uint8_t>(word & 0xFFU); }

bool reads_bits(FunctionCode function) {
  return function == FunctionCode::read_coils || function == FunctionCode::read_discrete_inputs;
}

RegisterBlock block_from(const RegisterRange& range, std::span<const std::uint8_t> data) {
  RegisterBlock block{range, std::vector<std::uint16_t>(range.count)};
  for (std::size_t i = 0; i < range.count; ++i) {
    block.words[i] = reads_bits(range.function)
                         ? static_cast<std::uint16_t>((data[i / 8] >> (i % 8)) & 1U)
                         : static_cast<std::uint16_t>((data[2 * i] << 8U) | data[2 * i + 1]);
  }
  return block;
}

}  // namespace

std::array<std::uint8_t, 5> request_pdu(const RegisterRange& range) {
  return {static_cast<std::uint8_t>(range.function), high(range.address), low(range.address),
          high(range.count), low(range.count)};
}

std::size_t data_bytes(const RegisterRange& range) {
  return reads_bits(range.function) ? (range.count + 7U) / 8U : 2U * range.count;
}

Meaning interpret_pdu(std::span<const std::uint8_t> pdu, const RegisterRange& range) {
  const auto function = static_cast<std::uint8_t>(range.function);
  if (pdu[0] == (function | exception_flag)) {
    if (pdu.size() != 2) return FramingDoubt{};
    if (pdu[1] == 0) return Failure{Failure::Kind::bad_frame};
    return Failure{Failure::Kind::exception, pdu[1]};
  }
  if (pdu[0] != function) return Failure{Failure::Kind::bad_frame};
  if (pdu.size() < 2 || pdu.size() != 2U + pdu[1]) return FramingDoubt{};
  if (pdu[1] != data_bytes(range)) return Failure{Failure::Kind::bad_frame};
  return block_from(range, pdu.subspan(2));
}

}  // namespace pue::modbus
