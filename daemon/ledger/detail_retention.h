// The rule by which the detail of old intervals is dropped, and the entry that says so before it
// goes: without one, detail that is missing is damage. It deletes nothing; entries are never
// dropped.
//
// Body (numbers as in varint.h): years that the rule keeps · bound (time) · number of the first and
// of the last entry whose detail is dropped · how many there are · their bytes, as they were
// stored.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/zone.h"

namespace pue::ledger {

/// An interval of each day's every fourth hour is complete in itself: a period that begins anywhere
/// is read from there on, and detail is dropped from there back.
inline constexpr auto evidence_restart = std::chrono::hours{4};

struct DroppedDetail {
  std::uint64_t years = 0;  // local calendar years before that of the entry whose detail is kept
  UtcTime bound;            // dropped is what ended at or before it
  std::uint64_t first = 0;  // numbers of entries of intervals
  std::uint64_t last = 0;
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  bool operator==(const DroppedDetail&) const = default;
};

std::string encode(const DroppedDetail& entry);
/// Accepts exactly what `encode` writes. Error: which byte is wrong, and why.
Result<DroppedDetail> decode_dropped_detail(std::string_view body);

/// `years`: limits::least_detail_years to most_detail_years. Where the rule cuts at `now`: the
/// local new year `years` years before that of `now`, or the last multiple of four hours before it,
/// from which evidence is complete.
UtcTime detail_bound(std::uint64_t years, UtcTime now, const Zone& zone);

/// All such entries of a ledger by their number: which intervals need no detail any more.
class DroppedDetails {
 public:
  /// Once for each, in any order.
  void add(std::uint64_t number, const DroppedDetail& entry) { all_[number] = entry; }
  bool cover(std::uint64_t interval_number, UtcTime end) const;

 private:
  std::map<std::uint64_t, DroppedDetail> all_;
};

/// Holds such entries against the intervals before them.
class DropCheck {
 public:
  /// The next entry, of an interval.
  void interval(std::uint64_t number, UtcTime end) { kept_.emplace(end, number); }
  /// Entries were left out: how many intervals there are cannot be told.
  void forget_count() { counts_ = false; }
  /// The next entry, of a drop. Error: it names other intervals than its bound does, or its bound
  /// does not rise.
  Result<void> drop(const DroppedDetail& entry);

 private:
  std::multimap<UtcTime, std::uint64_t> kept_;  // number by end
  std::optional<UtcTime> bound_;                // of the drop before
  bool counts_ = true;
};

}  // namespace pue::ledger
