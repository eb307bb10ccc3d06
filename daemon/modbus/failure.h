// How a request fails. Names are stable: they are the `reason` label of pue_poll_failures_total.
#pragma once

#include <cstdint>
#include <string>

namespace pue::modbus {

struct Failure {
  enum class Kind : std::uint8_t {
    timeout,     // no matching answer before the deadline
    connect,     // link is down: refused, unreachable, in back-off, device file absent
    disconnect,  // the peer closed or reset while the request was under way
    exception,   // the device answered with an exception; `exception_code` says which
    bad_frame,   // an answer that matches the request's id but not its form
  };
  Kind kind = Kind::timeout;
  std::uint8_t exception_code = 0;  // 1–255 with Kind::exception, else 0
  bool operator==(const Failure&) const = default;
};

/// "timeout", "connect", "disconnect", "exception_2", "bad_frame".
std::string reason(const Failure& failure);

}  // namespace pue::modbus
