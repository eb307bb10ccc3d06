#include "modbus/mbap.h"

#include <algorithm>

#include "base/limits.h"

namespace pue::modbus {
namespace {

constexpr std::size_t header_bytes = 7;
constexpr std::size_t length_counts_from = 6;  // the length field counts the unit id and the PDU
constexpr std::uint16_t shortest_length = 2;   // unit id and function
constexpr std::uint16_t longest_length = limits::mbap_frame_bytes - length_counts_from;

std::uint8_t high(std::uint16_t word) { return static_cast<std::uint8_t>(word >> 8U); }
std::uint8_t low(std::uint16_t word) { return static_cast<std::uint8_t>(word & 0xFFU); }
std::uint16_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>((bytes[at] << 8U) | bytes[at + 1]);
}

}  // namespace

std::array<std::uint8_t, request_bytes> encode(std::uint16_t transaction, const Request& request) {
  constexpr std::uint8_t length = 6;  // unit id and a PDU of 5
  std::array<std::uint8_t, request_bytes> bytes{
      high(transaction), low(transaction), 0, 0, 0, length, request.unit};
  const auto pdu = request_pdu(request.range);
  std::copy(pdu.begin(), pdu.end(), bytes.begin() + header_bytes);
  return bytes;
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

Meaning interpret(const Frame& frame, std::uint16_t transaction, const Request& request) {
  if (frame.transaction != transaction) return Stray::other_transaction;
  if (frame.unit != request.unit) return Stray::other_unit;
  return interpret_pdu(frame.pdu, request.range);
}

}  // namespace pue::modbus
