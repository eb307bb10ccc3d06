#include "commands/history.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "../store/fixture.h"
#include "ledger/detail_retention.h"
#include "ledger/store/leaf_log.h"
#include "ledger/store/sqlite_store.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;

namespace {

std::optional<Zone> shanghai(const std::string& name) {
  if (name != "Asia/Shanghai") return std::nullopt;
  return Zone::fixed(name, 8h);
}

/// Two hours from 2026-03-01T00:00Z (08:00 in Shanghai), the fifth quarter hour left out. Facility
/// is twice IT, which is 1 kWh a quarter hour.
std::string make_ledger(const TemporaryDirectory& directory) {
  auto path = directory.file("ledger.db");
  std::vector<site::SiteInterval> intervals;
  for (const int i : {0, 1, 2, 3, 5, 6, 7}) intervals.push_back(usable_interval(i, 3'600'000, 1));
  auto store = open_test_writer(path, identity_of({"a"})).value();
  REQUIRE(store->commit(intervals, {quarter(8), ""}).has_value());
  return path;
}

std::string printed(const commands::SeriesOptions& options) {
  std::ostringstream out, notes;
  const auto done = commands::history(options, shanghai, out, notes);
  INFO((done ? "" : done.error().message));
  REQUIRE(done.has_value());
  return notes.str() + out.str();
}

std::string refused(const commands::SeriesOptions& options) {
  std::ostringstream out, notes;
  return commands::history(options, shanghai, out, notes).error().message;
}

}  // namespace

TEST_CASE("without bounds the whole history is printed, by local steps") {
  const TemporaryDirectory directory;
  // The second hour: 3 of 4 quarters are below the hour's gate of 0.8.
  CHECK(printed({make_ledger(directory), "it_energy", "1h", {}, {}}) ==
        "start,end,value,unit,quality,coverage\n"
        "2026-03-01T08:00:00+08:00,2026-03-01T09:00:00+08:00,4,kWh,measured,1\n"
        "2026-03-01T09:00:00+08:00,2026-03-01T10:00:00+08:00,3,kWh,insufficient,0.75\n");
}

TEST_CASE("a meter's energy is printed without the others, by its newest versions") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  {
    auto store = open_test_writer(path, identity_of({"a"})).value();
    auto corrected = usable_interval(1, 3'600'000, 1);
    corrected.version = 2;
    corrected.meters[0].exported = Joules{1'800'000};
    REQUIRE(store->commit({corrected}, {quarter(9), ""}).has_value());
  }
  CHECK(printed({path, "meter_energy:a", "1h", {}, {}}) ==
        "start,end,value,unit,quality,coverage\n"
        "2026-03-01T08:00:00+08:00,2026-03-01T09:00:00+08:00,3.5,kWh,measured,1\n"
        "2026-03-01T09:00:00+08:00,2026-03-01T10:00:00+08:00,3,kWh,insufficient,0.75\n");
  CHECK_THAT(refused({path, "meter_energy:b", "1h", {}, {}}),
             Catch::Contains("it knows no meter \"b\""));
  CHECK_THAT(refused({path, "meter_energy:", "1h", {}, {}}), Catch::StartsWith("--figure: "));
}

TEST_CASE("a meter's energy that was dropped by rule is missing, and a note says why") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    auto log = LeafLog::resume(database, path).value();
    log.append(database, RecordKind::detail_dropped, quarter(9),
               encode(DroppedDetail{3, quarter(4), 3, 6, 4, 1}));
    database.exec("DELETE FROM energies WHERE leaf <= 6");
  }
  CHECK(printed({path, "meter_energy:a", "1h", {}, {}}) ==
        "puectl history: the meters' energies up to 2026-03-01T01:00:00Z were dropped by a rule of "
        "3 years\n"
        "start,end,value,unit,quality,coverage\n"
        "2026-03-01T08:00:00+08:00,2026-03-01T09:00:00+08:00,,kWh,missing,0\n"
        "2026-03-01T09:00:00+08:00,2026-03-01T10:00:00+08:00,3,kWh,insufficient,0.75\n");
  // The site's totals are there, and a later part has nothing to note.
  CHECK_THAT(printed({path, "it_energy", "1h", {}, {}}),
             Catch::StartsWith("start,") && Catch::Contains(",4,kWh,measured,1\n"));
  CHECK_THAT(printed({path, "meter_energy:a", "1h", "2026-03-01T09:00:00+08:00", {}}),
             Catch::StartsWith("start,"));
}

TEST_CASE("bounds are moments or local dates, and the future is not a gap") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  CHECK(printed({path, "pue", "15m", "2026-03-01T09:00:00+08:00", "2026-03-01T01:30:00Z"}) ==
        "start,end,value,unit,quality,coverage\n"
        "2026-03-01T09:00:00+08:00,2026-03-01T09:15:00+08:00,,,missing,0\n"
        "2026-03-01T09:15:00+08:00,2026-03-01T09:30:00+08:00,2,,measured,1\n");
  // From local midnight, 8 h without records, to the last closed interval at 10:00.
  const auto all = printed({path, "coverage", "1h", "2026-03-01", "2026-03-03"});
  CHECK(std::count(all.begin(), all.end(), '\n') == 1 + 10);
  CHECK_THAT(all, Catch::Contains("\n2026-03-01T00:00:00+08:00,"));
}

TEST_CASE("step all is one sum over any period") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  // From the second to the seventh quarter hour the fifth is missing: 5 of 6 are below 0.95.
  CHECK(printed({path, "it_energy", "all", "2026-03-01T00:15:00Z", "2026-03-01T01:45:00Z"}) ==
        "start,end,value,unit,quality,coverage\n"
        "2026-03-01T08:15:00+08:00,2026-03-01T09:45:00+08:00,5,kWh,insufficient,"
        "0.8333333333333334\n");
  CHECK(printed({path, "pue", "all", "2026-03-01T00:15:00Z", "2026-03-01T01:00:00Z"}) ==
        "start,end,value,unit,quality,coverage\n"
        "2026-03-01T08:15:00+08:00,2026-03-01T09:00:00+08:00,2,,measured,1\n");
}

TEST_CASE("what was known then is told, beside what is known now") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  {
    auto store = open_test_writer(path, identity_of({"a"})).value();
    auto later = usable_interval(0, 3'600'000, 1);
    later.version = 2;
    later.it = Joules{4'500'000};
    REQUIRE(store->commit({later}, {quarter(400), ""}).has_value());
  }
  const auto at = [&](std::optional<std::string> as_of) {
    return printed({path, "it_energy", "15m", {}, "2026-03-01T08:15:00+08:00", std::move(as_of)});
  };
  const std::string header = "start,end,value,unit,quality,coverage\n";
  const std::string span = "2026-03-01T08:00:00+08:00,2026-03-01T08:15:00+08:00,";
  CHECK(at({}) == header + span + "1.25,kWh,measured,1\n");
  // Written at quarter(400), 2026-03-05T04:00Z.
  CHECK(at("2026-03-05") == header + span + "1,kWh,measured,1\n");
  CHECK(at("2026-03-06") == header + span + "1.25,kWh,measured,1\n");
}

TEST_CASE("an empty ledger gives the header alone") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  REQUIRE(open_test_writer(path, identity_of({})).has_value());
  CHECK(printed({path, "pue", "1d", {}, {}}) == "start,end,value,unit,quality,coverage\n");
}

TEST_CASE("wrong options say which one is wrong") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  CHECK_THAT(refused({path, "pue", "2h", {}, {}}), Catch::StartsWith("--step: "));
  CHECK_THAT(refused({path, "peu", "1h", {}, {}}), Catch::StartsWith("--figure: "));
  CHECK_THAT(refused({path, "pue", "1h", "2026-13-01", {}}), Catch::StartsWith("--from: "));
  CHECK_THAT(refused({path, "pue", "1h", {}, "yesterday"}), Catch::StartsWith("--to: "));
  CHECK_THAT(refused({directory.file("none.db"), "pue", "1h", {}, {}}), Catch::Contains("none.db"));
}
