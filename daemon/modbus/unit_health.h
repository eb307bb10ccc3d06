// Whether one unit behind a bus answers, and when a silent one may be probed again. The bus time
// for probes is the scheduler's to give.
#pragma once

#include "modbus/backoff.h"
#include "modbus/exchange.h"

namespace pue::modbus {

/// A unit that did not answer: a timeout, or a gateway's word for one (exceptions 0x0A and 0x0B).
/// A link that is down says nothing about its units; any other answer proves the unit alive.
bool is_silence(const Answer& answer);
bool is_sign_of_life(const Answer& answer);
/// Something came back from the bus: a block, any exception, a bad frame. It has a round-trip time.
bool is_answer(const Answer& answer);

class UnitHealth {
 public:
  explicit UnitHealth(std::uint64_t seed);

  void told(const Answer& answer, MonoTime now);
  /// Silent three times in a row: it is left out, but for probes.
  bool quarantined() const { return quarantined_; }
  MonoTime next_probe() const { return next_probe_; }
  /// Back on trial: polled again, and out at its first silence.
  void parole();

 private:
  Backoff backoff_;
  int silences_ = 0;
  bool quarantined_ = false;
  MonoTime next_probe_{};
};

}  // namespace pue::modbus
