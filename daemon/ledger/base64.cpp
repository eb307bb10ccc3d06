#include "ledger/base64.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace pue::ledger {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Three bytes as 24 bits; what `bytes` lacks is zero.
std::uint32_t bits_of(std::string_view bytes) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i)
    bits = (bits << 8) | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
  return bits;
}

std::size_t padding_of(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with('=') ? 1 : 0;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    const auto bits = bits_of(bytes.substr(0, 3));
    const std::size_t digits = std::min<std::size_t>(bytes.size(), 3) + 1;
    for (std::size_t i = 0; i < 4; ++i)
      text.push_back(i < digits ? alphabet[(bits >> (18 - 6 * i)) & 63U] : '=');
  }
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0)
    return Error{fmt::format("Base64 of {} characters; expected a multiple of 4", text.size())};
  const auto digits = text.size() - padding_of(text);
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const auto value = alphabet.find(text[i]);
    if (value == std::string_view::npos)
      return Error{fmt::format("character {} is not of Base64's alphabet", i + 1)};
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    // From the second digit of four on, each completes a byte and leaves 4, 2 or 0 bits.
    if (i % 4 != 0) bytes.push_back(static_cast<char>(bits >> (6 - 2 * (i % 4))));
  }
  const std::uint32_t left_over = digits % 4 == 2 ? 0xFU : digits % 4 == 3 ? 0x3U : 0U;
  if ((bits & left_over) != 0)
    return Error{fmt::format("character {} has bits beyond the last byte", digits)};
  return bytes;
}

}  // namespace pue::ledger
