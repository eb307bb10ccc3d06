#include "ledger/store/verify_ledger.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ledger/interval_record.h"
#include "ledger/store/deflate.h"
#include "ledger/store/leaf_log.h"
#include "ledger/store/open_database.h"
#include "ledger/store/schema.h"
#include "ledger/store/sqlite_error.h"

namespace pue::ledger {
namespace {

constexpr int entries_per_read = 256;
constexpr std::size_t bytes_per_read = 4 * 1024 * 1024;

struct Entry {
  std::uint64_t leaf = 0;
  int kind = 0;  // by its column
  std::string bytes;
  std::string stored_hash;
  EntryDetail detail;  // evidence still deflated
};

std::optional<std::string> optional_blob(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return column.getString();
}

/// One short transaction.
std::vector<Entry> read_entries(SQLite::Database& database, std::uint64_t from) {
  SQLite::Statement select(
      database,
      "SELECT record.leaf, record.bytes, subtree.hash, energies.bytes, deflated, kind FROM record "
      "LEFT JOIN subtree ON level = 0 AND position = record.leaf LEFT JOIN energies USING(leaf) "
      "LEFT JOIN evidence USING(leaf) WHERE record.leaf >= ? ORDER BY record.leaf LIMIT ?");
  select.bind(1, static_cast<std::int64_t>(from));
  select.bind(2, entries_per_read);
  std::vector<Entry> entries;
  std::size_t bytes = 0;
  while (bytes < bytes_per_read && select.executeStep()) {
    Entry entry;
    entry.leaf = static_cast<std::uint64_t>(select.getColumn(0).getInt64());
    entry.bytes = select.getColumn(1).getString();
    entry.stored_hash = optional_blob(select.getColumn(2)).value_or("");
    entry.detail.energies = optional_blob(select.getColumn(3));
    entry.detail.evidence = optional_blob(select.getColumn(4));
    entry.kind = select.getColumn(5).getInt();
    bytes += entry.bytes.size() + entry.detail.energies.value_or("").size() +
             entry.detail.evidence.value_or("").size();
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<std::string> configuration_text(SQLite::Database& database,
                                              const std::string& bytes) {
  const auto record = open_record(bytes);
  if (!record || record->kind != RecordKind::configuration) return std::nullopt;
  const auto entry = decode_configuration(record->body);
  if (!entry) return std::nullopt;
  SQLite::Statement select(database, "SELECT text FROM configuration_text WHERE hash = ?");
  select.bindNoCopy(1, entry->text.data(), static_cast<int>(entry->text.size()));
  if (!select.executeStep()) return std::nullopt;
  return select.getColumn(0).getString();
}

/// The indices are no evidence, but readers go by them: what they hide would be overlooked.
Result<void> check_interval_index(SQLite::Database& database, std::uint64_t versions) {
  std::uint64_t rows = 0;
  std::int64_t start = std::numeric_limits<std::int64_t>::min();
  std::int64_t version = 0;
  while (true) {
    SQLite::Statement select(database,
                             "SELECT start_ns, version, end_ns, leaf, bytes FROM interval LEFT "
                             "JOIN record USING(leaf) WHERE (start_ns, version) > (?, ?) ORDER BY "
                             "start_ns, version LIMIT ?");
    select.bind(1, start);
    select.bind(2, version);
    select.bind(3, entries_per_read);
    int read = 0;
    for (; select.executeStep(); ++read) {
      start = select.getColumn(0).getInt64();
      version = select.getColumn(1).getInt64();
      const auto bytes = select.getColumn(4).getString();
      const auto record = open_record(bytes);
      const auto entry = record && record->kind == RecordKind::interval
                             ? decode_interval(record->body)
                             : Result<IntervalEntry>(Error{"no interval"});
      const Period named{UtcTime{Duration{start}},
                         UtcTime{Duration{select.getColumn(2).getInt64()}}};
      if (!entry || entry->totals.interval != named || entry->totals.version != version)
        return Error{fmt::format("the index of intervals names entry {} wrongly",
                                 select.getColumn(3).getInt64())};
    }
    rows += static_cast<std::uint64_t>(read);
    if (read < entries_per_read) break;
  }
  if (rows == versions) return {};
  return Error{fmt::format("the index of intervals has {} rows, there are {}", rows, versions)};
}

/// A checkpoint to be met when so many entries have been checked.
struct Expected {
  std::uint64_t size = 0;
  std::string source;
  std::string note;
};

Result<std::vector<Expected>> expected_checkpoints(SQLite::Database& database,
                                                   const VerifyOptions& options) {
  std::vector<Expected> all;
  SQLite::Statement select(database, "SELECT size, text FROM checkpoint");
  while (select.executeStep()) {
    const auto size = static_cast<std::uint64_t>(select.getColumn(0).getInt64());
    all.push_back({size, fmt::format("the ledger's own checkpoint over {} entries", size),
                   select.getColumn(1).getString()});
  }
  for (const auto& known : options.known) {
    const auto size = size_of_note(known.note);
    if (!size) return Error{fmt::format("{}: {}", known.source, size.error().message)};
    all.push_back({*size, known.source, known.note});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Expected& a, const Expected& b) { return a.size < b.size; });
  return all;
}

class Run {
 public:
  Run(SQLite::Database& database, const VerifyOptions& options, std::vector<Expected> expected,
      std::uint64_t all)
      : database_(database),
        options_(options),
        verifier_(options.key, options.zone_of),
        expected_(std::move(expected)),
        all_(all) {}

  Result<VerifiedLedger> operator()() {
    for (auto entries = read_entries(database_, 0); !entries.empty();
         entries = read_entries(database_, verifier_.head().size)) {
      announce_drops();
      for (auto& entry : entries)
        if (auto checked = check(entry); !checked) return checked.error();
      if (options_.progress) options_.progress(verifier_.head().size, all_);
    }
    if (next_ < expected_.size()) {
      const auto& missing = expected_[next_];
      return Error{
          fmt::format("{} is over {} entries, but the ledger ends after {}: entries {} to {} were "
                      "cut off",
                      missing.source, missing.size, verifier_.head().size, verifier_.head().size,
                      missing.size - 1)};
    }
    if (auto ended = verifier_.end(); !ended) return ended.error();
    if (auto indexed = check_interval_index(database_, verifier_.summary().intervals); !indexed)
      return indexed.error();
    return verifier_.summary();
  }

 private:
  /// After the entries were read: what says that their detail was dropped was there before it went.
  void announce_drops() {
    SQLite::Statement select(database_, "SELECT leaf, bytes FROM record WHERE " +
                                            is_of_kind(RecordKind::detail_dropped));
    while (select.executeStep())
      verifier_.announce(static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                         select.getColumn(1).getString());
  }

  Result<void> check(Entry& entry) {
    const auto number = verifier_.head().size;
    const auto wrong = [&](const std::string& what) {
      return Error{fmt::format("entry {} ({}): {}", number, describe_entry(entry.bytes), what)};
    };
    if (entry.leaf != number) return wrong("an entry before it is missing");
    if (entry.stored_hash != view_of(hash_leaf(entry.bytes)))
      return wrong("its bytes are not those that were entered");
    const auto record = open_record(entry.bytes);
    if (record && entry.kind != static_cast<int>(record->kind))
      return wrong("its kind is indexed as another");
    entry.detail.text = configuration_text(database_, entry.bytes);
    if (entry.detail.evidence) {
      auto evidence = inflate(*entry.detail.evidence);
      if (!evidence) return wrong("its evidence: " + evidence.error().message);
      entry.detail.evidence = std::move(*evidence);
    }
    if (auto checked = verifier_.entry(entry.bytes, entry.detail); !checked)
      return wrong(checked.error().message);
    for (; next_ < expected_.size() && expected_[next_].size <= number + 1; ++next_)
      if (auto agreed = verifier_.checkpoint(expected_[next_].note); !agreed)
        return disagreement(expected_[next_], agreed.error().message);
    return {};
  }

  Error disagreement(const Expected& checkpoint, const std::string& what) const {
    return Error{fmt::format("{}: {}; the entries from {} on cannot be believed", checkpoint.source,
                             what, verifier_.summary().signed_entries)};
  }

  SQLite::Database& database_;
  const VerifyOptions& options_;
  Verifier verifier_;
  std::vector<Expected> expected_;
  std::size_t next_ = 0;
  std::uint64_t all_;
};

}  // namespace

Result<VerifiedLedger> verify_ledger(const std::string& path, const VerifyOptions& options) {
  return guarded(path, "cannot verify", [&]() -> Result<VerifiedLedger> {
    auto database = open_to_read(path);
    if (auto known = check_schema(*database, path); !known) return known.error();
    auto expected = expected_checkpoints(*database, options);
    if (!expected) return expected.error();
    const auto all = leaf_count(*database);
    auto verified = Run(*database, options, std::move(*expected), all)();
    if (!verified) return Error{fmt::format("ledger {}: {}", path, verified.error().message)};
    return verified;
  });
}

}  // namespace pue::ledger
