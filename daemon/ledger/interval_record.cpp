#include "ledger/interval_record.h"

#include <limits>

#include "ledger/quality_code.h"
#include "ledger/record_reader.h"

namespace pue::ledger {
namespace {

using site::SiteInterval;

constexpr std::uint8_t clock_stepped_flag = 1;
constexpr std::uint8_t unconfirmed_flag = 2;

/// The optional energies, and last the water, in the order of the layout; `Interval` is
/// SiteInterval, const or not.
template <class Interval, class Visit>
void visit_values(Interval& interval, Visit visit) {
  visit(interval.facility);
  visit(interval.it);
  for (auto& energy : interval.overhead) visit(energy);
  for (auto& energy : interval.sources) visit(energy);
  visit(interval.renewable_used);
  for (auto& energy : interval.it_levels) visit(energy);
  visit(interval.exported);
  visit(interval.curtailed);
  visit(interval.off_site);
  visit(interval.battery_charge);
  visit(interval.battery_discharge);
  visit(interval.reused_heat);
  visit(interval.water);
}

/// How many there are, which is the bit of the gap.
constexpr int values = 2 + static_cast<int>(site::subsystem_count) + 4 + 1 + 3 + 5 + 2;

/// The sums that are always there; `Interval` is SiteInterval, const or not.
template <class Interval, class Visit>
void visit_sums(Interval& interval, Visit visit) {
  visit(interval.estimated_facility);
  visit(interval.estimated_it);
  visit(interval.battery_load);
  visit(interval.battery_renewable_low);
  visit(interval.battery_renewable_high);
  visit(interval.renewable_unknown);
}

void read_values(RecordReader& reader, SiteInterval& interval) {
  auto present = reader.number();
  if (present >> (values + 1)) reader.fail("a value that this version does not know");
  visit_values(interval, [&](auto& value) {
    if (present & 1) value.emplace().count = reader.signed_number();
    present >>= 1;
  });
  if (present & 1) interval.gap = reader.period(interval.interval.start);
  visit_sums(interval, [&](Joules& sum) { sum = Joules{reader.signed_number()}; });
}

}  // namespace

std::string encode(const SiteInterval& interval, const Hash& energies, const Hash& evidence) {
  std::string bytes;
  append_period(bytes, interval.interval, UtcTime{});
  append_unsigned(bytes, interval.version);
  bytes.push_back(static_cast<char>(quality_code(interval.quality)));
  bytes.push_back(static_cast<char>((interval.clock_stepped ? clock_stepped_flag : 0) |
                                    (interval.unconfirmed ? unconfirmed_flag : 0)));
  std::uint64_t present = interval.gap ? std::uint64_t{1} << values : 0;
  std::uint64_t bit = 1;
  std::string present_values;
  visit_values(interval, [&](const auto& value) {
    if (value) {
      present |= bit;
      append_signed(present_values, value->count);
    }
    bit <<= 1;
  });
  append_unsigned(bytes, present);
  bytes += present_values;
  if (interval.gap) append_period(bytes, *interval.gap, interval.interval.start);
  visit_sums(interval, [&](Joules sum) { append_signed(bytes, sum.count); });
  bytes += view_of(energies);
  bytes += view_of(evidence);
  return bytes;
}

Result<IntervalEntry> decode_interval(std::string_view body) {
  RecordReader reader(body);
  IntervalEntry entry;
  auto& interval = entry.totals;
  interval.interval = reader.period(UtcTime{});
  interval.version = static_cast<std::uint32_t>(
      reader.number_up_to(std::numeric_limits<std::uint32_t>::max(), "a version beyond 32 bits"));
  const auto quality = quality_from_code(reader.byte());
  if (!quality) reader.fail("a quality that this version does not know");
  interval.quality = quality.value_or(energy::Quality::missing);
  const auto flags = reader.byte();
  if (flags & ~(clock_stepped_flag | unconfirmed_flag)) reader.fail("a flag that is not known");
  interval.clock_stepped = (flags & clock_stepped_flag) != 0;
  interval.unconfirmed = (flags & unconfirmed_flag) != 0;
  read_values(reader, interval);
  entry.energies = reader.array<32>();
  entry.evidence = reader.array<32>();
  if (const auto& error = reader.finish()) return *error;
  return entry;
}

}  // namespace pue::ledger
