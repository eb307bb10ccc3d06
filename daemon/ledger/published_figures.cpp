#include "ledger/published_figures.h"

#include "kpi/period_sums.h"
#include "kpi/window.h"
#include "kpi/window_figures.h"
#include "ledger/record_reader.h"

namespace pue::ledger {
namespace {

constexpr std::uint8_t has_facility = 1;
constexpr std::uint8_t has_it = 2;

}  // namespace

PublishedFigures figures_of(PublishedFigures::Part part, const Period& period,
                            std::span<const site::SiteInterval> intervals, UtcTime in_service) {
  kpi::PeriodSums sums;
  for (const auto& interval : intervals)
    if (period.contains(interval.interval) && interval.interval.start >= in_service)
      kpi::append(sums, kpi::sums_of(interval, {}));
  return {part,
          period,
          sums.facility,
          sums.it,
          kpi::covered_in(sums, period),
          static_cast<std::uint64_t>(kpi::method_version)};
}

std::vector<std::pair<PublishedFigures::Part, Period>> parts_ending(UtcTime end, const Zone& zone) {
  std::vector<std::pair<PublishedFigures::Part, Period>> parts;
  const auto last = end - Duration{1};
  if (const auto day = kpi::day_at(last, zone); day.end == end)
    parts.emplace_back(PublishedFigures::Part::day, day);
  if (const auto month = kpi::month_at(last, zone); month.end == end)
    parts.emplace_back(PublishedFigures::Part::month, month);
  return parts;
}

UtcTime service_start(const std::optional<std::chrono::year_month_day>& in_service,
                      const Zone& zone) {
  return in_service ? zone.start_of(LocalDate{*in_service}) : UtcTime{Duration::min()};
}

std::string encode(const PublishedFigures& entry) {
  std::string bytes;
  bytes.push_back(static_cast<char>(entry.part));
  append_period(bytes, entry.period, UtcTime{});
  bytes.push_back(static_cast<char>((entry.facility ? has_facility : 0) | (entry.it ? has_it : 0)));
  if (entry.facility) append_signed(bytes, entry.facility->count);
  if (entry.it) append_signed(bytes, entry.it->count);
  append_unsigned(bytes, static_cast<std::uint64_t>(entry.covered.count()));
  append_unsigned(bytes, entry.method);
  return bytes;
}

Result<PublishedFigures> decode_figures(std::string_view body) {
  RecordReader reader(body);
  PublishedFigures entry;
  const auto part = reader.byte();
  if (part != 1 && part != 2) reader.fail("neither a day nor a month");
  entry.part = static_cast<PublishedFigures::Part>(part);
  entry.period = reader.period(UtcTime{});
  const auto length = static_cast<std::uint64_t>(entry.period.length().count());
  const auto presence = reader.byte();
  if (presence > (has_facility | has_it)) reader.fail("an unknown presence bit");
  if (presence & has_facility) entry.facility = Joules{reader.signed_number()};
  if (presence & has_it) entry.it = Joules{reader.signed_number()};
  entry.covered = Duration{
      static_cast<std::int64_t>(reader.number_up_to(length, "more covered time than there is"))};
  entry.method = reader.number();
  if (const auto& error = reader.finish()) return *error;
  return entry;
}

}  // namespace pue::ledger
