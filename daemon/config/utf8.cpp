#include "config/utf8.h"

#include <fmt/format.h>

#include <cstdint>

namespace pue::config {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  // 0: not UTF-8
};

/// RFC 3629, section 3: no overlong forms, no surrogates, nothing beyond U+10FFFF.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest[length] || code > 0x10FFFF || surrogate) return {};
  return {code, length};
}

bool is_allowed(std::uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  if (code >= 0x7F && code < 0xA0) return false;
  // U+202A–202E and U+2066–2069 make a reviewer read another text than the machine.
  return code != 0xFEFF && !(code >= 0x202A && code <= 0x202E) &&
         !(code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::optional<BadCharacter> first_bad_character(std::string_view text) {
  BadCharacter place;
  while (!text.empty()) {
    const auto character = first_character(text);
    if (character.length == 0) {
      place.message = "not UTF-8 here; save the file as UTF-8";
      return place;
    }
    if (!is_allowed(character.code)) {
      place.message = fmt::format("character U+{:04X} is not allowed; remove it", character.code);
      return place;
    }
    text.remove_prefix(character.length);
    if (character.code == '\n') {
      ++place.line;
      place.column = 1;
    } else {
      ++place.column;
    }
  }
  return std::nullopt;
}

}  // namespace pue::config
