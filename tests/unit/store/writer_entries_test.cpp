#include "ledger/store/writer_entries.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <map>

#include "fixture.h"
#include "ledger/store/checkpoint_table.h"

using namespace pue;
using namespace pue::ledger;

namespace {

/// The kinds of all entries in their order, a letter each.
std::string kinds(const std::string& path) {
  const std::map<RecordKind, char> letters = {
      {RecordKind::inception, 'i'},  {RecordKind::configuration, 'c'},
      {RecordKind::interval, 'I'},   {RecordKind::event, 'e'},
      {RecordKind::clock, 'k'},      {RecordKind::start, 's'},
      {RecordKind::stop, 'S'},       {RecordKind::import, 'm'},
      {RecordKind::clock_state, 'K'}};
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  SQLite::Statement select(database, "SELECT bytes FROM record ORDER BY leaf");
  std::string text;
  while (select.executeStep()) {
    const auto bytes = select.getColumn(0).getString();
    text += letters.at(open_record(bytes)->kind);
  }
  return text;
}

Writer writer(const std::string& text = "site: {}", int at = 0) {
  Writer result{&test_key(), "0.0.0-test", quarter(at)};
  result.configuration_file = "pued.yaml";
  result.configuration_text = text;
  return result;
}

}  // namespace

TEST_CASE("a new ledger begins with its site, its configuration and a start") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a"});
  {
    auto store = open_ledger_writer(path, identity, writer()).value();
    REQUIRE(store->commit({usable_interval(0, 1, 1)}, {quarter(1), ""}).has_value());
    REQUIRE(store
                ->commit({usable_interval(1, 1, 1)},
                         {quarter(2), "", {engine::ClockStep{quarter(1), quarter(5)}}})
                .has_value());
    REQUIRE(store->close(quarter(2)).has_value());
  }
  CHECK(kinds(path) == "icsIkIS");
  // The same configuration is entered once, another one when it comes into force.
  open_ledger_writer(path, identity, writer()).value();
  open_ledger_writer(path, identity, writer("site: {name: x}")).value();
  auto import = writer("site: {name: x}");
  import.import = Import{"readings.csv", {}, "0.0.0-test"};
  open_ledger_writer(path, identity, import).value();
  CHECK(kinds(path) ==
        "icsIkIS"
        "s"
        "cs"
        "m");
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  CHECK(database.execAndGet("SELECT count(*) FROM configuration_text").getInt() == 2);
  const auto bytes = leaf_bytes(database, 0).value();
  CHECK(*decode_inception(open_record(bytes)->body) ==
        Inception{"horinger-a", "horinger-a", test_key().public_key(), std::chrono::minutes{15},
                  "0.0.0-test"});
  const auto configuration = last_of_kind(database, RecordKind::configuration)->second;
  CHECK(decode_configuration(open_record(configuration)->body)->text == sha256("site: {name: x}"));
}

TEST_CASE("a state of the clock is entered once, however often its commit is repeated") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const ClockState kept{quarter(1), engine::ClockSync::synchronised, std::chrono::milliseconds{5}};
  const ClockState free{quarter(2), engine::ClockSync::unsynchronised, {}};
  auto store = open_ledger_writer(path, identity_of({"a"}), writer()).value();
  const StoredState state{quarter(2), "", {}, {kept, free}};
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, state).has_value());
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, state).has_value());
  CHECK(kinds(path) == "icsKKI");
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  CHECK(decode_clock_state(open_record(leaf_bytes(database, 3).value())->body).value() == kept);
  CHECK(decode_clock_state(open_record(leaf_bytes(database, 4).value())->body).value() == free);
}

TEST_CASE("a swap that a meter told is entered once, with what closed after it") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto store = open_ledger_writer(path, identity_of({"a"}), writer()).value();
  StoredState state{quarter(2), ""};
  state.events = {entry_of(engine::SeenSwap{quarter(1), "a", {4711, 815}})};
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, state).has_value());
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, state).has_value());
  CHECK(kinds(path) == "icseI");
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  CHECK(decode_event(open_record(leaf_bytes(database, 3).value())->body).value() ==
        EventEntry{quarter(1), "a", "swap", {}, {}, "pued", "serial number 4711 → 815", ""});
}

TEST_CASE("an event is entered once, when it is first seen") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a"});
  auto with_events = writer();
  const EventEntry swap{quarter(1), "a", "swap", 1000, 0, "Li", "display", "T-1"};
  with_events.events = {swap};
  open_ledger_writer(path, identity, with_events).value();
  CHECK(kinds(path) == "ices");
  auto calibration = swap;
  calibration.kind = "calibration";
  with_events.events = {swap, calibration};
  open_ledger_writer(path, identity, with_events).value();
  CHECK(kinds(path) ==
        "ices"
        "es");
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  const auto bytes = last_of_kind(database, RecordKind::event)->second;
  CHECK(*decode_event(open_record(bytes)->body) == calibration);
}

TEST_CASE("a start on a full disk is entered with the first commit that succeeds") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a"});
  open_ledger_writer(path, identity, writer()).value();
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit none{512, limit.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &none);
  auto store = open_ledger_writer(path, identity, writer("site: {name: x}", 1));
  const auto failed = store ? (*store)->commit({}, {quarter(1), ""}) : Result<void>(store.error());
  ::setrlimit(RLIMIT_FSIZE, &limit);
  REQUIRE(store.has_value());
  CHECK(failed.has_error());
  CHECK(kinds(path) == "ics");
  REQUIRE((*store)->commit({usable_interval(0, 1, 1)}, {quarter(2), ""}).has_value());
  REQUIRE((*store)->commit({usable_interval(1, 1, 1)}, {quarter(3), ""}).has_value());
  CHECK(kinds(path) ==
        "ics"
        "csII");
}

TEST_CASE("a ledger that was begun with another key is refused") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  open_test_writer(path, identity_of({"a"})).value();
  Seed seed{};
  const auto other = SigningKey::from_seed(seed);
  const auto refused =
      open_ledger_writer(path, identity_of({"a"}), Writer{&other, "0.0.0-test", quarter(0)});
  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().message,
             Catch::Contains("another key") &&
                 Catch::Contains(to_text(VerifierKey{"horinger-a", test_key().public_key()})));
}

TEST_CASE("a checkpoint is signed each hour and at a clean end") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a"});
  const VerifierKey key{"horinger-a", test_key().public_key()};
  auto store = open_test_writer(path, identity).value();
  std::vector<std::uint64_t> sizes;
  for (int i = 0; i < 9; ++i) {  // from 00:15 to 02:15
    REQUIRE(store->commit({usable_interval(i, 1, 1)}, {quarter(i + 1), ""}).has_value());
    const auto note = store->checkpoint().value();
    REQUIRE(note);
    const auto checkpoint = verify(note->note, key);
    REQUIRE(checkpoint.has_value());
    if (sizes.empty() || sizes.back() != checkpoint->tree.size)
      sizes.push_back(checkpoint->tree.size);
  }
  // Three entries and the intervals of 00:15, 01:00 and 02:00.
  CHECK(sizes == std::vector<std::uint64_t>{4, 7, 11});
  REQUIRE(store->close(quarter(9)).has_value());
  const auto last = verify(store->checkpoint().value()->note, key).value();
  CHECK(last.tree.size == 13);  // 9 intervals and the stop
  CHECK(time_of(last).value() == quarter(9));
  store.reset();
  // After a restart the hour that is signed is not signed again.
  auto again = open_test_writer(path, identity).value();
  REQUIRE(again->commit({usable_interval(9, 1, 1)}, {quarter(10), ""}).has_value());
  CHECK(verify(again->checkpoint().value()->note, key)->tree.size == 13);
  REQUIRE(again->commit({usable_interval(10, 1, 1)}, {quarter(12), ""}).has_value());
  CHECK(verify(again->checkpoint().value()->note, key)->tree.size == 16);
}

TEST_CASE("a site signs by its name, with what a key name cannot hold replaced") {
  CHECK(key_name_of("horinger-a") == "horinger-a");
  CHECK(key_name_of("hall 1+2") == "hall_1_2");
  CHECK(key_name_of("和林格尔") == "和林格尔");
}
