// The text form of a tracker's state: lines of a key and integers, in a fixed order. Not a general
// format: the reader expects exactly what the writer wrote, and anything else makes it fail.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/time.h"

namespace pue::energy {

/// The first line of every state. It changes with the meaning of any number in it: a state of
/// another version is refused, never misread.
inline constexpr std::int64_t state_version = 3;

class StateWriter {
 public:
  /// `reference`: the newest moment of the state. Others are written as UTC and as monotonic time
  /// before it, so that durations survive a restart and a clock step exactly.
  explicit StateWriter(Moment reference);

  StateWriter& line(std::string_view key);
  StateWriter& number(std::int64_t value);
  StateWriter& odometer(std::uint64_t value);
  StateWriter& flag(bool value) { return number(value ? 1 : 0); }
  StateWriter& moment(Moment at);
  StateWriter& utc(UtcTime at) { return number(at.time_since_epoch().count()); }
  std::string text() const { return text_ + '\n'; }

 private:
  Moment reference_;
  std::string text_;
};

class StateReader {
 public:
  /// `now` maps the text's UTC to this run's monotonic time. A wall clock that has gone back since
  /// the text was written counts as no time passed.
  StateReader(std::string_view text, Moment now);

  void line(std::string_view key);
  /// An integer within the bounds; 0 after a failure.
  std::int64_t number(std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                      std::int64_t greatest = std::numeric_limits<std::int64_t>::max());
  /// An energy, of either sign, in whatever unit: a few of them add up without overflow.
  std::int64_t energy();
  std::uint64_t odometer();
  bool flag() { return number(0, 1) == 1; }
  Moment moment();
  UtcTime utc() { return UtcTime{Duration{number()}}; }

  Moment reference() const { return reference_; }
  /// What was read contradicts itself.
  void refuse() { ok_ = false; }
  bool ok() const { return ok_; }
  /// Everything was read and nothing failed.
  bool finished() const { return ok_ && rest_ == "\n"; }

 private:
  std::string_view token();
  template <class Number>
  Number parsed(Number least, Number greatest);

  std::string_view rest_;
  bool ok_ = true;
  Moment reference_;
};

}  // namespace pue::energy
