// The integral of one meter's power over monotonic time, by trapezoid, separately for what flows in
// (max(P, 0)) and out (max(−P, 0)). It knows how much of the time it knows; it does not guess the
// rest (docs/domain.md, "Register-bounded energy", rule 1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "energy/direction.h"
#include "energy/state_text.h"

namespace pue::energy {

/// Power at a moment, in milliwatts with sign.
struct PowerSample {
  Moment at;
  std::int64_t milliwatts = 0;
};

/// No power of a site reaches this; samples beyond are refused, so that products have room.
inline constexpr std::int64_t greatest_milliwatts = 1'000'000'000'000'000;  // 1 TW

/// Where the integral stood at a moment. The energies are odometers in millijoules that wrap at
/// 2^64, like a meter's own: only differences mean something.
struct PowerMark {
  Moment at;
  std::array<std::uint64_t, directions.size()> odometer{};
  Duration known{0};            // time up to `at` during which power was known
  std::int64_t milliwatts = 0;  // power at `at`: between its neighbours, or the last one known
  bool operator==(const PowerMark&) const = default;
};

/// Millijoules that power delivered from `a` to `b` in the known time between; only a net flow can
/// be negative.
std::int64_t millijoules_between(const PowerMark& a, const PowerMark& b, Flow flow);
/// Power of that flow at the mark.
std::int64_t milliwatts(const PowerMark& mark, Flow flow);

void write_mark(StateWriter& out, const PowerMark& mark);
PowerMark read_mark(StateReader& in);

class PowerIntegral {
 public:
  /// Two samples further apart than `gap` leave the time between them unknown.
  explicit PowerIntegral(Duration gap) : gap_(gap) {}

  /// True when no sample at or after `at` can change the integral up to `at`.
  bool decided(MonoTime at) const;
  /// True when no sample after `now` can make the time since the last sample known.
  bool given_up(MonoTime now) const { return !last_ || now >= last_->at.mono + gap_; }

  /// The integral at `at`, not before the last sample; the time since then counts as unknown.
  PowerMark mark(Moment at) const;
  /// The integral at `at`, from the last sample to `next` (both included), which is not yet added.
  PowerMark mark(Moment at, const PowerSample& next) const;
  /// Times never go back; |power| ≤ greatest_milliwatts.
  void add(const PowerSample& next);

  const std::optional<PowerSample>& last() const { return last_; }

  void write(StateWriter& out) const;
  void read(StateReader& in);

 private:
  Duration gap_;
  std::optional<PowerSample> last_;
  std::array<std::uint64_t, directions.size()> odometer_{};
  // Parts of a millijoule not yet on the odometer, in halves of a milliwatt-nanosecond.
  std::array<std::int64_t, directions.size()> remainder_{};
  Duration known_{0};
};

}  // namespace pue::energy
