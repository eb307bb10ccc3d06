// Where a physical bus is and how it wants to be spoken to. One normalized address is one bus,
// however many meters name it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/result.h"
#include "base/time.h"

namespace pue::modbus {

/// modbus+tcp://host:port, or modbus+rtu+tcp://host:port?baud=9600: a serial device server
struct TcpAddress {
  enum class Framing : std::uint8_t { mbap, rtu };
  std::string host;  // name or literal address, IPv6 without brackets
  std::uint16_t port = 502;
  Framing framing = Framing::mbap;
  int baud = 9600;  // of the line behind RTU: requests are planned by it, nothing is set
  bool operator==(const TcpAddress&) const = default;
};

/// modbus+rtu:/dev/ttyUSB0?baud=9600&parity=even&stop_bits=1&rs485=kernel
struct SerialAddress {
  enum class Parity : char { none = 'N', even = 'E', odd = 'O' };
  /// Who switches a two-wire line between sending and receiving: the adapter itself, the kernel's
  /// driver, or we by the RTS signal, which is up (down) while we send.
  enum class Direction : std::uint8_t { adapter, kernel, rts_up, rts_down };
  std::string device;
  int baud = 9600;
  Parity parity = Parity::none;
  int stop_bits = 1;
  Direction direction = Direction::adapter;
  bool operator==(const SerialAddress&) const = default;
};

using LinkAddress = std::variant<TcpAddress, SerialAddress>;

struct LinkSettings {
  std::string name;  // the key under `links:`, or the normalized address for a link given in place
  LinkAddress address;
  Duration gap = std::chrono::milliseconds{0};  // quiet time between an answer and the next request
  Duration timeout = std::chrono::seconds{1};   // send to last byte of the answer
  std::optional<Duration> connect_gap = std::nullopt;  // quiet time after a connect; absent: `gap`
  std::optional<Duration> busy_bound = std::nullopt;   // as stated; see busy_bound()
  bool hold_open = true;             // TCP: keep the connection between two rounds
  bool keeps_transaction_id = true;  // Modbus/TCP: answers carry their request's
  std::size_t max_in_flight = 1;     // requests at a time; more than one needs the transaction id
  bool operator==(const LinkSettings&) const = default;
};

/// RTU frames, on a line or over TCP: units 1–247 and a checksum, no transaction id.
bool uses_rtu(const LinkAddress& address);
/// An answer can be told from one to an earlier request.
bool identifies_answers(const LinkSettings& link);
/// How long after its timeout a request may keep the bus busy: until its late answer comes, or the
/// gateway is not busy any more. If not stated: 0 where answers are identified, else one timeout,
/// because there an unawaited late answer would be taken for the next one.
Duration busy_bound(const LinkSettings& link);

/// Parses a link URL; the port of Modbus/TCP, baud, parity, stop bits and direction have the
/// defaults above. Error: what is wrong and a correct example.
Result<LinkAddress> parse_link_url(const std::string& url);
/// The address in its one normal form, without options: "modbus+tcp://10.1.0.5:502",
/// "modbus+rtu+tcp://[::1]:4001", "modbus+rtu:/dev/ttyUSB0".
std::string normalized_url(const LinkAddress& address);
/// What identifies the physical bus: "10.1.0.5:502", "[::1]:4001", "/dev/ttyUSB0". One bus has one
/// way to be spoken to.
std::string bus_of(const LinkAddress& address);

}  // namespace pue::modbus
