#include "modbus/frame_text.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "modbus/mbap.h"
#include "modbus/pdu.h"
#include "modbus/rtu_frame.h"

namespace pue::modbus {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view no_frame = "part of a frame, or none";
constexpr std::array<std::string_view, 4> read_names = {"coils", "discrete inputs",
                                                        "holding registers", "input registers"};

/// Modbus Application Protocol 1.1b3, 7.
std::string_view exception_name(std::uint8_t code) {
  switch (code) {
    case 1:
      return "illegal function";
    case 2:
      return "illegal data address";
    case 3:
      return "illegal data value";
    case 4:
      return "device failure";
    case 5:
      return "acknowledged, answer comes later";
    case 6:
      return "device busy";
    case 8:
      return "memory parity error";
    case 10:
      return "gateway has no path";
    case 11:
      return "gateway got no answer from the device";
    default:
      return "unknown";
  }
}

unsigned word(Bytes bytes, std::size_t at) { return bytes[at] * 256U + bytes[at + 1]; }

std::string request_text(Bytes pdu) {
  if (pdu.size() != 5 || pdu[0] < 1 || pdu[0] > read_names.size())
    return fmt::format("function {}", pdu[0]);
  return fmt::format("read {} {} from {}", word(pdu, 3), read_names[pdu[0] - 1U], word(pdu, 1));
}

std::string answer_text(Bytes pdu) {
  if (pdu[0] & exception_flag) {
    if (pdu.size() != 2) return std::string(no_frame);
    return fmt::format("exception {}, {}", pdu[1], exception_name(pdu[1]));
  }
  if (pdu.size() < 2 || pdu.size() != 2U + pdu[1]) return std::string(no_frame);
  if (pdu[0] <= 2) return "bits " + hex_text(pdu.subspan(2));
  auto text = fmt::format("{} registers", pdu[1] / 2);
  for (std::size_t i = 2; i + 1 < pdu.size(); i += 2) text += fmt::format(" {:04X}", word(pdu, i));
  return text;
}

std::string pdu_text(Bytes pdu, bool request) {
  return request ? request_text(pdu) : answer_text(pdu);
}

std::string mbap_text(Bytes bytes, bool request) {
  FrameReader reader;
  reader.append(bytes);
  std::string text;
  while (const auto frame = reader.next())
    text += fmt::format("{}id 0x{:04X} unit {}: {}", text.empty() ? "" : " | ", frame->transaction,
                        frame->unit, pdu_text(frame->pdu, request));
  if (reader.broken() || !reader.empty())
    text += fmt::format("{}{}", text.empty() ? "" : " | ", no_frame);
  return text;
}

std::string rtu_text(Bytes bytes, bool request) {
  constexpr std::size_t least = 5;  // unit, exception of two bytes, checksum
  if (bytes.size() < least) return std::string(no_frame);
  if (!has_right_checksum(bytes)) return std::string(no_frame);
  return fmt::format("unit {}: {}", bytes[0],
                     pdu_text(bytes.subspan(1, bytes.size() - 3), request));
}

}  // namespace

std::string frame_text(std::span<const std::uint8_t> bytes, WireForm form, bool request) {
  if (bytes.empty()) return std::string(no_frame);
  return form == WireForm::mbap ? mbap_text(bytes, request) : rtu_text(bytes, request);
}

std::string hex_text(std::span<const std::uint8_t> bytes) {
  return fmt::format("{:02X}", fmt::join(bytes, " "));
}

}  // namespace pue::modbus
