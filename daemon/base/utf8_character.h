// One character of UTF-8 (RFC 3629). Which characters are allowed is not decided here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pue {

struct Utf8Character {
  std::uint32_t code = 0;  // the Unicode code point
  std::size_t length = 0;  // in bytes, 1–4; 0: the text does not begin with UTF-8
};

/// The first character of `text`, which must not be empty. RFC 3629, section 3: no overlong forms,
/// no surrogates, nothing beyond U+10FFFF.
Utf8Character first_character(std::string_view text);

}  // namespace pue
