#include "ledger/store/interval_reading.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ledger/interval_record.h"
#include "ledger/meter_energies.h"
#include "ledger/store/deflate.h"
#include "ledger/store/detail_drop.h"

namespace pue::ledger {
namespace {

using site::SiteInterval;

// A reader's transaction keeps the writer from committing: it ends after this much was copied.
constexpr int rows_per_read = 512;
constexpr std::size_t bytes_per_read = 256 * 1024;

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

/// `fill(meter, i)` adds what the evidence says of the i-th meter with an energy. `reused`: any
/// vector, whose memory is taken.
template <class Fill>
std::vector<energy::IntervalEnergy> in_positions(const std::vector<MeterRow>& rows, Fill fill,
                                                 const WantedMeters& wanted, const Period& interval,
                                                 std::vector<energy::IntervalEnergy> reused) {
  energy::IntervalEnergy nothing;
  nothing.interval = interval;
  const auto position_of = [&](const MeterRow& row) {
    return row.number < wanted.positions.size() ? wanted.positions[row.number] : no_position;
  };
  const auto places = std::count_if(
      rows.begin(), rows.end(), [&](const auto& row) { return position_of(row) != no_position; });
  // Each is written once where all have a row: this is done tens of millions of times.
  if (static_cast<std::size_t>(places) == wanted.count)
    reused.resize(wanted.count);
  else
    reused.assign(wanted.count, nothing);
  std::size_t known = 0;
  for (const auto& row : rows) {
    const bool has_energy = row.quality != energy::Quality::missing;
    const auto i = has_energy ? known++ : 0;
    const auto position = position_of(row);
    if (position == no_position) continue;
    auto& meter = reused[position];
    meter = nothing;
    meter.quality = row.quality;
    meter.unconfirmed = row.unconfirmed;
    if (!has_energy) continue;
    meter.imported = row.imported;
    meter.exported = row.exported;
    fill(meter, i);
  }
  return reused;
}

Result<void> add_evidence(SiteInterval& interval, const std::vector<MeterEvidence>& evidence,
                          const std::vector<std::size_t>& positions, EvidenceChain& chain) {
  std::vector<energy::IntervalEnergy> known;
  std::vector<std::uint32_t> numbers;
  for (const auto& own : evidence) {
    auto whole = complete(own, interval.interval.start, chain);
    if (!whole)
      return Error{fmt::format("meter {}: the start of its energy is nowhere", own.number)};
    if (whole->directions.empty()) continue;
    auto& meter = known.emplace_back();
    meter.quality = energy::Quality::measured;  // any but missing
    meter.evidence = energy::SharedEvidence(std::move(*whole));
    numbers.push_back(own.number);
    const auto position = own.number < positions.size() ? positions[own.number] : no_position;
    if (position != no_position) interval.meters[position].evidence = meter.evidence;
  }
  if (interval.version == 1) chain.follow(known, numbers, interval.interval.end);
  return {};
}

/// Energies that are missing were dropped by rule, or the file is damaged.
Result<void> check_dropped(SQLite::Database& database, std::uint64_t leaf, UtcTime end) {
  const auto dropped = is_dropped(database, leaf, end);
  if (!dropped) return dropped.error();
  if (*dropped) return {};
  return Error{"the energies of its meters are missing, and no entry says that they were dropped"};
}

std::string selection(bool detail) {
  const std::string detail_columns = ", energies.bytes, deflated";
  const std::string detail_tables =
      " LEFT JOIN energies USING(leaf) LEFT JOIN evidence USING(leaf)";
  return "SELECT start_ns, version, leaf, end_ns, record.bytes" + (detail ? detail_columns : "") +
         " FROM interval JOIN record USING(leaf)" + (detail ? detail_tables : "") +
         " WHERE (start_ns, version) > (?, ?) AND start_ns < ? AND interval.leaf < ? "
         "ORDER BY start_ns, version LIMIT ?";
}

Error damaged(const IntervalRow& row, const std::string& what) {
  return Error{fmt::format("the interval of {} s, version {}: {}", row.start_ns / 1'000'000'000,
                           row.version, what)};
}

Result<std::vector<MeterEvidence>> whole_evidence(const IntervalRow& row,
                                                  const std::vector<MeterRow>& rows,
                                                  const Period& interval) {
  const auto bytes = inflate(row.evidence);
  if (!bytes) return bytes.error();
  return decode_evidence(*bytes, rows, interval);
}

}  // namespace

Result<EvidenceHead> RowDecoder::head(const IntervalRow& row, const std::vector<MeterRow>& rows,
                                      const Period& interval) {
  constexpr std::size_t usual_bytes = 4;  // of a meter's two numbers; more with gaps
  constexpr std::size_t spare_bytes = 64;
  const auto expected = head_bytes_ == 0 ? rows.size() * usual_bytes : head_bytes_;
  const auto some = inflate_head(row.evidence, expected + expected / 16 + spare_bytes);
  if (!some) return some.error();
  auto head = decode_evidence_head(*some, rows, interval);
  if (!head) {
    const auto all = inflate(row.evidence);
    if (!all) return all.error();
    head = decode_evidence_head(*all, rows, interval);
  }
  if (head) head_bytes_ = head->bytes;
  return head;
}

Result<std::vector<energy::IntervalEnergy>> RowDecoder::with_head(
    const IntervalRow& row, const std::vector<MeterRow>& rows, const Period& interval,
    std::vector<energy::IntervalEnergy> reused) {
  const auto evidence = head(row, rows, interval);
  if (!evidence) return evidence.error();
  const auto fill = [&](energy::IntervalEnergy& meter, std::size_t i) {
    meter.resolution = evidence->resolution[i];
    meter.clamped = evidence->clamped[i];
    if (!evidence->gap.empty()) meter.gap = evidence->gap[i];
  };
  return in_positions(rows, fill, wanted_, interval, std::move(reused));
}

Result<SiteInterval> RowDecoder::decode(const IntervalRow& row,
                                        std::vector<energy::IntervalEnergy> reused) {
  const auto record = open_record(row.entry);
  if (!record) return record.error();
  auto entry = decode_interval(record->body);
  if (!entry) return entry.error();
  auto interval = std::move(entry->totals);
  if (wanted_.count == 0 || row.energies.empty()) return interval;
  const auto rows = decode_energies(row.energies);
  if (!rows) return rows.error();
  if (chain_ == nullptr) {
    auto meters = with_head(row, *rows, interval.interval, std::move(reused));
    if (!meters) return meters.error();
    interval.meters = std::move(*meters);
    return interval;
  }
  const auto evidence = whole_evidence(row, *rows, interval.interval);
  if (!evidence) return evidence.error();
  const auto fill = [&](energy::IntervalEnergy& meter, std::size_t i) {
    meter.resolution = (*evidence)[i].resolution;
    meter.clamped = (*evidence)[i].clamped;
    meter.gap = (*evidence)[i].gap;
  };
  interval.meters = in_positions(*rows, fill, wanted_, interval.interval, std::move(reused));
  if (auto added = add_evidence(interval, *evidence, wanted_.positions, *chain_); !added)
    return added.error();
  return interval;
}

IntervalReading::IntervalReading(SQLite::Database& database, RowRange range,
                                 const WantedMeters& wanted, EvidenceChain* chain)
    : database_(database),
      range_(range),
      detail_(wanted.count > 0),
      select_(database, selection(detail_)),
      decoder_(wanted, chain) {}

Result<std::vector<SiteInterval>> IntervalReading::next(std::vector<SiteInterval> used) {
  const auto rows = read();
  if (!rows) return rows.error();
  used.resize(rows->size());
  for (std::size_t i = 0; i < used.size(); ++i) {
    auto interval = decoder_.decode((*rows)[i], std::move(used[i].meters));
    if (!interval) return damaged((*rows)[i], interval.error().message);
    used[i] = std::move(*interval);
  }
  return used;
}

Result<std::vector<IntervalRow>> IntervalReading::read() {
  select_.reset();
  select_.bind(1, range_.start_ns);
  select_.bind(2, after_version_);
  select_.bind(3, range_.end_ns);
  select_.bind(4, static_cast<std::int64_t>(range_.entries));
  select_.bind(5, rows_per_read);
  std::vector<IntervalRow> rows;
  std::size_t bytes = 0;
  while (bytes < bytes_per_read && select_.executeStep()) {
    auto& row = rows.emplace_back();
    row.start_ns = range_.start_ns = select_.getColumn(0).getInt64();
    row.version = after_version_ = select_.getColumn(1).getInt64();
    row.entry = select_.getColumn(4).getString();
    bytes += row.entry.size();
    if (!detail_) continue;
    row.energies = select_.getColumn(5).getString();
    row.evidence = select_.getColumn(6).getString();
    bytes += row.energies.size() + row.evidence.size();
    if (!row.energies.empty()) continue;
    const auto leaf = static_cast<std::uint64_t>(select_.getColumn(2).getInt64());
    const UtcTime end{Duration{select_.getColumn(3).getInt64()}};
    if (auto allowed = check_dropped(database_, leaf, end); !allowed)
      return damaged(row, allowed.error().message);
  }
  select_.reset();  // ends the transaction
  return rows;
}

Result<std::vector<MeterPoint>> read_meter(SQLite::Database& database, std::uint32_t number,
                                           RowRange range) {
  std::vector<MeterPoint> points;
  while (range.start_ns < range.end_ns) {
    SQLite::Statement select(
        database,
        "SELECT start_ns, end_ns, bytes, leaf FROM interval LEFT JOIN energies USING(leaf) WHERE "
        "start_ns >= ? AND start_ns < ? AND interval.leaf < ? ORDER BY start_ns, version LIMIT ?");
    select.bind(1, range.start_ns);
    select.bind(2, range.end_ns);
    select.bind(3, static_cast<std::int64_t>(range.entries));
    select.bind(4, rows_per_read);
    int rows = 0;
    for (; select.executeStep(); ++rows) {
      MeterPoint point;
      point.interval = {UtcTime{Duration{select.getColumn(0).getInt64()}},
                        UtcTime{Duration{select.getColumn(1).getInt64()}}};
      const auto column = select.getColumn(2);
      const std::string_view bytes(static_cast<const char*>(column.getBlob()),
                                   static_cast<std::size_t>(column.getBytes()));
      const auto leaf = static_cast<std::uint64_t>(select.getColumn(3).getInt64());
      if (bytes.empty())
        if (auto allowed = check_dropped(database, leaf, point.interval.end); !allowed)
          return Error{fmt::format("entry {}: {}", leaf, allowed.error().message)};
      const auto row = bytes.empty() ? std::optional<MeterRow>() : energies_of(bytes, number);
      if (!row) return row.error();
      if (*row) {
        point.quality = (*row)->quality;
        point.imported = (*row)->imported;
        point.exported = (*row)->exported;
      }
      if (!points.empty() && points.back().interval.start == point.interval.start)
        points.pop_back();
      points.push_back(point);
    }
    if (rows < rows_per_read) break;
    // The last start again: it may have later versions.
    range.start_ns = nanoseconds(points.back().interval.start);
    points.pop_back();
  }
  return points;
}

}  // namespace pue::ledger
