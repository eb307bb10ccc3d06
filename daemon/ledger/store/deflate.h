// zlib (RFC 1950) of a blob, and back. What is proven is the hash of the bytes before compression.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::ledger {

/// With the length of `bytes` in front, as in varint.h.
std::string deflate(std::string_view bytes);
/// Error: not what `deflate` wrote, or longer than limits::ledger_blob_bytes.
Result<std::string> inflate(std::string_view deflated);
/// Its first bytes, as many as there are up to `at_most`. What follows them is not looked at.
Result<std::string> inflate_head(std::string_view deflated, std::size_t at_most);

}  // namespace pue::ledger
