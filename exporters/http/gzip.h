// Compression of answers (RFC 1952) and who wants it (RFC 9110, 12.5.3). No other coding.
#pragma once

#include <string>
#include <string_view>

namespace pue::http {

/// Whether an Accept-Encoding value names gzip (or *) with a weight above 0.
bool accepts_gzip(std::string_view accept_encoding);

std::string gzip(std::string_view text);

}  // namespace pue::http
