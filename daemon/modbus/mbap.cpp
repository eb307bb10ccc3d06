#include "modbus/mbap.h"

#include "base/limits.h"

namespace pue::modbus {
namespace {

constexpr std::size_t header_bytes = 7;
constexpr std::size_t length_counts_from = 6;  // the length field counts the unit id and the PDU
constexpr std::uint16_t shortest_length = 2;   // unit id and function
constexpr std::uint16_t longest_length = limits::mbap_frame_bytes - length_counts_from;
constexpr std::uint8_t exception_flag = 0x80;

std::uint8_t high(std::uint16_t word) { return static_cast<std::uint8_t>(word >> 8U); }
std::uint8_t low(std::uint16_t word) { return static_cast<std::uint8_t>(word & 0xFFU); }
std::uint16_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>((bytes[at] << 8U) | bytes[at + 1]);
}

bool reads_bits(FunctionCode function) {
  return function == FunctionCode::read_coils || function == FunctionCode::read_discrete_inputs;
}

std::size_t data_bytes(const RegisterRange& range) {
  return reads_bits(range.function) ? (range.count + 7U) / 8U : 2U * range.count;
}

RegisterBlock block_from(const RegisterRange& range, std::span<const std::uint8_t> data) {
  RegisterBlock block{range, std::vector<std::uint16_t>(range.count)};
  for (std::size_t i = 0; i < range.count; ++i) {
    block.words[i] = reads_bits(range.function)
                         ? static_cast<std::uint16_t>((data[i / 8] >> (i % 8)) & 1U)
                         : word_at(data, 2 * i);
  }
  return block;
}

}  // namespace

std::array<std::uint8_t, request_bytes> encode(std::uint16_t transaction, const Request& request) {
  const auto& range = request.range;
  return {high(transaction),
          low(transaction),
          0,
          0,  // protocol id
          0,
          6,  // unit id and a PDU of 5
          request.unit,
          static_cast<std::uint8_t>(range.function),
          high(range.address),
          low(range.address),
          high(range.count),
          low(range.count)};
}

void FrameReader::append(std::span<const std::uint8_t> bytes) {
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::optional<Frame> FrameReader::next() {
  const auto rest = std::span<const std::uint8_t>{bytes_}.subspan(begin_);
  if (broken_ || rest.size() < length_counts_from) return std::nullopt;
  const std::uint16_t length = word_at(rest, 4);
  if (word_at(rest, 2) != 0 || length < shortest_length || length > longest_length) {
    broken_ = true;
    return std::nullopt;
  }
  if (rest.size() < length_counts_from + length) return std::nullopt;
  begin_ += length_counts_from + length;
  return Frame{word_at(rest, 0), rest[length_counts_from], rest.subspan(header_bytes, length - 1U)};
}

void FrameReader::reset() {
  bytes_.clear();
  begin_ = 0;
  broken_ = false;
}

std::variant<RegisterBlock, Failure, Stray, FramingDoubt> interpret(const Frame& frame,
                                                                    std::uint16_t transaction,
                                                                    const Request& request) {
  if (frame.transaction != transaction) return Stray::other_transaction;
  if (frame.unit != request.unit) return Stray::other_unit;
  const auto function = static_cast<std::uint8_t>(request.range.function);
  const auto pdu = frame.pdu;
  if (pdu[0] == (function | exception_flag)) {
    if (pdu.size() != 2) return FramingDoubt{};
    if (pdu[1] == 0) return Failure{Failure::Kind::bad_frame};
    return Failure{Failure::Kind::exception, pdu[1]};
  }
  if (pdu[0] != function) return Failure{Failure::Kind::bad_frame};
  if (pdu.size() < 2 || pdu.size() != 2U + pdu[1]) return FramingDoubt{};
  if (pdu[1] != data_bytes(request.range)) return Failure{Failure::Kind::bad_frame};
  return block_from(request.range, pdu.subspan(2));
}

}  // namespace pue::modbus
