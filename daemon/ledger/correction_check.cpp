#include "ledger/correction_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/rfc3339.h"

namespace pue::ledger {

Result<void> CorrectionCheck::begin(const Correction& correction, std::uint32_t number) {
  if (auto complete = nothing_outstanding(); !complete) return complete;
  open_ = Open{correction, number, correction.period.start, Joules{}};
  return {};
}

Result<void> CorrectionCheck::interval(const site::SiteInterval& totals,
                                       const std::vector<MeterRow>* rows) {
  if (!open_) return {};
  auto& open = *open_;
  if (totals.interval.start != open.next || totals.version < 2) return nothing_outstanding();
  if (auto added = add(open, rows); !added) return added;
  open.next = totals.interval.end;
  if (open.next < open.correction.period.end) return {};
  const bool as_said =
      open.next == open.correction.period.end && (!open.sum || *open.sum == open.correction.after);
  const auto said = open.correction.after;
  const auto sum = open.sum;
  open_.reset();
  if (as_said) return {};
  return Error{fmt::format("the correction before it says {} J, the versions come to {}",
                           said.count, sum ? fmt::format("{} J", sum->count) : "another period")};
}

Result<void> CorrectionCheck::add(Open& open, const std::vector<MeterRow>* rows) const {
  if (rows == nullptr) {
    open.sum.reset();
    return {};
  }
  const auto row = std::find_if(rows->begin(), rows->end(),
                                [&](const auto& one) { return one.number == open.number; });
  if (row == rows->end() || row->quality != energy::Quality::edited)
    return Error{
        fmt::format("the meter {} that was corrected is not edited in it", open.correction.meter)};
  const bool imported = open.correction.direction == energy::Direction::imported;
  if (open.sum) *open.sum += imported ? row->imported : row->exported;
  return {};
}

Result<void> CorrectionCheck::nothing_outstanding() const {
  if (!open_) return {};
  return Error{fmt::format("the version of {} that a correction before it asks for is not there",
                           format_rfc3339(open_->next))};
}

}  // namespace pue::ledger
