#include "played_history.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "ledger/interval_record.h"
#include "ledger/store/verify_ledger.h"
#include "tests/unit/store/proven_interval.h"

namespace pue::durability {
namespace {

using namespace ledger;

constexpr const char* table_names[] = {"site",       "meters",   "record",   "subtree",
                                       "interval",   "energies", "evidence", "configuration_text",
                                       "checkpoint", "state"};

/// The site's day ends with the third interval.
constexpr int first = 61;
const auto shanghai = Zone::fixed("Asia/Shanghai", std::chrono::hours{8});

site::SiteInterval later_version(int index) {
  auto interval = proven_interval(index);
  interval.version = 2;
  interval.meters[0] = proven_meter(index, 1260);
  set_facility(interval, 1260);
  return interval;
}

/// As long as a state of some meters: it fills several pages.
std::string state_text(const Step& step) {
  const auto line = fmt::format("state after {}\n", step.at.time_since_epoch().count());
  std::string text;
  while (text.size() < 6'000) text += line;
  return text;
}

/// `index`: the quarter hour that has ended.
Step commit_of(int life, int index) {
  return {Step::Kind::commit, life, quarter(index + 1), {proven_interval(index)}, {}};
}

std::vector<Step> make_history() {
  std::vector<Step> steps{{Step::Kind::open, 0, quarter(first)}};
  for (int i = first; i < first + 6; ++i) steps.push_back(commit_of(0, i));
  steps[4].intervals.push_back(later_version(first));
  steps.push_back({Step::Kind::close, 0, quarter(first + 6)});
  steps.push_back({Step::Kind::open, 1, quarter(first + 6)});
  for (int i = first + 6; i < first + 12; ++i) steps.push_back(commit_of(1, i));
  auto& clock = *(steps.end() - 4);
  clock.clock_steps = {{clock.at - std::chrono::minutes{1}, clock.at}};
  steps.push_back({Step::Kind::commit,
                   1,
                   quarter(first + 13),
                   {later_version(first + 4), proven_interval(first + 12)},
                   {}});
  steps.push_back({Step::Kind::close, 1, quarter(first + 13)});
  return steps;
}

Writer writer_of(int life, UtcTime at) {
  Writer writer{&test_key(), "0.0.0-test", at};
  writer.configuration_file = "pued.yaml";
  writer.configuration_text = fmt::format("site: {{}}  # life {}\n", life);
  writer.describe = describe_grid_and_ups;
  writer.zone = shanghai;
  if (life > 0)
    writer.events = {{quarter(first + 5), "grid", "swap", 12, 0, "Li", "broken", "T-1"}};
  return writer;
}

std::string text_of(SQLite::Column column) {
  const auto bytes = column.getString();
  if (!column.isBlob()) return bytes;
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

Reference play_reference() {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  Player player(path);
  Reference reference;
  for (const auto& step : history()) {
    if (const auto done = player.play(step); !done) throw std::logic_error(done.error().message);
    reference.after.push_back(rows_of(path));
  }
  reference.entered = entered(path);
  return reference;
}

}  // namespace

const std::vector<Step>& history() {
  static const auto steps = make_history();
  return steps;
}

Result<void> Player::open(int life, UtcTime at) {
  store_.reset();
  auto opened = open_ledger_writer(path_, identity_of({"grid", "ups"}), writer_of(life, at));
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  return {};
}

Result<void> Player::play(const Step& step) {
  switch (step.kind) {
    case Step::Kind::open:
      return open(step.life, step.at);
    case Step::Kind::commit:
      return store_->commit(step.intervals, {step.at, state_text(step), step.clock_steps});
    case Step::Kind::close: {
      // A daemon tries once.
      if (!store_)
        if (auto opened = open(step.life, step.at); !opened) return opened;
      auto closed = store_->close(step.at);
      store_.reset();
      return closed;
    }
  }
  return {};
}

std::size_t Player::play_from(std::size_t first) {
  for (auto number = first; number < history().size(); ++number) {
    if (const auto done = play(history()[number]); !done) {
      error_ = done.error().message;
      return number;
    }
  }
  return history().size();
}

Rows rows_of(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  Rows rows;
  for (const char* table : table_names) {
    SQLite::Statement select(database, fmt::format("SELECT * FROM {} ORDER BY 1, 2", table));
    while (select.executeStep()) {
      std::string row = table;
      for (int i = 0; i < select.getColumnCount(); ++i) row += "|" + text_of(select.getColumn(i));
      rows.push_back(std::move(row));
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

Rows missing_rows(const Rows& some, const Rows& all) {
  Rows missing;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(),
                      std::back_inserter(missing));
  return missing;
}

std::vector<std::string> entered(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  SQLite::Statement select(database, "SELECT bytes FROM record ORDER BY leaf");
  std::vector<std::string> bodies;
  while (select.executeStep()) {
    const auto bytes = select.getColumn(0).getString();
    const auto record = open_record(bytes).value();
    if (record.kind == RecordKind::start) continue;
    auto body = std::string(record.body);
    // Its last 32 bytes are the hash of the evidence: after a start it repeats where meters stood.
    if (record.kind == RecordKind::interval) body.resize(body.size() - 32);
    bodies.push_back(fmt::format("{}:", static_cast<int>(record.kind)) + body);
  }
  return bodies;
}

std::string verification(const std::string& path) {
  const VerifierKey key{"horinger-a", test_key().public_key()};
  const auto verified = verify_ledger(path, {key, {}, {}});
  return verified ? "" : verified.error().message;
}

const Reference& reference() {
  static const auto played = play_reference();
  return played;
}

}  // namespace pue::durability
