// Where a physical bus is and how it wants to be spoken to. One normalized address is one bus,
// however many meters name it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "base/result.h"
#include "base/time.h"

namespace pue::modbus {

/// modbus+tcp://host:port
struct TcpAddress {
  std::string host;  // name or literal address, IPv6 without brackets
  std::uint16_t port = 502;
  bool operator==(const TcpAddress&) const = default;
};

/// modbus+rtu:/dev/ttyUSB0?baud=9600&parity=even&stop_bits=1
struct SerialAddress {
  enum class Parity : char { none = 'N', even = 'E', odd = 'O' };
  std::string device;
  int baud = 9600;
  Parity parity = Parity::none;
  int stop_bits = 1;
  bool operator==(const SerialAddress&) const = default;
};

using LinkAddress = std::variant<TcpAddress, SerialAddress>;

struct LinkSettings {
  std::string name;  // the key under `links:`, or the normalized address for a link given in place
  LinkAddress address;
  Duration gap = std::chrono::milliseconds{0};  // quiet time between an answer and the next request
  Duration timeout = std::chrono::seconds{1};   // send to last byte of the answer
  bool operator==(const LinkSettings&) const = default;
};

/// Parses a link URL; port, baud, parity and stop bits have the defaults above. Error: what is
/// wrong and a correct example.
Result<LinkAddress> parse_link_url(const std::string& url);
/// What identifies the bus, in its one normal form: "modbus+tcp://10.1.0.5:502",
/// "modbus+tcp://[::1]:502", "modbus+rtu:/dev/ttyUSB0" (a device is one bus whatever its baud).
std::string normalized_url(const LinkAddress& address);

}  // namespace pue::modbus
