// Where the HTTP server listens, as written in --web.listen-address. Always host and port: to
// listen everywhere must be said (0.0.0.0 or [::]).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::http {

struct ListenAddress {
  std::string host = "127.0.0.1";  // name or literal address, IPv6 without brackets
  std::uint16_t port = 12500;      // 0: any free port
  bool operator==(const ListenAddress&) const = default;
};

/// "127.0.0.1:12500", "localhost:0", "[::1]:12500". Error: what is missing, with an example.
Result<ListenAddress> parse_listen_address(std::string_view text);
/// The address as it is written, IPv6 in brackets.
std::string to_text(const ListenAddress& address);

}  // namespace pue::http
