#include "ledger/store/sqlite_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <set>

#include "fixture.h"
#include "ledger/store/schema.h"
#include "proven_interval.h"

using namespace pue;
using namespace pue::ledger;
using energy::Quality;

namespace {

/// Each quarter hour before `end`, with its index as the energy.
std::vector<site::SiteInterval> usable_intervals(int from, int end, std::size_t meters) {
  std::vector<site::SiteInterval> intervals;
  for (int i = from; i < end; ++i) intervals.push_back(usable_interval(i, i, meters));
  return intervals;
}

/// Inception, configuration and start of a new ledger.
constexpr std::uint64_t first_entries = 3;

const Period all_time{UtcTime{}, quarter(1'000'000)};

std::unique_ptr<HistoryStore> writer(const std::string& path, const StoreIdentity& identity) {
  auto store = open_test_writer(path, identity);
  INFO((store ? "" : store.error().message));
  REQUIRE(store.has_value());
  return std::move(*store);
}

std::string refusal(const std::string& path, const StoreIdentity& identity, Mode mode) {
  const auto store = open_test(path, identity, mode);
  REQUIRE(store.has_error());
  return store.error().message;
}

}  // namespace

TEST_CASE("what was committed is there after reopening: intervals and state") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"grid-1", "ups-1"});
  const auto first = usable_interval(0, 900, 2);
  const auto second = usable_interval(1, 800, 2);
  {
    auto store = writer(path, identity);
    CHECK(store->records().value() == first_entries);
    CHECK_FALSE(store->state().value());
    REQUIRE(store->commit({first, second}, {quarter(2), "engine state"}).has_value());
  }
  auto store = writer(path, identity);
  CHECK(store->intervals(all_time).value() == std::vector{first, second});
  CHECK(store->state().value()->state == "engine state");
  CHECK(store->state().value()->saved_at == quarter(2));
  CHECK(store->records().value() == first_entries + 2 + 1);  // and the second start
}

TEST_CASE("a period takes the intervals that start within it") {
  const TemporaryDirectory directory;
  auto store = writer(directory.file("ledger.db"), identity_of({"a"}));
  REQUIRE(
      store
          ->commit({usable_interval(0, 1, 1), usable_interval(1, 2, 1), usable_interval(2, 3, 1)},
                   {quarter(3), ""})
          .has_value());
  const auto found = store->intervals({quarter(1), quarter(2)}).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].it == Joules{2});
}

TEST_CASE("a later version supersedes an earlier one, and both stay in the file") {
  const TemporaryDirectory directory;
  auto store = writer(directory.file("ledger.db"), identity_of({"a"}));
  REQUIRE(store->commit({usable_interval(0, 1, 1), usable_interval(1, 2, 1)}, {quarter(2), ""})
              .has_value());
  auto corrected = usable_interval(0, 5, 1);
  corrected.version = 2;
  REQUIRE(store->commit({corrected}, {quarter(3), ""}).has_value());
  const auto found = store->intervals(all_time).value();
  REQUIRE(found.size() == 2);
  CHECK(found[0] == corrected);
  CHECK(found[1].it == Joules{2});
  CHECK(store->records().value() == first_entries + 3);
}

TEST_CASE("what was known then is told: the version that stood among so many entries") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"grid"});
  auto store = open_test_writer(path, identity).value();
  REQUIRE(store->commit({usable_interval(0, 1000, 1)}, {quarter(1), ""}).has_value());
  auto later = usable_interval(0, 1000, 1);
  later.version = 2;
  later.facility = Joules{2500};
  later.meters[0].imported = Joules{1500};
  REQUIRE(store->commit({later, usable_interval(1, 1000, 1)}, {quarter(9), ""}).has_value());
  const Period all{quarter(0), quarter(9)};

  // inception, configuration, start, version 1
  auto then = open_ledger_reader(path, identity, 4).value();
  REQUIRE(then->intervals(all)->size() == 1);
  CHECK(then->intervals(all)->front().facility == Joules{2000});
  CHECK(then->meter("grid", all)->front().imported == Joules{1000});
  auto now = open_ledger_reader(path, identity).value();
  CHECK(now->intervals(all)->size() == 2);
  CHECK(now->intervals(all)->front().facility == Joules{2500});
  CHECK(now->meter("grid", all)->front().imported == Joules{1500});
}

TEST_CASE("a repeated commit adds nothing, and a different record of the same version is refused") {
  const TemporaryDirectory directory;
  Writer writer{&test_key(), "0.0.0-test", quarter(0)};
  writer.zone = Zone::fixed("UTC", std::chrono::hours{0});
  auto store = open_ledger_writer(directory.file("ledger.db"), identity_of({"a"}), writer).value();
  const StoredState one{quarter(96), "one", {engine::ClockStep{quarter(0), quarter(1)}}};
  for (int time = 0; time < 2; ++time) {
    REQUIRE(store->commit({usable_interval(95, 1, 1)}, one).has_value());
    // The step of the clock, the interval, and the figures of the day that it ends.
    CHECK(store->records().value() == first_entries + 3);
  }
  CHECK(store->commit({usable_interval(96, 7, 1), usable_interval(95, 9, 1)}, {quarter(97), "two"})
            .has_error());
  CHECK(store->records().value() == first_entries + 3);
  CHECK(store->state().value()->state == "one");
}

TEST_CASE("a meter is its name: order, additions and removals do not mix meters up") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  REQUIRE(writer(path, identity_of({"a", "b"}))
              ->commit({usable_interval(0, 100, 2)}, {quarter(1), ""})
              .has_value());  // a = 100, b = 101
  auto store = writer(path, identity_of({"new", "b"}));
  const auto found = store->intervals(all_time).value();
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].meters.size() == 2);
  CHECK(found[0].meters[0].quality == Quality::missing);
  CHECK(found[0].meters[0].interval == found[0].interval);
  CHECK(found[0].meters[1].imported == Joules{101});
  CHECK(read_store_facts(path)->identity.meters == std::vector<std::string>{"a", "b", "new"});
}

TEST_CASE("one meter is read over many reads, each interval once in its newest version") {
  const TemporaryDirectory directory;
  auto store = writer(directory.file("ledger.db"), identity_of({"a", "b"}));
  auto many = usable_intervals(0, 1100, 2);
  for (int i = 500; i < 520; ++i) {  // where a read ends
    many.push_back(usable_interval(i, 10'000 + i, 2));
    many.back().version = 2;
  }
  REQUIRE(store->commit(many, {quarter(1100), ""}).has_value());
  const auto points = store->meter("b", {quarter(10), quarter(1090)}).value();
  REQUIRE(points.size() == 1080);
  for (int i = 10; i < 1090; ++i) {
    const auto& point = points[static_cast<std::size_t>(i - 10)];
    CHECK(point.interval.start == quarter(i));
    CHECK(point.imported == Joules{(i >= 500 && i < 520 ? 10'000 + i : i) + 1});
  }
  CHECK(store->meter("c", all_time).has_error());
}

TEST_CASE("over many reads each interval comes once, in order") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a", "b"});
  constexpr int all = 2000;
  {
    auto store = writer(path, identity);
    std::vector<site::SiteInterval> many;
    for (int i = 0; i < all; ++i) many.push_back(usable_interval(i, 10 * i, 2));
    REQUIRE(store->commit(many, {quarter(all), ""}).has_value());
    // Where one read ends and the next begins, too.
    for (const int i : {0, 511, 512, 1023, all - 1}) {
      auto corrected = usable_interval(i, 10 * i + 5, 2);
      corrected.version = 2;
      REQUIRE(store->commit({corrected}, {quarter(all), ""}).has_value());
    }
  }
  const std::set<int> corrected = {0, 511, 512, 1023, all - 1};
  auto reader = open_ledger_reader(path, identity_of({"b", "other"})).value();
  int index = 0;
  const auto take = [&](const site::SiteInterval& interval) {
    REQUIRE(interval.interval.start == quarter(index));
    const std::int64_t joules = 10 * index + (corrected.contains(index) ? 5 : 0);
    REQUIRE(interval.it == Joules{joules});
    REQUIRE(interval.meters.at(0).imported == Joules{joules + 1});
    REQUIRE(interval.meters.at(1).quality == energy::Quality::missing);
    ++index;
  };
  REQUIRE(reader->each_interval(all_time, take).has_value());
  CHECK(index == all);
}

TEST_CASE("a damaged interval ends the reading of a period") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto store = writer(path, identity_of({"a"}));
  REQUIRE(store->commit(usable_intervals(0, 1200, 1), {quarter(1200), ""}).has_value());
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .exec(
          "UPDATE energies SET bytes = x'01' WHERE leaf = (SELECT leaf FROM interval WHERE "
          "start_ns = (SELECT start_ns FROM interval LIMIT 1 OFFSET 700))");
  int taken = 0;
  const auto read = store->each_interval(all_time, [&](const site::SiteInterval&) { ++taken; });
  REQUIRE(read.has_error());
  CHECK_THAT(read.error().message,
             Catch::Contains(fmt::format("the interval of {} s, version 1: the energies end too "
                                         "early",
                                         1'772'323'200 + 700 * 900)));
  CHECK(taken < 700);
}

TEST_CASE("an interval for other meters than the store was opened with is refused") {
  const TemporaryDirectory directory;
  auto store = writer(directory.file("ledger.db"), identity_of({"a", "b"}));
  CHECK(store->commit({usable_interval(0, 1, 3)}, {quarter(1), ""}).has_error());
}

TEST_CASE("a second writer is refused with the path, the holder and the remedy") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a"});
  auto first = writer(path, identity);
  std::filesystem::create_symlink(path, directory.file("alias.db"));
  for (const auto& name : {path, directory.file("alias.db")}) {
    const auto message = refusal(name, identity, Mode::write);
    CHECK_THAT(message, Catch::Contains(path));
    CHECK_THAT(message,
               Catch::Contains("process " + std::to_string(::getpid()) + " is writing it"));
  }
  first.reset();
  CHECK(open_test_writer(path, identity).has_value());
}

TEST_CASE("a reader sees each commit of the writer and cannot write") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto identity = identity_of({"a"});
  auto store = writer(path, identity);
  auto reader = open_ledger_reader(path, identity).value();
  CHECK(reader->intervals(all_time)->empty());
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, {quarter(1), "s"}).has_value());
  CHECK(reader->intervals(all_time)->size() == 1);
  CHECK(reader->commit({}, {quarter(1), "x"}).has_error());
  CHECK(store->state().value()->state == "s");
}

TEST_CASE("a ledger of another site is refused to writer and reader") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  writer(path, identity_of({"a"}));
  auto other = identity_of({"a"});
  other.site = "elsewhere";
  for (const auto mode : {Mode::write, Mode::read}) {
    const auto message = refusal(path, other, mode);
    CHECK_THAT(message, Catch::Contains(path) && Catch::Contains("site \"horinger-a\""));
  }
}

TEST_CASE("a file that is no ledger is refused and left as it was") {
  const TemporaryDirectory directory;
  const auto text = directory.file("text.db");
  std::ofstream(text) << std::string(4096, 'x');
  CHECK_THAT(refusal(text, identity_of({}), Mode::write), Catch::Contains("not a pued ledger"));
  CHECK(std::filesystem::file_size(text) == 4096);

  const auto foreign = directory.file("foreign.db");
  SQLite::Database(foreign, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(x)");
  for (const auto mode : {Mode::write, Mode::read}) {
    CHECK_THAT(refusal(foreign, identity_of({}), mode), Catch::Contains("not a pued ledger"));
  }
}

TEST_CASE("a ledger of a newer form is refused") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  writer(path, identity_of({"a"}));
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 3");
  CHECK_THAT(refusal(path, identity_of({"a"}), Mode::write), Catch::Contains("form 3"));
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 1");
  CHECK_THAT(refusal(path, identity_of({"a"}), Mode::write),
             Catch::Contains("form 1") && Catch::Contains("puectl replay"));
}

TEST_CASE("a truncated ledger is refused, not read as a shorter one") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  {
    auto store = writer(path, identity_of({"a"}));
    REQUIRE(store->commit(usable_intervals(0, 200, 1), {quarter(200), ""}).has_value());
  }
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  CHECK_THAT(refusal(path, identity_of({"a"}), Mode::read), Catch::Contains("damaged"));
}

TEST_CASE("a record changed in the file is an error, not a figure") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto store = writer(path, identity_of({"a"}));
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, {quarter(1), ""}).has_value());
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .exec("UPDATE record SET bytes = x'0301' WHERE kind = 3");
  CHECK_THAT(store->intervals(all_time).error().message, Catch::Contains("the interval of"));
}

TEST_CASE("a path without a directory names the path and what to do") {
  const auto message = refusal("/nonexistent/ledger.db", identity_of({}), Mode::write);
  CHECK_THAT(message, Catch::Contains("/nonexistent/ledger.db") && Catch::Contains("directory"));
  CHECK_THAT(refusal("/nonexistent/ledger.db", identity_of({}), Mode::read),
             Catch::Contains("check that the path exists"));
}

TEST_CASE("a full disk is an error with its remedy, and the same commit succeeds later") {
  const TemporaryDirectory directory;
  auto store = writer(directory.file("ledger.db"), identity_of({"a"}));
  REQUIRE(store->commit({usable_interval(0, 1, 1)}, {quarter(1), "before"}).has_value());
  const auto many = usable_intervals(1, 2000, 1);

  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit small{64 * 1024, limit.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto failed = store->commit(many, {quarter(2), "after"});
  ::setrlimit(RLIMIT_FSIZE, &limit);

  REQUIRE(failed.has_error());
  CHECK_THAT(failed.error().message,
             Catch::Contains("ledger.db") && Catch::Contains("file system"));
  CHECK(store->state().value()->state == "before");
  CHECK(store->records().value() == first_entries + 1);
  REQUIRE(store->commit(many, {quarter(2), "after"}).has_value());
  CHECK(store->records().value() == first_entries + 2000);
  CHECK(store->intervals(all_time)->size() == 2000);
}

TEST_CASE("a reader learns site, zone, facts and extent from the file") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto identity = identity_of({"a"});
  identity.min_it_power = Watts{600'000};
  identity.in_service = std::chrono::year_month_day{std::chrono::year{2024} / 7 / 1};
  auto store = writer(path, identity);
  CHECK_FALSE(read_store_facts(path)->extent);
  REQUIRE(store->commit({usable_interval(3, 1, 1), usable_interval(4, 1, 1)}, {quarter(5), ""})
              .has_value());
  const auto facts = read_store_facts(path).value();
  CHECK(facts.identity == identity);
  CHECK(facts.extent == Period{quarter(3), quarter(5)});
}

TEST_CASE("changed facts of the site are taken over by the next writer") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto identity = identity_of({"a"});
  writer(path, identity);
  identity.min_it_power = Watts{5};
  writer(path, identity);
  CHECK(read_store_facts(path)->identity.min_it_power == Watts{5});
}

TEST_CASE("what energies rest on is read again, from any interval on") {
  const TemporaryDirectory directory;
  auto store = writer(directory.file("ledger.db"), identity_of({"grid", "ups"}));
  std::vector<site::SiteInterval> written;
  for (int i = 0; i < 40; ++i) written.push_back(proven_interval(i));
  auto second = written[20];
  second.version = 2;
  written.push_back(second);
  REQUIRE(store->commit(written, {quarter(41), ""}).has_value());
  written.pop_back();
  written[20] = second;
  // 16 begins with all its starts; 21 has them from 20, of which version 2 is told.
  for (const int first : {0, 3, 16, 20, 21}) {
    const auto read = store->proven_intervals({quarter(first), quarter(40)}).value();
    CHECK(read == std::vector(written.begin() + first, written.end()));
  }
}
