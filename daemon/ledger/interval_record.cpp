#include "ledger/interval_record.h"

#include <fmt/format.h>

#include <algorithm>
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

/// The optional energies in the order of the layout; `Interval` is SiteInterval, const or not.
template <class Interval, class Visit>
void visit_energies(Interval& interval, Visit visit) {
  visit(interval.facility);
  visit(interval.it);
  for (auto& energy : interval.overhead) visit(energy);
  for (auto& energy : interval.sources) visit(energy);
  visit(interval.renewable_used);
}

constexpr int energies = 2 + static_cast<int>(site::subsystem_count) + 4 + 1;

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

void append_gap(std::string& bytes, const Period& gap, UtcTime origin) {
  append_signed(bytes, (gap.start - origin).count());
  append_unsigned(bytes, static_cast<std::uint64_t>(gap.length().count()));
}

void append_meter(std::string& bytes, const IntervalEnergy& meter) {
  const auto quality = static_cast<std::uint8_t>(meter.quality);
  bytes.push_back(static_cast<char>(quality | (meter.gap ? gap_bit : 0)));
  if (meter.quality != Quality::missing) {
    append_signed(bytes, meter.imported.count);
    append_signed(bytes, meter.exported.count);
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
    if (code > static_cast<std::uint8_t>(Quality::missing)) {
      fail("a quality that this version does not know");
    }
    return failed() ? Quality::missing : static_cast<Quality>(code);
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

void read_site(RecordReader& reader, SiteInterval& interval) {
  if (reader.byte() != interval_record_format) reader.fail("not an interval record of format 1");
  interval.interval = reader.period(UtcTime{});
  const auto version = reader.number();
  if (version > std::numeric_limits<std::uint32_t>::max()) reader.fail("a version beyond 32 bits");
  interval.version = static_cast<std::uint32_t>(version);
  interval.quality = reader.quality(reader.byte());
  auto present = reader.number();
  if (present >> (energies + 1)) reader.fail("a value that this version does not know");
  visit_energies(interval, [&](std::optional<Joules>& energy) {
    if (present & 1) energy = Joules{reader.signed_number()};
    present >>= 1;
  });
  if (present & 1) interval.gap = reader.period(interval.interval.start);
}

IntervalEnergy read_meter(RecordReader& reader, const Period& interval) {
  IntervalEnergy meter;
  meter.interval = interval;
  const auto head = reader.byte();
  meter.quality = reader.quality(head & static_cast<std::uint8_t>(~gap_bit));
  if (meter.quality != Quality::missing) {
    meter.imported = Joules{reader.signed_number()};
    meter.exported = Joules{reader.signed_number()};
  }
  if (head & gap_bit) meter.gap = reader.period(interval.start);
  return meter;
}

void read_meters(RecordReader& reader, IntervalRecord& record) {
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
    record.interval.meters.push_back(read_meter(reader, record.interval.interval));
  }
}

}  // namespace

std::string encode(const SiteInterval& interval, std::span<const std::uint32_t> meter_numbers) {
  std::string bytes;
  bytes.push_back(static_cast<char>(interval_record_format));
  append_gap(bytes, interval.interval, UtcTime{});
  append_unsigned(bytes, interval.version);
  bytes.push_back(static_cast<char>(interval.quality));
  std::uint64_t present = interval.gap ? std::uint64_t{1} << energies : 0;
  std::uint64_t bit = 1;
  std::string values;
  visit_energies(interval, [&](const std::optional<Joules>& energy) {
    if (energy) {
      present |= bit;
      append_signed(values, energy->count);
    }
    bit <<= 1;
  });
  append_unsigned(bytes, present);
  bytes += values;
  if (interval.gap) append_gap(bytes, *interval.gap, interval.interval.start);
  append_meters(bytes, interval, meter_numbers);
  return bytes;
}

Result<IntervalRecord> decode(std::string_view bytes) {
  RecordReader reader(bytes);
  IntervalRecord record;
  read_site(reader, record.interval);
  if (!reader.failed()) read_meters(reader, record);
  if (!reader.failed() && !reader.at_end()) reader.fail("bytes after the end of the record");
  if (reader.failed()) return *reader.error();
  return record;
}

}  // namespace pue::ledger
