// Base64 (RFC 4648, section 4: standard alphabet, padded, no line breaks). Only the canonical text
// is read, so that equal bytes are equal texts.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::ledger {

std::string to_base64(std::string_view bytes);

/// Accepts exactly what `to_base64` writes. Error: which character is wrong and why.
Result<std::string> from_base64(std::string_view text);

}  // namespace pue::ledger
