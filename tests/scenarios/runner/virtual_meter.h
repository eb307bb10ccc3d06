// A meter of the scenario's world: registers that follow the integral of its power exactly, and the
// faults that a script gives it. It knows no bus and nothing of how the daemon reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "base/time.h"
#include "base/units.h"
#include "energy/exact.h"
#include "meter/quantity.h"

namespace pue::scenario {

class VirtualMeter {
 public:
  enum class Voice : std::uint8_t { good, silent, exception, garbage };

  void set_power(MonoTime at, Watts power);
  void set_register(MonoTime at, meter::Quantity quantity, Joules reading);
  void set_step(Joules step) { step_ = step; }
  void set_modulus(Joules modulus) { modulus_ = modulus; }
  /// Its power shows so many times what flows.
  void set_gain(std::int64_t gain) { gain_ = gain; }
  void set_voice(Voice voice, std::uint8_t exception_code = 0);
  void set_missing(meter::Quantity quantity) { missing_.insert(quantity); }
  /// The next reading of the import register shows this instead.
  void glitch(Joules reading) { glitch_ = reading; }
  /// Its power stays what it shows now, whatever flows.
  void freeze_power() { frozen_milliwatts_ = milliwatts_; }
  /// Its registers show what they do now, whatever flows.
  void stop_registers(MonoTime at);
  void heal();

  Voice voice() const { return voice_; }
  std::uint8_t exception_code() const { return exception_code_; }
  /// What its display shows, in the quantity's unit: nothing for "no value". Quantities that it
  /// does not measure are 0.
  std::optional<double> show(MonoTime at, meter::Quantity quantity);

 private:
  struct Counted {
    energy::Wide imported = 0;  // mW·ns
    energy::Wide exported = 0;
  };
  void count_until(MonoTime at);
  double display(energy::Wide energy) const;

  MonoTime counted_until_{};
  std::int64_t milliwatts_ = 0;
  Counted counted_;
  Joules step_{3600};
  std::optional<Joules> modulus_;
  std::int64_t gain_ = 1;
  std::optional<Joules> glitch_;
  std::optional<std::int64_t> frozen_milliwatts_;
  std::optional<Counted> stopped_;
  std::set<meter::Quantity> missing_;
  Voice voice_ = Voice::good;
  std::uint8_t exception_code_ = 0;
};

}  // namespace pue::scenario
