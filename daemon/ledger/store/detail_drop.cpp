#include "ledger/store/detail_drop.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "ledger/interval_record.h"
#include "ledger/record.h"

namespace pue::ledger {
namespace {

using NumberedDrop = std::pair<std::uint64_t, DroppedDetail>;

// A transaction of so many blobs: with 1,000 meters about 3 MB of pages become free.
constexpr int blobs_per_step = 64;
// A day of quarter hours: after it the year that the clock shows is believed.
constexpr int intervals_of_a_day = 96;

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

bool year_is_believed(SQLite::Database& database, UtcTime now, const Zone& zone) {
  const auto year = zone.date_at(now).ymd.year();
  const auto begin = zone.start_of(LocalDate{year / std::chrono::January / 1});
  SQLite::Statement select(database,
                           "SELECT count(*) FROM (SELECT 1 FROM interval WHERE start_ns >= ? AND "
                           "start_ns < ? AND version = 1 LIMIT ?)");
  select.bind(1, nanoseconds(begin));
  select.bind(2, nanoseconds(now));
  select.bind(3, intervals_of_a_day);
  return select.executeStep() && select.getColumn(0).getInt() == intervals_of_a_day;
}

/// What a drop at that bound names; nothing when no interval ended before it that the drop before
/// does not name.
std::optional<DroppedDetail> named_by(SQLite::Database& database, UtcTime bound,
                                      const std::optional<NumberedDrop>& before) {
  SQLite::Statement select(
      database,
      "SELECT count(*), min(leaf), max(leaf), coalesce(sum(length(energies.bytes)), 0) + "
      "coalesce(sum(length(deflated)), 0) FROM interval LEFT JOIN energies USING(leaf) LEFT JOIN "
      "evidence USING(leaf) WHERE start_ns < ?1 AND end_ns <= ?1 AND NOT (end_ns <= ?2 AND leaf < "
      "?3)");
  select.bind(1, nanoseconds(bound));
  select.bind(2, before ? nanoseconds(before->second.bound) : 0);
  select.bind(3, before ? static_cast<std::int64_t>(before->first) : 0);
  if (!select.executeStep() || select.getColumn(0).getInt64() == 0) return std::nullopt;
  DroppedDetail entry;
  entry.bound = bound;
  entry.count = static_cast<std::uint64_t>(select.getColumn(0).getInt64());
  entry.first = static_cast<std::uint64_t>(select.getColumn(1).getInt64());
  entry.last = static_cast<std::uint64_t>(select.getColumn(2).getInt64());
  entry.bytes = static_cast<std::uint64_t>(select.getColumn(3).getInt64());
  return entry;
}

struct Detail {
  std::int64_t leaf = 0;
  bool dropped = false;
};

/// The next blobs of a drop, the newest first: an interval's evidence begins where that of the one
/// before ends, so that what is left can be proven all the time.
Result<std::vector<Detail>> next_details(SQLite::Database& database, const NumberedDrop& drop,
                                         std::optional<std::int64_t> below) {
  SQLite::Statement select(database,
                           "SELECT leaf, record.bytes FROM energies JOIN record USING(leaf) WHERE "
                           "leaf < ? ORDER BY leaf DESC LIMIT ?");
  select.bind(1, below.value_or(static_cast<std::int64_t>(drop.second.last) + 1));
  select.bind(2, blobs_per_step);
  std::vector<Detail> details;
  while (select.executeStep()) {
    const auto bytes = select.getColumn(1).getString();
    const auto record = open_record(bytes);
    if (!record) return record.error();
    const auto entry = decode_interval(record->body);
    if (!entry) return entry.error();
    details.push_back(
        {select.getColumn(0).getInt64(), entry->totals.interval.end <= drop.second.bound});
  }
  return details;
}

void remove(SQLite::Database& database, std::int64_t leaf) {
  for (const char* statement :
       {"DELETE FROM energies WHERE leaf = ?", "DELETE FROM evidence WHERE leaf = ?"}) {
    SQLite::Statement statement_of(database, statement);
    statement_of.bind(1, leaf);
    statement_of.exec();
  }
}

}  // namespace

Result<std::optional<NumberedDrop>> newest_drop(SQLite::Database& database) {
  const auto last = last_of_kind(database, RecordKind::detail_dropped);
  if (!last) return std::optional<NumberedDrop>{};
  const auto record = open_record(last->second);
  if (!record) return record.error();
  const auto entry = decode_dropped_detail(record->body);
  if (!entry) return entry.error();
  return std::optional(NumberedDrop{last->first, *entry});
}

Result<bool> is_dropped(SQLite::Database& database, std::uint64_t number, UtcTime end) {
  const auto drop = newest_drop(database);
  if (!drop) return drop.error();
  return *drop && number < (*drop)->first && end <= (*drop)->second.bound;
}

bool DetailDrop::due(UtcTime now) const {
  return !settled_ || detail_bound(years_, now, zone_) > *settled_;
}

Result<bool> DetailDrop::step(SQLite::Database& database, LeafLog& log, Checkpoints& checkpoints,
                              UtcTime now) {
  const auto before = newest_drop(database);
  if (!before) return before.error();
  if (*before) {
    const auto details = next_details(database, **before, below_);
    if (!details) return details.error();
    for (const auto& detail : *details)
      if (detail.dropped) remove(database, detail.leaf);
    if (!details->empty()) {
      below_ = details->back().leaf;
      return true;
    }
  }
  const auto bound = detail_bound(years_, now, zone_);
  if (*before && bound <= (*before)->second.bound) {
    settled_ = (*before)->second.bound;
    return false;
  }
  if (!year_is_believed(database, now, zone_)) return false;
  auto entry = named_by(database, bound, *before);
  if (!entry) {
    settled_ = bound;
    return false;
  }
  entry->years = years_;
  log.append(database, RecordKind::detail_dropped, now, encode(*entry));
  if (auto done = checkpoints.sign(database, log.head(), now); !done) return done.error();
  below_.reset();
  return true;
}

}  // namespace pue::ledger
