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
constexpr std::string_view rtu_tcp_scheme = "modbus+rtu+tcp://";
constexpr std::string_view rtu_scheme = "modbus+rtu:";
constexpr std::string_view tcp_example = "modbus+tcp://10.1.0.5:502";
constexpr std::string_view rtu_tcp_example = "modbus+rtu+tcp://10.1.0.9:4001?baud=9600";
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

/// `rest`: what follows the scheme, without options.
Result<TcpAddress> parse_host_and_port(const std::string& url, std::string_view rest,
                                       std::string_view example) {
  if (rest.find_first_of("/#@") != std::string_view::npos) {
    return refuse(url, "host and port only, no path or user", example);
  }
  const bool bracketed = !rest.empty() && rest.front() == '[';
  const auto host_end = bracketed ? rest.find(']') : std::min(rest.find(':'), rest.size());
  if (host_end == std::string_view::npos) return refuse(url, "no closing ]", example);
  const auto host =
      bracketed ? normal_ipv6(rest.substr(1, host_end - 1)) : normal_name(rest.substr(0, host_end));
  if (!host) return refuse(url, "the host is missing or misspelt", example);
  const auto after = rest.substr(bracketed ? host_end + 1 : host_end);
  if (after.empty()) return TcpAddress{*host, 0};
  const auto port =
      after.front() == ':' ? whole_number<std::uint16_t>(after.substr(1)) : std::nullopt;
  if (!port || *port == 0) {
    return refuse(url, "the port must be 1–65535 (an IPv6 address stands in brackets)", example);
  }
  return TcpAddress{*host, *port};
}

Result<LinkAddress> parse_tcp(const std::string& url) {
  const auto rest = std::string_view{url}.substr(tcp_scheme.size());
  if (rest.find('?') != std::string_view::npos) {
    return refuse(url, "no options; they are keys under links", tcp_example);
  }
  auto address = parse_host_and_port(url, rest, tcp_example);
  if (!address) return address.error();
  if (address->port == 0) address->port = TcpAddress{}.port;
  return *address;
}

// The first wrong option in words; `set` tells what is wrong with one, if anything.
template <class Set>
std::optional<std::string> set_options(std::string_view options, Set set) {
  while (!options.empty()) {
    const auto end = std::min(options.find('&'), options.size());
    const auto option = options.substr(0, end);
    const auto equals = std::min(option.find('='), option.size());
    const auto value = option.substr(std::min(equals + 1, option.size()));
    if (auto wrong = set(option.substr(0, equals), value)) return wrong;
    options.remove_prefix(std::min(end + 1, options.size()));
  }
  return std::nullopt;
}

std::optional<std::string> set_baud(int& baud, std::string_view value) {
  const auto rate = whole_number<int>(value);
  if (!rate || std::find(bauds.begin(), bauds.end(), *rate) == bauds.end()) {
    return fmt::format("baud={} is not a serial rate (1200, 2400, 4800, 9600, 19200, …)", value);
  }
  baud = *rate;
  return std::nullopt;
}

Result<LinkAddress> parse_rtu_tcp(const std::string& url) {
  const auto rest = std::string_view{url}.substr(rtu_tcp_scheme.size());
  const auto question = std::min(rest.find('?'), rest.size());
  auto address = parse_host_and_port(url, rest.substr(0, question), rtu_tcp_example);
  if (!address) return address.error();
  if (address->port == 0) {
    return refuse(url, "the port is missing; serial device servers have no usual one",
                  rtu_tcp_example);
  }
  address->framing = TcpAddress::Framing::rtu;
  const auto set = [&](std::string_view key, std::string_view value) {
    return key == "baud" ? set_baud(address->baud, value)
                         : fmt::format(
                               "unknown option \"{}\" (known: baud; parity and stop bits "
                               "are set in the device server)",
                               key);
  };
  const auto wrong = set_options(rest.substr(std::min(question + 1, rest.size())), set);
  if (wrong) return refuse(url, *wrong, rtu_tcp_example);
  return *address;
}

std::optional<std::string> set_direction(SerialAddress::Direction& direction,
                                         std::string_view value) {
  using Direction = SerialAddress::Direction;
  if (value == "adapter") {
    direction = Direction::adapter;
  } else if (value == "kernel") {
    direction = Direction::kernel;
  } else if (value == "rts_up") {
    direction = Direction::rts_up;
  } else if (value == "rts_down") {
    direction = Direction::rts_down;
  } else {
    return fmt::format("rs485={} must be adapter, kernel, rts_up or rts_down", value);
  }
  return std::nullopt;
}

// Nothing when the value is right; else what is wrong.
std::optional<std::string> set_option(SerialAddress& address, std::string_view key,
                                      std::string_view value) {
  if (key == "baud") {
    return set_baud(address.baud, value);
  } else if (key == "parity") {
    if (value != "none" && value != "even" && value != "odd") {
      return fmt::format("parity={} must be none, even or odd", value);
    }
    using Parity = SerialAddress::Parity;
    address.parity = value == "none" ? Parity::none : value == "even" ? Parity::even : Parity::odd;
  } else if (key == "stop_bits") {
    if (value != "1" && value != "2") return fmt::format("stop_bits={} must be 1 or 2", value);
    address.stop_bits = value == "1" ? 1 : 2;
  } else if (key == "rs485") {
    return set_direction(address.direction, value);
  } else {
    return fmt::format("unknown option \"{}\" (known: baud, parity, stop_bits, rs485)", key);
  }
  return std::nullopt;
}

Result<LinkAddress> parse_serial(const std::string& url) {
  const auto rest = std::string_view{url}.substr(rtu_scheme.size());
  const auto question = std::min(rest.find('?'), rest.size());
  SerialAddress address;
  address.device = rest.substr(0, question);
  if (address.device.size() < 2 || address.device.front() != '/') {
    return refuse(url, "the device must be an absolute path", rtu_example);
  }
  const auto set = [&](std::string_view key, std::string_view value) {
    return set_option(address, key, value);
  };
  const auto wrong = set_options(rest.substr(std::min(question + 1, rest.size())), set);
  if (wrong) return refuse(url, *wrong, rtu_example);
  return address;
}

}  // namespace

bool uses_rtu(const LinkAddress& address) {
  const auto* tcp = std::get_if<TcpAddress>(&address);
  return !tcp || tcp->framing == TcpAddress::Framing::rtu;
}

bool identifies_answers(const LinkSettings& link) {
  return !uses_rtu(link.address) && link.keeps_transaction_id;
}

Duration busy_bound(const LinkSettings& link) {
  return link.busy_bound.value_or(identifies_answers(link) ? Duration{0} : link.timeout);
}

Result<LinkAddress> parse_link_url(const std::string& url) {
  if (url.starts_with(tcp_scheme)) return parse_tcp(url);
  if (url.starts_with(rtu_tcp_scheme)) return parse_rtu_tcp(url);
  if (url.starts_with(rtu_scheme)) return parse_serial(url);
  return refuse(url,
                "the scheme must be modbus+tcp://, modbus+rtu+tcp:// or modbus+rtu:", tcp_example);
}

std::string normalized_url(const LinkAddress& address) {
  const auto* tcp = std::get_if<TcpAddress>(&address);
  if (!tcp) return std::string{rtu_scheme} + bus_of(address);
  return std::string{uses_rtu(address) ? rtu_tcp_scheme : tcp_scheme} + bus_of(address);
}

std::string bus_of(const LinkAddress& address) {
  if (const auto* serial = std::get_if<SerialAddress>(&address)) return serial->device;
  const auto& tcp = std::get<TcpAddress>(address);
  const bool ipv6 = tcp.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(ipv6 ? "[{}]:{}" : "{}:{}"), tcp.host, tcp.port);
}

}  // namespace pue::modbus
