// Whether a text is plain UTF-8 without control characters; what else could be hidden in a file
// that people review is refused before any parser sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pue::config {

struct BadCharacter {
  int line = 1;    // from 1
  int column = 1;  // characters, from 1
  std::string message;
};

/// The first byte that is not UTF-8 (RFC 3629), a control character other than tab and line end, a
/// byte order mark, or one of the Unicode marks that reverse the direction of text.
std::optional<BadCharacter> first_bad_character(std::string_view text);

}  // namespace pue::config
