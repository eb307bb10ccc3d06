#include "ledger/detail_retention.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "ledger/record_reader.h"

namespace pue::ledger {

std::string encode(const DroppedDetail& entry) {
  std::string bytes;
  append_unsigned(bytes, entry.years);
  append_time(bytes, entry.bound);
  append_unsigned(bytes, entry.first);
  append_unsigned(bytes, entry.last);
  append_unsigned(bytes, entry.count);
  append_unsigned(bytes, entry.bytes);
  return bytes;
}

Result<DroppedDetail> decode_dropped_detail(std::string_view body) {
  RecordReader reader(body);
  DroppedDetail entry;
  entry.years = reader.number_up_to(limits::most_detail_years, "a rule of too many years");
  if (entry.years < limits::least_detail_years) reader.fail("a rule of too few years");
  entry.bound = reader.time();
  entry.first = reader.number();
  entry.last = reader.number();
  entry.count = reader.number();
  entry.bytes = reader.number();
  if (entry.last < entry.first) reader.fail("a last entry before the first");
  if (!reader.failed() && (entry.count == 0 || entry.count - 1 > entry.last - entry.first))
    reader.fail("more entries than there are between the first and the last, or none");
  if (const auto& error = reader.finish()) return *error;
  return entry;
}

UtcTime detail_bound(std::uint64_t years, UtcTime now, const Zone& zone) {
  const auto year = zone.date_at(now).ymd.year() - std::chrono::years{static_cast<int>(years)};
  const auto new_year = zone.start_of(LocalDate{year / std::chrono::January / 1});
  return floor_to(new_year, evidence_restart);
}

bool DroppedDetails::cover(std::uint64_t interval_number, UtcTime end) const {
  return std::any_of(all_.upper_bound(interval_number), all_.end(),
                     [&](const auto& one) { return end <= one.second.bound; });
}

Result<void> DropCheck::drop(const DroppedDetail& entry) {
  if (bound_ && entry.bound <= *bound_)
    return Error{fmt::format("its bound {} is not after that of the drop before",
                             format_rfc3339(entry.bound))};
  bound_ = entry.bound;
  const auto end = kept_.upper_bound(entry.bound);
  const auto count = static_cast<std::uint64_t>(std::distance(kept_.begin(), end));
  const auto [first, last] = std::minmax_element(
      kept_.begin(), end, [](const auto& a, const auto& b) { return a.second < b.second; });
  const bool all = counts_ ? count == entry.count : count <= entry.count;
  const bool ends =
      count == 0 || (counts_ ? first->second == entry.first && last->second == entry.last
                             : first->second >= entry.first && last->second <= entry.last);
  if (!all || !ends)
    return Error{fmt::format("it names {} intervals, entries {} to {}; {} end up to its bound",
                             entry.count, entry.first, entry.last, count)};
  kept_.erase(kept_.begin(), end);
  return {};
}

}  // namespace pue::ledger
