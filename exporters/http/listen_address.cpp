#include "exporters/http/listen_address.h"

#include <fmt/format.h>

#include <charconv>

namespace pue::http {
namespace {

Error bad(std::string_view text, std::string_view what) {
  return Error{fmt::format(
      "listen address \"{}\": {}, expected one like 127.0.0.1:12500 or [::1]:12500", text, what)};
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad(text, "no port");
  ListenAddress address;
  const auto digits = text.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (error != std::errc{} || end != digits.data() + digits.size())
    return bad(text, "the port is not a number from 0 to 65535");
  auto host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty()) return bad(text, "no host (0.0.0.0 or [::] listens everywhere)");
  if (bracketed != (host.find(':') != std::string_view::npos))
    return bad(text, "brackets are for IPv6 addresses, and those need them");
  address.host = host;
  return address;
}

std::string to_text(const ListenAddress& address) {
  const bool is_ipv6 = address.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", is_ipv6 ? "[" : "", address.host, is_ipv6 ? "]" : "",
                     address.port);
}

}  // namespace pue::http
