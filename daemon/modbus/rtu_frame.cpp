#include "modbus/rtu_frame.h"

#include <algorithm>

#include "base/limits.h"

namespace pue::modbus {
namespace {

constexpr std::size_t checksum_bytes = 2;
constexpr std::size_t exception_frame = 3 + checksum_bytes;  // unit, function, code
constexpr std::size_t counted_frame = 3 + checksum_bytes;    // unit, function, count … and data
// Two of the longest frames: noise as long as an answer, and the answer.
constexpr std::size_t most_bytes = 2 * limits::rtu_frame_bytes;

}  // namespace

bool has_right_checksum(std::span<const std::uint8_t> frame) {
  const auto body = frame.first(frame.size() - checksum_bytes);
  const auto crc = crc16(body);
  return frame[body.size()] == (crc & 0xFFU) && frame[body.size() + 1] == crc >> 8U;
}

std::uint16_t crc16(std::span<const std::uint8_t> bytes) {
  constexpr unsigned reflected_polynomial = 0xA001;
  unsigned crc = 0xFFFF;
  for (const auto byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) * reflected_polynomial);
  }
  return static_cast<std::uint16_t>(crc);
}

std::array<std::uint8_t, rtu_request_bytes> encode_rtu(const Request& request) {
  std::array<std::uint8_t, rtu_request_bytes> bytes{request.unit};
  const auto pdu = request_pdu(request.range);
  std::copy(pdu.begin(), pdu.end(), bytes.begin() + 1);
  const auto crc = crc16(std::span{bytes}.first(1 + pdu.size()));
  bytes[6] = static_cast<std::uint8_t>(crc & 0xFFU);
  bytes[7] = static_cast<std::uint8_t>(crc >> 8U);
  return bytes;
}

std::vector<std::uint8_t> encode_rtu_answer(const Request& request, const Answer& answer) {
  const auto function = static_cast<std::uint8_t>(request.range.function);
  std::vector<std::uint8_t> bytes{request.unit, function};
  if (const auto* block = std::get_if<RegisterBlock>(&answer)) {
    bytes.push_back(static_cast<std::uint8_t>(data_bytes(request.range)));
    bytes.resize(bytes.size() + data_bytes(request.range));
    auto* data = bytes.data() + 3;
    const bool bits = request.range.function <= FunctionCode::read_discrete_inputs;
    for (std::size_t i = 0; i < block->words.size(); ++i) {
      const auto word = block->words[i];
      if (bits) {
        data[i / 8] |= static_cast<std::uint8_t>((word & 1U) << (i % 8));
      } else {
        data[2 * i] = static_cast<std::uint8_t>(word >> 8U);
        data[2 * i + 1] = static_cast<std::uint8_t>(word & 0xFFU);
      }
    }
  } else {
    const auto& failure = std::get<Failure>(answer);
    if (failure.kind != Failure::Kind::exception) return {};
    bytes[1] |= exception_flag;
    bytes.push_back(failure.exception_code);
  }
  const auto crc = crc16(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return bytes;
}

void RtuReader::expect(const Request& request) {
  request_ = request;
  sent_ = encode_rtu(request);
  bytes_.clear();
  misfit_ = false;
}

void RtuReader::append(std::span<const std::uint8_t> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  if (bytes_.size() <= most_bytes) return;
  bytes_.erase(bytes_.begin(), bytes_.end() - static_cast<std::ptrdiff_t>(most_bytes));
}

// A frame that looks like our answer may begin at any byte, and noise may look like the beginning
// of one: each place is tried until a checksum agrees.
std::optional<Meaning> RtuReader::next() {
  const std::span<const std::uint8_t> all{bytes_};
  std::size_t noise = 0;  // bytes before the first that could be an answer; an echo is none
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (all[at] != request_.unit) {  // both an answer and an echo begin with it
      ++noise;
      continue;
    }
    const auto rest = all.subspan(at);
    if (is_echo(rest)) {
      // Taken for one as long as it may still become one.
      if (rest.size() < rtu_request_bytes) return std::nullopt;
      at += rtu_request_bytes - 1;
      continue;
    }
    const auto length = frame_length(rest);
    if (length == 0 || rest.size() < length) {
      ++noise;
      continue;
    }
    const auto frame = rest.first(length);
    if (has_right_checksum(frame)) {
      auto meaning = interpret_pdu(frame.subspan(1, length - 1 - checksum_bytes), request_.range);
      const auto* failure = std::get_if<Failure>(&meaning);
      if (!failure || failure->kind == Failure::Kind::exception) {
        bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(at + length));
        return meaning;
      }
    }
    misfit_ = true;
    // That is all that came: there is nothing more to wait for.
    if (noise == 0 && rest.size() == length) {
      bytes_.clear();
      return Failure{Failure::Kind::bad_frame};
    }
    ++noise;
  }
  return std::nullopt;
}

// Two-wire adapters may hear themselves. An echo has a right checksum, and of some bit requests
// also the form of an answer.
bool RtuReader::is_echo(std::span<const std::uint8_t> bytes) const {
  const auto compared = std::min(bytes.size(), rtu_request_bytes);
  return std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(compared),
                    sent_.begin());
}

/// By its header, which begins with our unit; 0: no frame of our function, as far as can be seen.
std::size_t RtuReader::frame_length(std::span<const std::uint8_t> bytes) const {
  if (bytes.size() < 3) return 0;
  const auto function = static_cast<std::uint8_t>(request_.range.function);
  if (bytes[1] == (function | exception_flag)) return exception_frame;
  return bytes[1] == function ? counted_frame + bytes[2] : 0;
}

}  // namespace pue::modbus
