#include "modbus/link_settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

namespace pue::modbus {
namespace {

constexpr std::string_view tcp_scheme = "modbus+tcp://";
constexpr std::string_view rtu_scheme = "modbus+rtu:";
constexpr std::string_view tcp_example = "modbus+tcp://10.1.0.5:502";
constexpr std::string_view rtu_example =
    "modbus+rtu:/dev/ttyUSB0?baud=9600&parity=even&stop_bits=1";

// The rates that serial drivers know by name (termios); another one would silently become 9600.
constexpr std::array bauds = {110,   300,    600,    1200,   2400,   4800,   9600,   19200,  38400,
                              57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000};

Error refuse(const std::string& url, const std::string& what, std::string_view example) {
  return Error{fmt::format("link \"{}\": {}; a correct link is \"{}\"", url, what, example)};
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// IPv6 in the one spelling of RFC 5952, so that two spellings are one bus; a zone (%eth0) stays.
std::optional<std::string> normal_ipv6(std::string_view text) {
  const auto zone = std::min(text.find('%'), text.size());
  in6_addr address{};
  if (inet_pton(AF_INET6, std::string{text.substr(0, zone)}.c_str(), &address) != 1) {
    return std::nullopt;
  }
  std::array<char, INET6_ADDRSTRLEN> spelled{};
  inet_ntop(AF_INET6, &address, spelled.data(), spelled.size());
  return spelled.data() + std::string{text.substr(zone)};
}

std::optional<std::string> normal_name(std::string_view text) {
  const auto allowed = [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_';
  };
  if (text.empty() || text.size() > 253 || !std::all_of(text.begin(), text.end(), allowed)) {
    return std::nullopt;
  }
  std::string lower{text};
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

Result<LinkAddress> parse_tcp(const std::string& url) {
  const auto rest = std::string_view{url}.substr(tcp_scheme.size());
  if (rest.find_first_of("/?#@") != std::string_view::npos) {
    return refuse(url, "host and port only, no path, user or options", tcp_example);
  }
  const bool bracketed = !rest.empty() && rest.front() == '[';
  const auto host_end = bracketed ? rest.find(']') : std::min(rest.find(':'), rest.size());
  if (host_end == std::string_view::npos) return refuse(url, "no closing ]", tcp_example);
  const auto host =
      bracketed ? normal_ipv6(rest.substr(1, host_end - 1)) : normal_name(rest.substr(0, host_end));
  if (!host) return refuse(url, "the host is missing or misspelt", tcp_example);
  const auto after = rest.substr(bracketed ? host_end + 1 : host_end);
  if (after.empty()) return TcpAddress{*host};
  const auto port =
      after.front() == ':' ? whole_number<std::uint16_t>(after.substr(1)) : std::nullopt;
  if (!port || *port == 0) {
    return refuse(url, "the port must be 1–65535 (an IPv6 address stands in brackets)",
                  tcp_example);
  }
  return TcpAddress{*host, *port};
}

// Nothing when the value is right; else what is wrong.
std::optional<std::string> set_option(SerialAddress& address, std::string_view key,
                                      std::string_view value) {
  if (key == "baud") {
    const auto baud = whole_number<int>(value);
    if (!baud || std::find(bauds.begin(), bauds.end(), *baud) == bauds.end()) {
      return fmt::format("baud={} is not a serial rate (1200, 2400, 4800, 9600, 19200, …)", value);
    }
    address.baud = *baud;
  } else if (key == "parity") {
    if (value != "none" && value != "even" && value != "odd") {
      return fmt::format("parity={} must be none, even or odd", value);
    }
    using Parity = SerialAddress::Parity;
    address.parity = value == "none" ? Parity::none : value == "even" ? Parity::even : Parity::odd;
  } else if (key == "stop_bits") {
    if (value != "1" && value != "2") return fmt::format("stop_bits={} must be 1 or 2", value);
    address.stop_bits = value == "1" ? 1 : 2;
  } else {
    return fmt::format("unknown option \"{}\" (known: baud, parity, stop_bits)", key);
  }
  return std::nullopt;
}

Result<LinkAddress> parse_serial(const std::string& url) {
  auto rest = std::string_view{url}.substr(rtu_scheme.size());
  const auto question = std::min(rest.find('?'), rest.size());
  SerialAddress address;
  address.device = rest.substr(0, question);
  if (address.device.size() < 2 || address.device.front() != '/') {
    return refuse(url, "the device must be an absolute path", rtu_example);
  }
  auto options = rest.substr(std::min(question + 1, rest.size()));
  while (!options.empty()) {
    const auto end = std::min(options.find('&'), options.size());
    const auto option = options.substr(0, end);
    const auto equals = std::min(option.find('='), option.size());
    const auto value = option.substr(std::min(equals + 1, option.size()));
    if (const auto wrong = set_option(address, option.substr(0, equals), value)) {
      return refuse(url, *wrong, rtu_example);
    }
    options.remove_prefix(std::min(end + 1, options.size()));
  }
  return address;
}

}  // namespace

Result<LinkAddress> parse_link_url(const std::string& url) {
  if (url.starts_with(tcp_scheme)) return parse_tcp(url);
  if (url.starts_with(rtu_scheme)) return parse_serial(url);
  if (url.starts_with("modbus+rtu+tcp:")) {
    return refuse(url, "RTU over TCP (modbus+rtu+tcp) is not supported yet", tcp_example);
  }
  return refuse(url, "the scheme must be modbus+tcp:// or modbus+rtu:", tcp_example);
}

std::string normalized_url(const LinkAddress& address) {
  if (const auto* serial = std::get_if<SerialAddress>(&address)) {
    return std::string{rtu_scheme} + serial->device;
  }
  const auto& tcp = std::get<TcpAddress>(address);
  const bool ipv6 = tcp.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(ipv6 ? "{}[{}]:{}" : "{}{}:{}"), tcp_scheme, tcp.host, tcp.port);
}

}  // namespace pue::modbus
