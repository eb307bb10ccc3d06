// Whether a meter is still the one that it was, by the serial number that it tells
// (docs/domain.md, "A meter that tells its serial number"). Before the register of a meter that was
// silent counts again, its number is read. It knows no register and no energy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"

namespace pue::engine {

class SerialWatch {
 public:
  struct Settings {
    Duration silence;   // after so long without a reading another meter may have taken its place
    Duration patience;  // so long a doubt keeps registers out: then their own rules must do
  };
  struct Swap {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    bool operator==(const Swap&) const = default;
  };

  explicit SerialWatch(Settings settings) : settings_(settings) {}

  /// The meter was read, whatever of it. Times never go back, here and below.
  void heard(MonoTime at);
  /// Its number, not 0. A swap, once three readings in a row agree on another one than before: from
  /// here on the registers are the new meter's. Three must agree on the first number of all, too.
  std::optional<Swap> number(MonoTime at, std::uint64_t number);
  /// A person says that the registers end here: whatever number comes next is no surprise.
  void announced();

  /// Whether a register that is read now is that of the meter that is known, as far as numbers
  /// tell: always of a meter that never told one.
  bool vouches(MonoTime at) const;

  /// What it is known by; for the state.
  std::optional<std::uint64_t> known() const { return known_; }
  /// After a restart: in doubt until it is read.
  void restore(std::uint64_t known) { known_ = known; }

 private:
  struct Candidate {
    std::uint64_t number = 0;
    int readings = 0;
  };

  Settings settings_;
  std::optional<std::uint64_t> known_;
  Candidate candidate_;
  std::optional<MonoTime> heard_;
  std::optional<MonoTime> in_doubt_since_;
};

/// Another meter in the place of one that told its serial number.
struct SeenSwap {
  UtcTime at;  // the third reading that agreed
  std::string meter;
  SerialWatch::Swap numbers;
  bool operator==(const SeenSwap&) const = default;
};

}  // namespace pue::engine
