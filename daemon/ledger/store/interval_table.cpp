#include "ledger/store/interval_table.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "ledger/interval_record.h"
#include "ledger/meter_energies.h"
#include "ledger/store/deflate.h"
#include "ledger/store/detail_drop.h"

namespace pue::ledger {
namespace {

using site::SiteInterval;

// A reader's transaction keeps the writer from committing: it ends after this much was copied.
constexpr int rows_per_read = 512;
constexpr std::size_t bytes_per_read = 4 * 1024 * 1024;

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

void insert_blob(SQLite::Database& database, const char* statement, std::uint64_t leaf,
                 std::string_view bytes) {
  SQLite::Statement insert(database, statement);
  insert.bind(1, static_cast<std::int64_t>(leaf));
  insert.bindNoCopy(2, bytes.data(), static_cast<int>(bytes.size()));
  insert.exec();
}

std::optional<std::uint64_t> leaf_of(SQLite::Database& database, const SiteInterval& interval) {
  SQLite::Statement select(database,
                           "SELECT leaf FROM interval WHERE start_ns = ? AND version = ?");
  select.bind(1, nanoseconds(interval.interval.start));
  select.bind(2, interval.version);
  if (!select.executeStep()) return std::nullopt;
  return static_cast<std::uint64_t>(select.getColumn(0).getInt64());
}

/// The evidence may be written in two ways (a start given or not): totals and energies decide.
Result<void> check_same(SQLite::Database& database, std::uint64_t leaf,
                        const SiteInterval& interval, const std::string& energies) {
  const auto bytes = leaf_bytes(database, leaf).value_or("");
  const auto record = open_record(bytes);
  const auto entry = record ? decode_interval(record->body) : record.error();
  auto totals = interval;
  totals.meters.clear();
  if (entry && entry->totals == totals && entry->energies == sha256(energies)) return {};
  return Error{
      fmt::format("the interval at {} s has another version {} already; what is stored is never "
                  "edited: write to a new ledger",
                  nanoseconds(interval.interval.start) / 1'000'000'000, interval.version)};
}

bool restarts(UtcTime start) { return floor_to(start, evidence_restart) == start; }

/// `fill(meter, i)` adds what the evidence says of the i-th meter with an energy. `reused`: any
/// vector, whose memory is taken.
template <class Fill>
std::vector<energy::IntervalEnergy> in_positions(const std::vector<MeterRow>& rows, Fill fill,
                                                 const std::vector<std::size_t>& positions,
                                                 const Period& interval, std::size_t meters,
                                                 std::vector<energy::IntervalEnergy> reused) {
  energy::IntervalEnergy nothing;
  nothing.interval = interval;
  reused.assign(meters, nothing);
  std::size_t known = 0;
  for (const auto& row : rows) {
    const bool has_energy = row.quality != energy::Quality::missing;
    const auto i = has_energy ? known++ : 0;
    const auto position = row.number < positions.size() ? positions[row.number] : no_position;
    if (position == no_position) continue;
    auto& meter = reused[position];
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

/// Nothing is known of a meter any more when the energies were dropped by rule.
Result<std::optional<MeterRow>> dropped_row(SQLite::Database& database, std::uint64_t leaf,
                                            UtcTime end) {
  const auto dropped = is_dropped(database, leaf, end);
  if (!dropped) return dropped.error();
  if (*dropped) return std::optional<MeterRow>{};
  return Error{fmt::format(
      "the energies of entry {} are missing, and no entry says that they were dropped", leaf)};
}

Result<std::vector<MeterEvidence>> whole_evidence(const IntervalRow& row,
                                                  const std::vector<MeterRow>& rows,
                                                  const Period& interval) {
  const auto bytes = inflate(row.evidence);
  if (!bytes) return bytes.error();
  return decode_evidence(*bytes, rows, interval);
}

Result<EvidenceHead> head_of_evidence(const IntervalRow& row, const std::vector<MeterRow>& rows,
                                      const Period& interval) {
  constexpr std::size_t usual_bytes = 6;  // of a meter's two numbers; more with gaps
  const auto head = inflate_head(row.evidence, rows.size() * usual_bytes);
  if (!head) return head.error();
  if (auto meters = decode_evidence_head(*head, rows, interval)) return meters;
  const auto bytes = inflate(row.evidence);
  if (!bytes) return bytes.error();
  return decode_evidence_head(*bytes, rows, interval);
}

}  // namespace

Result<void> write_interval(SQLite::Database& database, LeafLog& log, EvidenceChain& chain,
                            const SiteInterval& interval, const std::vector<std::uint32_t>& numbers,
                            UtcTime written_at) {
  const auto energies = encode_energies(interval.meters, numbers);
  if (const auto leaf = leaf_of(database, interval))
    return check_same(database, *leaf, interval, energies);
  const bool whole = interval.version > 1 || restarts(interval.interval.start);
  const auto evidence =
      encode_evidence(interval.meters, numbers, interval.interval, whole ? EvidenceChain{} : chain);
  const auto leaf = log.append(database, RecordKind::interval, written_at,
                               encode(interval, sha256(energies), sha256(evidence)));
  insert_blob(database, "INSERT INTO energies VALUES(?, ?)", leaf, energies);
  insert_blob(database, "INSERT INTO evidence VALUES(?, ?)", leaf, deflate(evidence));
  SQLite::Statement insert(database, "INSERT INTO interval VALUES(?, ?, ?, ?)");
  insert.bind(1, nanoseconds(interval.interval.start));
  insert.bind(2, interval.version);
  insert.bind(3, nanoseconds(interval.interval.end));
  insert.bind(4, static_cast<std::int64_t>(leaf));
  insert.exec();
  if (interval.version == 1) chain.follow(interval.meters, numbers, interval.interval.end);
  return {};
}

std::vector<IntervalRow> read_rows(SQLite::Database& database, const RowRange& range,
                                   std::int64_t after_version, bool detail) {
  constexpr const char* where =
      " WHERE (start_ns, version) > (?, ?) AND start_ns < ? AND interval.leaf < ? "
      "ORDER BY start_ns, version LIMIT ?";
  const std::string from = " FROM interval JOIN record USING(leaf)";
  const std::string plain = "SELECT start_ns, version, leaf, record.bytes" + from + where;
  const std::string with_detail =
      "SELECT start_ns, version, leaf, record.bytes, energies.bytes, deflated" + from +
      " LEFT JOIN energies USING(leaf) LEFT JOIN evidence "
      "USING(leaf)" +
      where;
  SQLite::Statement select(database, detail ? with_detail : plain);
  select.bind(1, range.start_ns);
  select.bind(2, after_version);
  select.bind(3, range.end_ns);
  select.bind(4, static_cast<std::int64_t>(range.entries));
  select.bind(5, rows_per_read);
  std::vector<IntervalRow> rows;
  std::size_t bytes = 0;
  while (bytes < bytes_per_read && select.executeStep()) {
    IntervalRow row{select.getColumn(0).getInt64(),
                    select.getColumn(1).getInt64(),
                    static_cast<std::uint64_t>(select.getColumn(2).getInt64()),
                    select.getColumn(3).getString(),
                    {},
                    {}};
    if (detail) {
      row.energies = select.getColumn(4).getString();
      row.evidence = select.getColumn(5).getString();
    }
    bytes += row.entry.size() + row.energies.size() + row.evidence.size();
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<SiteInterval> decode_row(const IntervalRow& row, const std::vector<std::size_t>& positions,
                                std::size_t meters, EvidenceChain* chain,
                                std::vector<energy::IntervalEnergy> reused) {
  const auto record = open_record(row.entry);
  if (!record) return record.error();
  auto entry = decode_interval(record->body);
  if (!entry) return entry.error();
  auto interval = std::move(entry->totals);
  if (meters == 0 || row.energies.empty()) return interval;
  const auto rows = decode_energies(row.energies);
  if (!rows) return rows.error();
  if (chain == nullptr) {
    const auto head = head_of_evidence(row, *rows, interval.interval);
    if (!head) return head.error();
    const auto fill = [&](energy::IntervalEnergy& meter, std::size_t i) {
      meter.resolution = head->resolution[i];
      meter.clamped = head->clamped[i];
      if (!head->gap.empty()) meter.gap = head->gap[i];
    };
    interval.meters =
        in_positions(*rows, fill, positions, interval.interval, meters, std::move(reused));
    return interval;
  }
  const auto evidence = whole_evidence(row, *rows, interval.interval);
  if (!evidence) return evidence.error();
  const auto fill = [&](energy::IntervalEnergy& meter, std::size_t i) {
    meter.resolution = (*evidence)[i].resolution;
    meter.clamped = (*evidence)[i].clamped;
    meter.gap = (*evidence)[i].gap;
  };
  interval.meters =
      in_positions(*rows, fill, positions, interval.interval, meters, std::move(reused));
  if (auto added = add_evidence(interval, *evidence, positions, *chain); !added)
    return added.error();
  return interval;
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
      const auto row = bytes.empty() ? dropped_row(database, leaf, point.interval.end)
                                     : energies_of(bytes, number);
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
