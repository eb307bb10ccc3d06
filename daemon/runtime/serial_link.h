// One serial line (Modbus RTU) through libmodbus, whose line handling is proven: blocking, for a
// thread of its own. When to ask whom is the scheduler's affair.
#pragma once

#include <memory>

#include "modbus/backoff.h"
#include "modbus/exchange.h"
#include "modbus/link_settings.h"

namespace pue::runtime {

class SerialLink {
 public:
  /// The device is opened by the first request, and again, with back-off, after it vanished.
  SerialLink(modbus::SerialAddress address, std::uint64_t seed);
  ~SerialLink();
  SerialLink(const SerialLink&) = delete;
  SerialLink& operator=(const SerialLink&) = delete;

  /// Blocks until the answer or the deadline. Unit 1–247. A device that is not there fails at once
  /// with `connect`, one that vanishes under way with `disconnect`.
  modbus::Exchange transact(const modbus::Request& request, MonoTime deadline);

 private:
  struct Port;
  bool open();
  modbus::Exchange failed(modbus::Failure failure, MonoTime sent, std::uint32_t link_failures);

  modbus::SerialAddress address_;
  modbus::Backoff backoff_;
  MonoTime retry_at_{};
  std::unique_ptr<Port> port_;  // absent while the device is not open
};

}  // namespace pue::runtime
