#include "ledger/store/sqlite_store.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <filesystem>

#include "ledger/published_figures.h"
#include "ledger/store/checkpoint_table.h"
#include "ledger/store/detail_drop.h"
#include "ledger/store/interval_reading.h"
#include "ledger/store/interval_table.h"
#include "ledger/store/leaf_log.h"
#include "ledger/store/open_database.h"
#include "ledger/store/schema.h"
#include "ledger/store/sqlite_error.h"
#include "ledger/store/writer_claim.h"
#include "ledger/store/writer_entries.h"

namespace pue::ledger {
namespace {

using site::SiteInterval;

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }
UtcTime moment(std::int64_t nanoseconds) { return UtcTime{Duration{nanoseconds}}; }

/// What a writer enters at its start.
struct Opening {
  StoreIdentity identity;
  Writer writer;
};

/// What the writer knows of the file: it changes with each transaction, or not at all.
struct Progress {
  LeafLog log;
  EvidenceChain chain;
  Checkpoints checkpoints;
  std::optional<Opening> opening;  // not yet entered
  std::optional<DetailDrop> drop;  // by a rule, if there is one
};

/// What only the writing process has.
struct Writing {
  WriterClaim claim;  // given back after the connection is closed
  std::string version;
  std::optional<Zone> zone;
  UtcTime in_service;
  Progress progress;
  // After a commit that failed: what would hold if it is in the file all the same. It is when all
  // was written and only the last sync, that of the emptied journal, failed.
  std::optional<Progress> in_doubt = {};
};

class SqliteStore final : public HistoryStore {
 public:
  SqliteStore(std::string path, std::optional<Writing> writing,
              std::unique_ptr<SQLite::Database> database, const std::vector<std::string>& meters,
              std::uint64_t entries = all_entries)
      : path_(std::move(path)),
        entries_(entries),
        writing_(std::move(writing)),
        database_(std::move(database)),
        meters_{meters.size(), {}} {
    for (const auto& number : meter_numbers(*database_, meters)) add_meter(number);
  }

  /// What is to be entered at the start.
  Result<void> enter() {
    return written("cannot open", [](Progress&) -> Result<void> { return {}; });
  }

  Result<void> commit(const std::vector<SiteInterval>& intervals,
                      const StoredState& state) override {
    return written("cannot commit", [&](Progress& progress) -> Result<void> {
      enter_seen(*database_, progress.log, state);
      if (auto done = write_intervals(progress, intervals, state.saved_at); !done) return done;
      write_state(state);
      return progress.checkpoints.sign_if_due(*database_, progress.log.head(), state.saved_at);
    });
  }

  Result<void> correct(const Correction& correction, const std::vector<SiteInterval>& versions,
                       const StoredState& state, UtcTime now) override {
    return written("cannot correct", [&](Progress& progress) -> Result<void> {
      progress.log.append(*database_, RecordKind::correction, now, encode(correction));
      if (auto done = write_intervals(progress, versions, now); !done) return done;
      write_state(state);
      return progress.checkpoints.sign(*database_, progress.log.head(), now);
    });
  }

  Result<bool> drop_detail(UtcTime now) override {
    if (!writing_ || !writing_->progress.drop || !writing_->progress.drop->due(now)) return false;
    bool more = false;
    auto done = written("cannot drop detail", [&](Progress& progress) -> Result<void> {
      const auto step = progress.drop->step(*database_, progress.log, progress.checkpoints, now);
      if (!step) return damaged_ledger(path_, step.error().message);
      more = *step;
      return {};
    });
    if (!done) return done.error();
    return more;
  }

  Result<void> close(UtcTime now) override {
    return written("cannot close", [&](Progress& progress) -> Result<void> {
      progress.log.append(*database_, RecordKind::stop, now, encode(Stop{writing_->version}));
      return progress.checkpoints.sign(*database_, progress.log.head(), now);
    });
  }

  Result<std::optional<SignedCheckpoint>> checkpoint() override {
    return guarded(
        path_, "cannot read the checkpoint",
        [&]() -> Result<std::optional<SignedCheckpoint>> { return last_checkpoint(*database_); });
  }

  Result<std::vector<SignedCheckpoint>> checkpoints(std::uint64_t after) override {
    return guarded(path_, "cannot read checkpoints",
                   [&]() -> Result<std::vector<SignedCheckpoint>> {
                     return checkpoints_after(*database_, after);
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
    return guarded(path_, "cannot read intervals", [&] { return newest(period, meters_); });
  }

  Result<void> each_interval(Period period,
                             const std::function<void(const SiteInterval&)>& take) override {
    return guarded(path_, "cannot read intervals", [&] {
      return each_newest(period, meters_, nullptr, [&](SiteInterval&& one) { take(one); });
    });
  }

  Result<std::vector<SiteInterval>> proven_intervals(Period period) override {
    return guarded(path_, "cannot read intervals", [&]() -> Result<std::vector<SiteInterval>> {
      const auto start = period.start;
      period.start = floor_to(start, evidence_restart);
      EvidenceChain chain;
      auto all = newest(period, meters_, &chain);
      if (!all) return all;
      std::erase_if(*all, [&](const auto& one) { return one.interval.start < start; });
      return all;
    });
  }

  Result<std::vector<MeterPoint>> meter(const std::string& name, Period period) override {
    return guarded(path_, "cannot read a meter", [&]() -> Result<std::vector<MeterPoint>> {
      const auto number = meter_numbers(*database_, {name}).front();
      if (!number) return Error{fmt::format("ledger {}: it knows no meter \"{}\"", path_, name)};
      auto points = read_meter(*database_, *number, range_of(period));
      if (!points) return Error{fmt::format("ledger {}: {}", path_, points.error().message)};
      return points;
    });
  }

  Result<std::uint64_t> records() override {
    return guarded(path_, "cannot count records",
                   [&]() -> Result<std::uint64_t> { return leaf_count(*database_); });
  }

 private:
  /// One transaction; what the writer knows of the file changes only with it.
  template <class Work>
  Result<void> written(const char* doing, Work work) {
    if (!writing_) return Error{fmt::format("ledger {}: it was opened to read only", path_)};
    return guarded(path_, doing, [&]() -> Result<void> {
      SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      settle();
      auto progress = writing_->progress;
      if (const auto& late = progress.opening) {
        enter_writer(*database_, progress.log, late->identity, late->writer);
        progress.opening.reset();
      }
      if (auto result = work(progress); !result) return result;
      writing_->in_doubt = std::move(progress);
      transaction.commit();
      writing_->progress = std::move(*writing_->in_doubt);
      writing_->in_doubt.reset();
      return {};
    });
  }

  /// The file tells whether a commit that failed took place.
  void settle() {
    auto& progress = writing_->progress;
    auto& in_doubt = writing_->in_doubt;
    if (in_doubt && leaf_count(*database_) != progress.log.size()) progress = std::move(*in_doubt);
    in_doubt.reset();
  }

  Result<std::vector<SiteInterval>> newest(const Period& period, const WantedMeters& wanted,
                                           EvidenceChain* chain = nullptr) const {
    std::vector<SiteInterval> all;
    auto read = each_newest(period, wanted, chain,
                            [&](SiteInterval&& one) { all.push_back(std::move(one)); });
    if (!read) return read.error();
    return all;
  }

  template <class Take>
  Result<void> each_newest(const Period& period, const WantedMeters& wanted, EvidenceChain* chain,
                           Take take) const {
    IntervalReading reading(*database_, range_of(period), wanted, chain);
    std::optional<SiteInterval> newest;  // until one with a later start comes
    auto some = reading.next();
    for (; some && !some->empty(); some = reading.next(std::move(*some))) {
      for (auto& one : *some) {
        if (newest && newest->interval.start != one.interval.start) take(std::move(*newest));
        if (newest)
          std::swap(*newest, one);
        else
          newest = std::move(one);
      }
    }
    if (!some) return damaged_ledger(path_, some.error().message);
    if (newest) take(std::move(*newest));
    return {};
  }

  RowRange range_of(const Period& period) const {
    return {nanoseconds(period.start), nanoseconds(period.end), entries_};
  }

  void add_meter(const std::optional<std::uint32_t>& number) {
    const auto position = numbers_.size();
    numbers_.push_back(number.value_or(0));
    if (!number) return;
    auto& positions = meters_.positions;
    if (positions.size() <= *number) positions.resize(*number + 1, no_position);
    positions[*number] = position;
  }

  Result<void> check_meters(const SiteInterval& interval) const {
    if (interval.meters.size() == meters_.count) return {};
    return Error{
        fmt::format("ledger {}: an interval of {} meters does not fit the {} meters it was opened "
                    "with; open it anew after a change of configuration",
                    path_, interval.meters.size(), meters_.count)};
  }

  Result<void> write_intervals(Progress& progress, const std::vector<SiteInterval>& intervals,
                               UtcTime now) {
    for (const auto& interval : intervals) {
      if (auto fits = check_meters(interval); !fits) return fits;
      const auto entries = progress.log.size();
      if (auto done =
              write_interval(*database_, progress.log, progress.chain, interval, numbers_, now);
          !done)
        return Error{fmt::format("ledger {}: {}", path_, done.error().message)};
      if (progress.log.size() == entries) continue;  // it was there
      if (auto done = publish(progress.log, interval, now); !done) return done;
    }
    return {};
  }

  /// What a local day or month came to, when `closed` was the last interval of it.
  Result<void> publish(LeafLog& log, const SiteInterval& closed, UtcTime now) {
    if (!writing_->zone || closed.version > 1) return {};
    for (const auto& [part, period] : parts_ending(closed.interval.end, *writing_->zone)) {
      const auto intervals = newest(period, {});
      if (!intervals) return intervals.error();
      const auto entry = figures_of(part, period, *intervals, writing_->in_service);
      log.append(*database_, RecordKind::figures, now, encode(entry));
    }
    return {};
  }

  void write_state(const StoredState& state) {
    SQLite::Statement replace(*database_, "INSERT OR REPLACE INTO state VALUES(1, ?, ?)");
    replace.bind(1, nanoseconds(state.saved_at));
    replace.bindNoCopy(2, state.state);
    replace.exec();
  }

  std::string path_;
  std::uint64_t entries_;  // what is told is as it was known with so many
  std::optional<Writing> writing_;
  std::unique_ptr<SQLite::Database> database_;
  WantedMeters meters_;
  std::vector<std::uint32_t> numbers_;  // by MeterId; 0: not in the ledger (readers only)
};

/// The one name of the file, so that a link beside it meets the same claim.
std::string resolved(const std::string& path) {
  std::error_code failure;
  const auto canonical = std::filesystem::weakly_canonical(path, failure);
  return failure ? path : canonical.string();
}

Result<std::unique_ptr<HistoryStore>> begin_writing(const std::string& path,
                                                    const StoreIdentity& identity,
                                                    const Writer& writer) {
  auto claim = WriterClaim::take(path);
  if (!claim) return claim.error();
  auto database = open_to_write(path);
  if (auto made = create_tables_if_empty(*database, path); !made) return made.error();
  if (auto known = check_schema(*database, path); !known) return known.error();
  if (auto ours = record_identity(*database, path, identity); !ours) return ours.error();
  auto log = LeafLog::resume(*database, path);
  if (!log) return log.error();
  if (log->size() > 0)
    if (auto ours = check_key(*database, path, writer); !ours) return ours.error();
  const bool begun = log->size() > 0;
  Progress progress{std::move(*log),
                    {},
                    checkpoints_of(*database, identity, writer),
                    Opening{identity, writer},
                    {}};
  if (writer.detail_years && writer.zone) progress.drop.emplace(*writer.detail_years, *writer.zone);
  const auto in_service =
      writer.zone ? service_start(identity.in_service, *writer.zone) : UtcTime{};
  Writing writing{std::move(*claim), writer.version, writer.zone, in_service, std::move(progress)};
  auto store =
      std::make_unique<SqliteStore>(path, std::move(writing), std::move(database), identity.meters);
  // A ledger that has begun but cannot be written now, because its disk is full or fails, is no
  // error: meters are polled all the same, and the first commit that succeeds enters the start.
  if (auto entered = store->enter(); !entered && !begun) return entered.error();
  return store;
}

Result<std::unique_ptr<HistoryStore>> begin_reading(const std::string& path,
                                                    const StoreIdentity& identity,
                                                    std::uint64_t entries) {
  auto database = open_to_read(path);
  if (auto known = check_schema(*database, path); !known) return known.error();
  const auto site = stored_identity(*database).site;
  if (site != identity.site) {
    return Error{
        fmt::format("ledger {}: it belongs to site \"{}\", not \"{}\"; name the ledger of "
                    "this site",
                    path, site, identity.site)};
  }
  return std::make_unique<SqliteStore>(path, std::nullopt, std::move(database), identity.meters,
                                       entries);
}

std::optional<Period> stored_extent(SQLite::Database& database) {
  SQLite::Statement select(database,
                           "SELECT (SELECT min(start_ns) FROM interval), end_ns FROM interval "
                           "ORDER BY start_ns DESC, version DESC LIMIT 1");
  if (!select.executeStep()) return std::nullopt;
  return Period{moment(select.getColumn(0).getInt64()), moment(select.getColumn(1).getInt64())};
}

}  // namespace

Result<std::unique_ptr<HistoryStore>> open_ledger_writer(const std::string& path,
                                                         const StoreIdentity& identity,
                                                         const Writer& writer) {
  const auto file = resolved(path);
  return guarded(file, "cannot open", [&] { return begin_writing(file, identity, writer); });
}

Result<std::unique_ptr<HistoryStore>> open_ledger_reader(const std::string& path,
                                                         const StoreIdentity& identity,
                                                         std::uint64_t entries) {
  const auto file = resolved(path);
  return guarded(file, "cannot open", [&] { return begin_reading(file, identity, entries); });
}

Result<StoreFacts> read_store_facts(const std::string& path) {
  return guarded(path, "cannot open", [&]() -> Result<StoreFacts> {
    auto database = open_to_read(path);
    if (auto known = check_schema(*database, path); !known) return known.error();
    return StoreFacts{stored_identity(*database), stored_extent(*database)};
  });
}

}  // namespace pue::ledger
