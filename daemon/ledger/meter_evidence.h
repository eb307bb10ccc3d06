// What the energies of an interval rest on, for all its meters: the second part of its detail. With
// it and the part before it anybody can check R_before ≤ x ≤ R_after + q + P·τ + withheld and
// E = Δx (docs/domain.md, "Evidence of an interval"). It checks nothing itself.
//
// Numbers are written column by column, so that they compress well: first one column after the
// other over the meters that have an energy (rows of meter_energies.h, by rising number), then over
// their directions (imported before exported), then over the ends that readings bound, the other
// ends, and the same for the starts. A start is left out where it is the end of the interval
// before. Layout (numbers as in varint.h, s: signed, energies in joules):
//   per meter: q · Σ|clamps| · with a gap: its start relative to the interval's (s), its length
//     (ns) · mask (1 byte: 1 imported, 2 exported; 4, 8: its start is given; 16, 32: readings bound
//     its end; 64, 128: its start)
//   per direction: ∫P − E (s) · length − observed (s, ns) · Σ|clamps|
//   per bounded end: R_before (s) · base − R_before (s) · x − base (s) · step (s) · R_after −
//     R_before − step (s) · below · above · withheld · milliseconds, rounded up, from the reading
//     before to the boundary (s) and from the boundary to the reading after (s)
//   per other end: x (s)
// Differences are modulo 2^64.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "energy/meter_tracker.h"
#include "ledger/meter_energies.h"

namespace pue::ledger {

struct StoredDirection {
  energy::Direction direction = energy::Direction::imported;
  std::optional<energy::BoundaryEvidence> start;  // absent: the end of the interval before
  energy::BoundaryEvidence end;
  Joules integral;
  Duration observed{0};
  Joules clamped;
  bool operator==(const StoredDirection&) const = default;
};

struct MeterEvidence {
  std::uint32_t number = 0;
  Joules resolution;
  Joules clamped;
  std::optional<Period> gap;
  std::vector<StoredDirection> directions;
  bool operator==(const MeterEvidence&) const = default;
};

/// Where the meters stood at the end of an interval: what the next one need not repeat.
class EvidenceChain {
 public:
  /// The ends of `meters` become those of `number`; others are forgotten.
  void follow(std::span<const energy::IntervalEnergy> meters,
              std::span<const std::uint32_t> numbers, UtcTime end);
  /// The end at `at`, if the last interval ended there and had this direction.
  const energy::BoundaryEvidence* find(std::uint32_t number, energy::Direction direction,
                                       UtcTime at) const;

 private:
  struct End {
    std::uint32_t number;
    energy::Direction direction;
    energy::BoundaryEvidence boundary;
    auto place() const { return std::pair(number, direction); }
  };

  UtcTime at_;
  std::vector<End> ends_;  // by place
};

/// What was stored, with the starts that are the ends of the interval before. Nothing: one of them
/// is nowhere.
std::optional<energy::IntervalEvidence> complete(const MeterEvidence& stored, UtcTime start,
                                                 const EvidenceChain& before);

/// `numbers` parallel to `meters`, as for the energies.
std::string encode_evidence(std::span<const energy::IntervalEnergy> meters,
                            std::span<const std::uint32_t> numbers, const Period& interval,
                            const EvidenceChain& before);

/// `rows`: the energies of the same interval, decoded. One entry for each meter with an energy, in
/// the same order. Times of readings come back rounded away from the boundary to milliseconds.
Result<std::vector<MeterEvidence>> decode_evidence(std::string_view bytes,
                                                   std::span<const MeterRow> rows,
                                                   const Period& interval);

/// What stands before the directions, of each meter with an energy, in the same order.
struct EvidenceHead {
  std::vector<Joules> resolution;
  std::vector<Joules> clamped;
  std::vector<std::optional<Period>> gap;  // empty when no meter has one
  std::size_t bytes = 0;                   // that it takes
  bool operator==(const EvidenceHead&) const = default;
};

/// The same without directions, which cost ten times as much: for those who prove nothing. `bytes`
/// may end anywhere behind them. Error: also that it ends before.
Result<EvidenceHead> decode_evidence_head(std::string_view bytes, std::span<const MeterRow> rows,
                                          const Period& interval);

}  // namespace pue::ledger
