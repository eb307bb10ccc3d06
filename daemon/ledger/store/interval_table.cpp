#include "ledger/store/interval_table.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "ledger/detail_retention.h"
#include "ledger/interval_record.h"
#include "ledger/meter_energies.h"
#include "ledger/store/deflate.h"

namespace pue::ledger {
namespace {

using site::SiteInterval;

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

}  // namespace pue::ledger
