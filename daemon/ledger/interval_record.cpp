#include "ledger/interval_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "base/limits.h"
#include "ledger/varint.h"

namespace pue::ledger {
namespace {

using energy::IntervalEnergy;
using energy::Quality;
using site::SiteInterval;

constexpr std::uint8_t gap_bit = 0x10;
constexpr std::uint8_t unconfirmed_bit = 0x20;
constexpr std::uint8_t clock_stepped_flag = 1;
constexpr std::uint8_t unconfirmed_flag = 2;
constexpr std::uint8_t first_format = 1;
constexpr std::uint8_t second_format = 2;

/// By Quality: the codes that records have had since format 1.
constexpr std::array<std::uint8_t, energy::quality_count> quality_codes = {0, 1, 2, 4, 5, 6, 3};

std::uint8_t code(Quality quality) { return quality_codes[static_cast<std::size_t>(quality)]; }

/// The optional energies, and last the water, in the order of the layout; `Interval` is
/// SiteInterval, const or not.
template <class Interval, class Visit>
void visit_energies(Interval& interval, int format, Visit visit) {
  visit(interval.facility);
  visit(interval.it);
  for (auto& energy : interval.overhead) visit(energy);
  for (auto& energy : interval.sources) visit(energy);
  visit(interval.renewable_used);
  if (format == first_format) return;
  for (auto& energy : interval.it_levels) visit(energy);
  visit(interval.exported);
  visit(interval.curtailed);
  visit(interval.off_site);
  visit(interval.battery_charge);
  visit(interval.battery_discharge);
  if (format == second_format) return;
  visit(interval.reused_heat);
  visit(interval.water);
}

/// How many there are, which is the bit of the gap.
constexpr int values_of(int format) {
  constexpr int first = 2 + static_cast<int>(site::subsystem_count) + 4 + 1;
  constexpr int second = first + 3 + 5;
  if (format == first_format) return first;
  return format == second_format ? second : second + 2;
}

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

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

void append_gap(std::string& bytes, const Period& gap, UtcTime origin) {
  append_signed(bytes, (gap.start - origin).count());
  append_unsigned(bytes, static_cast<std::uint64_t>(gap.length().count()));
}

void append_meter(std::string& bytes, const IntervalEnergy& meter) {
  bytes.push_back(static_cast<char>(code(meter.quality) | (meter.gap ? gap_bit : 0) |
                                    (meter.unconfirmed ? unconfirmed_bit : 0)));
  if (meter.quality != Quality::missing) {
    append_signed(bytes, meter.imported.count);
    append_signed(bytes, meter.exported.count);
    append_unsigned(bytes, static_cast<std::uint64_t>(meter.resolution.count));
    append_unsigned(bytes, static_cast<std::uint64_t>(meter.clamped.count));
  }
  if (meter.gap) append_gap(bytes, *meter.gap, meter.interval.start);
}

void append_meters(std::string& bytes, const SiteInterval& interval,
                   std::span<const std::uint32_t> numbers) {
  std::vector<std::size_t> order(interval.meters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
  append_unsigned(bytes, order.size());
  std::uint32_t before = 0;
  for (const auto i : order) {
    append_unsigned(bytes, numbers[i] - before);
    before = numbers[i];
    append_meter(bytes, interval.meters[i]);
  }
}

/// Reads the parts of one record; the first error stays, and everything after it reads as 0.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() { return value_of(bytes_.read_unsigned()); }
  std::int64_t signed_number() { return value_of(bytes_.read_signed()); }
  std::uint8_t byte() { return value_of(bytes_.read_byte()); }

  Quality quality(std::uint8_t code) {
    const auto known = std::find(quality_codes.begin(), quality_codes.end(), code);
    if (known == quality_codes.end()) fail("a quality that this version does not know");
    return failed() ? Quality::missing : static_cast<Quality>(known - quality_codes.begin());
  }

  /// `offset` from `origin`, then a length; both must stay within the times we can name.
  Period period(UtcTime origin) {
    std::int64_t start = 0;
    std::int64_t end = 0;
    const auto offset = signed_number();
    const auto length = number();
    if (length > std::numeric_limits<std::int64_t>::max() ||
        __builtin_add_overflow(nanoseconds(origin), offset, &start) ||
        __builtin_add_overflow(start, static_cast<std::int64_t>(length), &end)) {
      fail("a time beyond the year 2262");
      return {};
    }
    return Period{UtcTime{Duration{start}}, UtcTime{Duration{end}}};
  }

  void fail(const char* what) {
    if (!error_) error_ = Error{fmt::format("byte {}: {}", bytes_.position(), what)};
  }
  bool failed() const { return error_.has_value(); }
  const std::optional<Error>& error() const { return error_; }
  bool at_end() const { return bytes_.at_end(); }

 private:
  template <class T>
  T value_of(const Result<T>& read) {
    if (failed()) return T{};
    if (read) return *read;
    error_ = read.error();
    return T{};
  }

  ByteReader bytes_;
  std::optional<Error> error_;
};

/// The record's format.
int read_site(RecordReader& reader, SiteInterval& interval) {
  const int format = reader.byte();
  if (format < first_format || format > interval_record_format)
    reader.fail("not an interval record of formats 1 to 3");
  interval.interval = reader.period(UtcTime{});
  const auto version = reader.number();
  if (version > std::numeric_limits<std::uint32_t>::max()) reader.fail("a version beyond 32 bits");
  interval.version = static_cast<std::uint32_t>(version);
  interval.quality = reader.quality(reader.byte());
  const auto flags = format == first_format ? std::uint8_t{0} : reader.byte();
  if (flags & ~(clock_stepped_flag | unconfirmed_flag)) reader.fail("a flag that is not known");
  interval.clock_stepped = (flags & clock_stepped_flag) != 0;
  interval.unconfirmed = (flags & unconfirmed_flag) != 0;
  auto present = reader.number();
  if (present >> (values_of(format) + 1)) reader.fail("a value that this version does not know");
  visit_energies(interval, format, [&](auto& value) {
    if (present & 1) value.emplace().count = reader.signed_number();
    present >>= 1;
  });
  if (present & 1) interval.gap = reader.period(interval.interval.start);
  if (format != first_format)
    visit_sums(interval, [&](Joules& sum) { sum = Joules{reader.signed_number()}; });
  return format;
}

/// A size in joules, ≥ 0.
Joules read_size(RecordReader& reader) {
  const auto size = reader.number();
  if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    reader.fail("an energy beyond 64 bits");
  return Joules{static_cast<std::int64_t>(size)};
}

IntervalEnergy read_meter(RecordReader& reader, int format, const Period& interval) {
  IntervalEnergy meter;
  meter.interval = interval;
  const auto head = reader.byte();
  const auto bits = format == first_format ? gap_bit : gap_bit | unconfirmed_bit;
  meter.quality = reader.quality(head & static_cast<std::uint8_t>(~bits));
  meter.unconfirmed = (head & bits & unconfirmed_bit) != 0;
  if (meter.quality != Quality::missing) {
    meter.imported = Joules{reader.signed_number()};
    meter.exported = Joules{reader.signed_number()};
    if (format != first_format) {
      meter.resolution = read_size(reader);
      meter.clamped = read_size(reader);
    }
  }
  if (head & gap_bit) meter.gap = reader.period(interval.start);
  return meter;
}

void read_meters(RecordReader& reader, int format, IntervalRecord& record) {
  const auto count = reader.number();
  if (count > limits::meters) reader.fail("more meters than a site can have");
  std::uint64_t number = 0;
  for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
    const auto step = reader.number();
    if (step == 0 && i > 0) reader.fail("a meter twice");
    if (step > std::numeric_limits<std::uint32_t>::max() - number) {
      reader.fail("a meter number beyond 32 bits");
    }
    number += step;
    record.meter_numbers.push_back(static_cast<std::uint32_t>(number));
    record.interval.meters.push_back(read_meter(reader, format, record.interval.interval));
  }
}

}  // namespace

std::string encode(const SiteInterval& interval, std::span<const std::uint32_t> meter_numbers) {
  std::string bytes;
  bytes.push_back(static_cast<char>(interval_record_format));
  append_gap(bytes, interval.interval, UtcTime{});
  append_unsigned(bytes, interval.version);
  bytes.push_back(static_cast<char>(code(interval.quality)));
  bytes.push_back(static_cast<char>((interval.clock_stepped ? clock_stepped_flag : 0) |
                                    (interval.unconfirmed ? unconfirmed_flag : 0)));
  std::uint64_t present = interval.gap ? std::uint64_t{1} << values_of(interval_record_format) : 0;
  std::uint64_t bit = 1;
  std::string values;
  visit_energies(interval, interval_record_format, [&](const auto& value) {
    if (value) {
      present |= bit;
      append_signed(values, value->count);
    }
    bit <<= 1;
  });
  append_unsigned(bytes, present);
  bytes += values;
  if (interval.gap) append_gap(bytes, *interval.gap, interval.interval.start);
  visit_sums(interval, [&](Joules sum) { append_signed(bytes, sum.count); });
  append_meters(bytes, interval, meter_numbers);
  return bytes;
}

Result<IntervalRecord> decode(std::string_view bytes) {
  RecordReader reader(bytes);
  IntervalRecord record;
  const int format = read_site(reader, record.interval);
  if (!reader.failed()) read_meters(reader, format, record);
  if (!reader.failed() && !reader.at_end()) reader.fail("bytes after the end of the record");
  if (reader.failed()) return *reader.error();
  return record;
}

}  // namespace pue::ledger
