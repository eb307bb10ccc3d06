// What the closed intervals of a period add up to, in a form that can be joined with the sums of
// the time after it: hours to days, days to months. It divides nothing and judges nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "base/units.h"
#include "kpi/renewable_sums.h"
#include "kpi/side_sums.h"
#include "site/balance.h"

namespace pue::kpi {

/// Whose register bounds the energy of a meter's interval: over neighbours with the same one
/// readings telescope. Power alone, estimates and gaps are bounded by none.
enum class BoundBy : std::uint8_t { nothing, own_register, second_meter };

/// One input meter over the usable intervals of a period.
struct MeterSum {
  Joules net;             // role-positive energy
  Joules integrated;      // |net| of the intervals that power alone carried
  Joules estimated;       // |net| of the intervals that a rule estimated
  Joules substituted;     // net of those that the second meter measured
  Joules clamped;         // Σ|clamps|
  Joules resolution;      // greatest q seen; 0 without a register
  std::int64_t runs = 0;  // maximal contiguous runs of one register
  BoundBy begins = BoundBy::nothing;
  BoundBy ends = BoundBy::nothing;
  /// The worst of the usable intervals.
  energy::Quality worst = energy::Quality::measured;
  bool operator==(const MeterSum&) const = default;
};

struct PeriodSums {
  /// From the start of the first interval to the end of the last.
  Period span;
  Duration closed{0};   // of intervals that are closed, usable or not
  Duration usable{0};   // of those that enter the sums
  Duration covered{0};  // of those that are covered in every window that contains `span`
  /// Covered only in a window that contains the whole gap, which reaches beyond `span`.
  struct Spanning {
    Period gap;
    Duration length;
    bool operator==(const Spanning&) const = default;
  };
  std::vector<Spanning> spanning;
  /// Maximal contiguous runs of usable intervals: over one, registers telescope.
  std::int64_t runs = 0;
  bool begins_usable = false;
  bool ends_usable = false;

  /// Absent where no usable interval has the part.
  std::optional<Joules> facility;
  std::optional<Joules> it;
  std::array<std::optional<Joules>, site::subsystem_count> overhead;
  std::array<std::optional<Joules>, 4> sources;
  /// By category; absent unless every usable interval has it (else two sides of a ratio would
  /// stand over different times).
  std::array<std::optional<Joules>, 3> it_levels;
  Joules estimated_facility;
  Joules estimated_it;
  Joules storage_net;  // |discharge − charge| of the batteries inside the boundary
  RenewableSums renewable;
  SideSums side;  // water and reused heat
  /// For CO2 (carbon.h): what the grid supplied of the load, and what gensets did.
  Joules grid_load;
  Joules genset;
  bool grid_load_known = true;   // of every usable interval
  std::vector<MeterSum> meters;  // parallel to the inputs given to `sums_of`

  bool empty() const { return closed == Duration{0}; }
  bool operator==(const PeriodSums&) const = default;
};

/// One interval. `inputs`: the meters whose sums are wanted; none when the interval does not carry
/// its meters (a missing one adds nothing).
PeriodSums sums_of(const site::SiteInterval& interval, std::span<const MeterId> inputs);

/// Adds what came after `earlier`: later.span.start ≥ earlier.span.end. Same inputs, or none in one
/// of them: then the result has none.
void append(PeriodSums& earlier, const PeriodSums& later);

/// The same of single meters alone: what an interval after them adds. `adjoining`: it begins where
/// they end.
void append(std::vector<MeterSum>& earlier, const site::SiteInterval& later,
            std::span<const MeterId> inputs, bool adjoining);

/// Covered time when the window is exactly `window`, which contains sums.span.
Duration covered_in(const PeriodSums& sums, const Period& window);

}  // namespace pue::kpi
