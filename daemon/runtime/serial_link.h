// One serial line (Modbus RTU) through libmodbus, whose line handling is proven: blocking, for a
// thread of its own. When to ask whom is the scheduler's affair.
#pragma once

#include <memory>
#include <stop_token>

#include "modbus/backoff.h"
#include "modbus/exchange.h"
#include "modbus/link_settings.h"
#include "runtime/wire_trace.h"

namespace pue::runtime {

class SerialLink {
 public:
  /// `settings.address` is a SerialAddress. The device is opened by the first request, for us
  /// alone, and again, with back-off, after it vanished.
  /// `trace`, when there is one, gets each request and what libmodbus made of the answer, put
  /// together again as a frame: the bytes themselves it does not show.
  SerialLink(const modbus::LinkSettings& settings, std::uint64_t seed, WireTrace* trace = nullptr);
  ~SerialLink();
  SerialLink(const SerialLink&) = delete;
  SerialLink& operator=(const SerialLink&) = delete;

  /// Blocks until the answer or the deadline. After a timeout until the late answer has come, at
  /// most for the link's busy bound more: RTU answers name no request, and the next one would take
  /// it for its own. Unit 1–247. A device that is not there or that another program holds fails at
  /// once with `connect`, one that vanishes under way with `disconnect`.
  /// A stop ends only the wait for a late answer.
  modbus::Exchange transact(const modbus::Request& request, MonoTime deadline,
                            const std::stop_token& stop = {});

 private:
  struct Port;
  bool open();
  void note_request(const modbus::Request& request);
  void note_answer(const modbus::Request& request, const modbus::Answer& answer);
  modbus::Exchange failed(modbus::Failure failure, MonoTime sent, std::uint32_t link_failures);

  modbus::SerialAddress address_;
  Duration busy_bound_;
  modbus::Backoff backoff_;
  MonoTime retry_at_{};
  WireTrace* trace_;
  std::unique_ptr<Port> port_;  // absent while the device is not open
};

}  // namespace pue::runtime
