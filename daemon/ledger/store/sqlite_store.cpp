#include "ledger/store/sqlite_store.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <filesystem>
#include <limits>

#include "ledger/interval_record.h"
#include "ledger/store/open_database.h"
#include "ledger/store/schema.h"
#include "ledger/store/sqlite_error.h"
#include "ledger/store/writer_claim.h"

namespace pue::ledger {
namespace {

using site::SiteInterval;

// A reader's transaction keeps the writer from committing: it ends after this much was copied.
constexpr int rows_per_read = 512;
constexpr std::size_t bytes_per_read = 4 * 1024 * 1024;
constexpr auto no_meter = std::numeric_limits<std::size_t>::max();

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }
UtcTime moment(std::int64_t nanoseconds) { return UtcTime{Duration{nanoseconds}}; }

void bind_energy(SQLite::Statement& statement, int& column, const std::optional<Joules>& energy) {
  if (energy) statement.bind(column, energy->count);
  ++column;
}

void bind_interval(SQLite::Statement& insert, const SiteInterval& interval,
                   const std::string& detail) {
  insert.clearBindings();
  insert.bind(1, nanoseconds(interval.interval.start));
  insert.bind(2, interval.version);
  insert.bind(3, nanoseconds(interval.interval.end));
  insert.bind(4, std::string(energy::name(interval.quality)));
  int column = 5;
  bind_energy(insert, column, interval.facility);
  bind_energy(insert, column, interval.it);
  for (const auto& energy : interval.overhead) bind_energy(insert, column, energy);
  for (const auto& energy : interval.sources) bind_energy(insert, column, energy);
  bind_energy(insert, column, interval.renewable_used);
  if (interval.gap) {
    insert.bind(column, nanoseconds(interval.gap->start));
    insert.bind(column + 1, nanoseconds(interval.gap->end));
  }
  insert.bindNoCopy(column + 2, detail.data(), static_cast<int>(detail.size()));
}

/// What was read of one row; decoded only after the reader's transaction has ended.
struct Row {
  std::int64_t start_ns = 0;
  std::int64_t version = 0;
  std::string detail;
};

class SqliteStore final : public HistoryStore {
 public:
  SqliteStore(std::string path, std::optional<WriterClaim> claim,
              std::unique_ptr<SQLite::Database> database, const std::vector<std::string>& meters)
      : path_(std::move(path)),
        claim_(std::move(claim)),
        database_(std::move(database)),
        meters_(meters.size()) {
    for (const auto& number : meter_numbers(*database_, meters)) add_meter(number);
  }

  Result<void> commit(const std::vector<SiteInterval>& intervals,
                      const StoredState& state) override {
    if (!claim_) return Error{fmt::format("ledger {}: it was opened to read only", path_)};
    return guarded(path_, "cannot commit", [&]() -> Result<void> {
      SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      if (auto written = write_intervals(intervals); !written) return written.error();
      write_state(state);
      transaction.commit();
      return {};
    });
  }

  Result<std::optional<StoredState>> state() override {
    return guarded(path_, "cannot read the state", [&]() -> Result<std::optional<StoredState>> {
      SQLite::Statement select(*database_, "SELECT saved_at_ns, state FROM state");
      std::optional<StoredState> state;
      if (select.executeStep()) {
        state =
            StoredState{moment(select.getColumn(0).getInt64()), select.getColumn(1).getString()};
      }
      return state;
    });
  }

  Result<std::vector<SiteInterval>> intervals(Period period) override {
    return guarded(path_, "cannot read intervals", [&]() -> Result<std::vector<SiteInterval>> {
      std::vector<SiteInterval> all;
      Row last{nanoseconds(period.start), -1, {}};
      while (true) {
        const auto rows = read_rows(last, nanoseconds(period.end));
        if (rows.empty()) return all;
        last = rows.back();
        for (const auto& row : rows) {
          if (auto added = add_newest(all, row); !added) return added.error();
        }
      }
    });
  }

  Result<std::uint64_t> records() override {
    return guarded(path_, "cannot count records", [&]() -> Result<std::uint64_t> {
      const auto count = database_->execAndGet("SELECT coalesce(max(record), 0) FROM interval");
      return static_cast<std::uint64_t>(count.getInt64());
    });
  }

 private:
  void add_meter(const std::optional<std::uint32_t>& number) {
    const auto position = numbers_.size();
    numbers_.push_back(number.value_or(0));
    if (!number) return;
    if (positions_.size() <= *number) positions_.resize(*number + 1, no_meter);
    positions_[*number] = position;
  }

  Result<void> write_intervals(const std::vector<SiteInterval>& intervals) {
    SQLite::Statement insert(
        *database_,
        "INSERT INTO interval VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (const auto& interval : intervals) {
      if (interval.meters.size() != meters_) {
        return Error{
            fmt::format("ledger {}: an interval of {} meters does not fit the {} meters it "
                        "was opened with; open it anew after a change of configuration",
                        path_, interval.meters.size(), meters_)};
      }
      const auto detail = encode(interval, numbers_);
      bind_interval(insert, interval, detail);
      if (insert.exec() == 0) {
        if (auto same = check_same(interval, detail); !same) return same.error();
      }
      insert.reset();
    }
    return {};
  }

  /// A repeated commit meets its own record; a different one under its name would be an edit.
  Result<void> check_same(const SiteInterval& interval, const std::string& detail) {
    SQLite::Statement select(*database_,
                             "SELECT detail FROM interval WHERE start_ns = ? AND version = ?");
    select.bind(1, nanoseconds(interval.interval.start));
    select.bind(2, interval.version);
    if (select.executeStep() && select.getColumn(0).getString() == detail) return {};
    return Error{
        fmt::format("ledger {}: the interval at {} s has another version {} already; what "
                    "is stored is never edited: write to a new ledger",
                    path_, nanoseconds(interval.interval.start) / 1'000'000'000, interval.version)};
  }

  void write_state(const StoredState& state) {
    SQLite::Statement replace(*database_, "INSERT OR REPLACE INTO state VALUES(1, ?, ?)");
    replace.bind(1, nanoseconds(state.saved_at));
    replace.bindNoCopy(2, state.state);
    replace.exec();
  }

  /// One short transaction: some rows after `last`, in the order of (start, version).
  std::vector<Row> read_rows(const Row& last, std::int64_t end_ns) {
    SQLite::Statement select(*database_,
                             "SELECT start_ns, version, detail FROM interval WHERE "
                             "(start_ns, version) > (?, ?) AND start_ns < ? "
                             "ORDER BY start_ns, version LIMIT ?");
    select.bind(1, last.start_ns);
    select.bind(2, last.version);
    select.bind(3, end_ns);
    select.bind(4, rows_per_read);
    std::vector<Row> rows;
    std::size_t bytes = 0;
    while (bytes < bytes_per_read && select.executeStep()) {
      rows.push_back(Row{select.getColumn(0).getInt64(), select.getColumn(1).getInt64(),
                         select.getColumn(2).getString()});
      bytes += rows.back().detail.size();
    }
    return rows;
  }

  Result<void> add_newest(std::vector<SiteInterval>& all, const Row& row) const {
    auto record = decode(row.detail);
    if (!record) {
      return Error{
          fmt::format("ledger {}: the record of {} s, version {}: {}; the file is damaged: "
                      "keep it, restore the last good copy beside it",
                      path_, row.start_ns / 1'000'000'000, row.version, record.error().message)};
    }
    auto interval = in_identity_order(std::move(*record));
    if (!all.empty() && all.back().interval.start == interval.interval.start) all.pop_back();
    all.push_back(std::move(interval));
    return {};
  }

  SiteInterval in_identity_order(IntervalRecord record) const {
    std::vector<energy::IntervalEnergy> meters(meters_);
    for (auto& meter : meters) meter.interval = record.interval.interval;
    for (std::size_t i = 0; i < record.meter_numbers.size(); ++i) {
      const auto number = record.meter_numbers[i];
      const auto position = number < positions_.size() ? positions_[number] : no_meter;
      if (position != no_meter) meters[position] = record.interval.meters[i];
    }
    record.interval.meters = std::move(meters);
    return std::move(record.interval);
  }

  std::string path_;
  std::optional<WriterClaim> claim_;  // given back after the connection is closed
  std::unique_ptr<SQLite::Database> database_;
  std::size_t meters_;
  std::vector<std::uint32_t> numbers_;  // by MeterId; 0: not in the store (readers only)
  std::vector<std::size_t> positions_;  // by lasting number
};

/// The one name of the file, so that a link beside it meets the same claim.
std::string resolved(const std::string& path) {
  std::error_code failure;
  const auto canonical = std::filesystem::weakly_canonical(path, failure);
  return failure ? path : canonical.string();
}

Result<std::unique_ptr<HistoryStore>> open_writer(const std::string& path,
                                                  const StoreIdentity& identity) {
  auto claim = WriterClaim::take(path);
  if (!claim) return claim.error();
  auto database = open_to_write(path);
  if (auto made = create_tables_if_empty(*database, path); !made) return made.error();
  if (auto known = check_schema(*database, path); !known) return known.error();
  if (auto ours = record_identity(*database, path, identity); !ours) return ours.error();
  return std::make_unique<SqliteStore>(path, std::move(*claim), std::move(database),
                                       identity.meters);
}

Result<std::unique_ptr<HistoryStore>> open_reader(const std::string& path,
                                                  const StoreIdentity& identity) {
  auto database = open_to_read(path);
  if (auto known = check_schema(*database, path); !known) return known.error();
  const auto site = stored_identity(*database).site;
  if (site != identity.site) {
    return Error{
        fmt::format("ledger {}: it belongs to site \"{}\", not \"{}\"; name the ledger of "
                    "this site",
                    path, site, identity.site)};
  }
  return std::make_unique<SqliteStore>(path, std::nullopt, std::move(database), identity.meters);
}

std::optional<Period> stored_extent(SQLite::Database& database) {
  SQLite::Statement select(database,
                           "SELECT (SELECT min(start_ns) FROM interval), end_ns FROM interval "
                           "ORDER BY start_ns DESC, version DESC LIMIT 1");
  if (!select.executeStep()) return std::nullopt;
  return Period{moment(select.getColumn(0).getInt64()), moment(select.getColumn(1).getInt64())};
}

}  // namespace

Result<std::unique_ptr<HistoryStore>> open_sqlite_store(const std::string& path,
                                                        const StoreIdentity& identity,
                                                        StoreMode mode) {
  const auto file = resolved(path);
  return guarded(file, "cannot open", [&]() -> Result<std::unique_ptr<HistoryStore>> {
    return mode == StoreMode::write ? open_writer(file, identity) : open_reader(file, identity);
  });
}

Result<StoreFacts> read_store_facts(const std::string& path) {
  return guarded(path, "cannot open", [&]() -> Result<StoreFacts> {
    auto database = open_to_read(path);
    if (auto known = check_schema(*database, path); !known) return known.error();
    return StoreFacts{stored_identity(*database), stored_extent(*database)};
  });
}

}  // namespace pue::ledger
