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

/// Parses a link URL. Error: what is wrong and a correct example.
Result<LinkAddress> parse_link_url(const std::string& url);
/// The address in its one normal form: identifies the bus ("modbus+tcp://10.1.0.5:502").
std::string normalized_url(const LinkAddress& address);

}  // namespace pue::modbus
