#include "config/utf8.h"

#include <fmt/format.h>

#include <cstdint>

#include "base/utf8_character.h"

namespace pue::config {
namespace {

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
