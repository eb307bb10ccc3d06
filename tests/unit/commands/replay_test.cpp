#include "commands/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "../config/fixture.h"
#include "../store/fixture.h"
#include "base/rfc3339.h"
#include "engine/accounting.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_store.h"
#include "runtime/store_identity.h"

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;

namespace {

const std::string header = "time,meter,quantity,value\n";
const UtcTime start = *parse_rfc3339("2026-03-01T00:00:00Z");

config::Configuration two_meters() {
  using namespace config::test;
  return loaded(good_site + good_meters);
}

std::string rows(const std::string& meter, int minute, int watts) {
  const auto time = format_rfc3339(start + minute * 1min);
  // Every minute adds watts / 60 watt-hours, whole numbers here.
  return fmt::format("{0},{1},active_power_w,{2}\n{0},{1},energy_import_wh,{3}\n", time, meter,
                     watts, 1'000'000 + minute * (watts / 60));
}

/// Two hours, a row a minute: 120 kW of facility (2,000 Wh a minute), 96 kW of IT (1,600 Wh).
std::string two_hours() {
  std::string text = header;
  for (int minute = 0; minute <= 120; ++minute)
    text += rows("grid", minute, 120'000) + rows("ups", minute, 96'000);
  return text;
}

struct Replay {
  ledger::TemporaryDirectory folder;
  ReplayOptions options;
  std::ostringstream out, notes;

  explicit Replay(const std::string& csv) {
    options.readings = folder.file("readings.csv");
    std::ofstream(options.readings) << csv;
  }
  Result<void> run() { return replay(options, two_meters(), out, notes, false); }
  void must_run() {
    const auto done = run();
    INFO((done ? "" : done.error().message));
    REQUIRE(done.has_value());
  }
  std::string refused() {
    const auto done = run();
    REQUIRE(done.has_error());
    return done.error().message;
  }
  std::string place(int line) const { return fmt::format("{}:{}: ", options.readings, line); }
};

}  // namespace

TEST_CASE("a replay's figures are those of the readings") {
  Replay two{two_hours()};
  two.must_run();
  const auto summary = boost::json::parse(two.out.str()).as_object();
  CHECK(summary.at("readings").as_int64() == 484);  // 121 minutes · 2 meters · 2 quantities
  CHECK(summary.at("dropped_readings").as_int64() == 0);
  CHECK(summary.at("closed_until").as_string() == "2026-03-01T02:00:00Z");
  CHECK(summary.at("schema").as_string() == "pued-replay/1");
  const auto& hour = summary.at("windows").at(1);
  CHECK(hour.at("window").as_string() == "1h");
  CHECK(hour.at("pue").as_double() == 1.25);  // 120 / 96
  CHECK(hour.at("coverage").to_number<double>() == 1);
  CHECK(hour.at("facility_joules").as_int64() == 432'000'000);  // 120 kWh · 3.6 MJ
  CHECK(hour.at("it_joules").as_int64() == 345'600'000);        // 96 kWh · 3.6 MJ
  CHECK_THAT(two.notes.str(), Catch::Contains("readings every 60 s\n"));
}

TEST_CASE("as CSV a replay prints every closed interval") {
  Replay two{two_hours()};
  two.options.format = "csv";
  two.must_run();
  const auto text = two.out.str();
  CHECK_THAT(text,
             Catch::StartsWith("start,end,version,quality,usable,facility_joules,it_joules,"));
  // 30 kWh and 24 kWh a quarter hour; the rest of the columns: 6 kWh that no meter explains, all
  // from the grid, nothing exported, IT of category 1.
  CHECK_THAT(text, Catch::EndsWith("\n2026-03-01T01:45:00Z,2026-03-01T02:00:00Z,1,measured,1,"
                                   "108000000,86400000,,,,,21600000,108000000,,,,,0,,86400000,,,"
                                   "0,0,,\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 1 + 8);
}

TEST_CASE("two configurations are compared over the same readings") {
  // A site that counts as unloaded below 97 kW has no renewable utilisation, categories or verdict
  // at 96 kW; the energies stay.
  Replay two{two_hours()};
  auto other = two_meters();
  other.engine.site.facts.min_it_power = Watts{97'000};
  two.options.format = "csv";
  REQUIRE(compare(two.options, two_meters(), other, two.out, two.notes, false).has_value());
  CHECK_THAT(two.out.str(), Catch::Contains("\nwindows.1h.by_category.pue1,1.25,,\n"));
  CHECK_THAT(two.out.str(), !Catch::Contains("facility_joules"));
}

TEST_CASE("a configuration does not differ from itself") {
  Replay two{two_hours()};
  two.options.format = "csv";
  REQUIRE(compare(two.options, two_meters(), two_meters(), two.out, two.notes, false).has_value());
  CHECK(two.out.str() == "figure,this,other,difference\n");
}

TEST_CASE("a row that cannot be understood is refused with file and line") {
  const std::string good = "2026-03-01T00:00:00Z,grid,active_power_w,1\n";
  Replay meter{header + good + "2026-03-01T00:00:00Z,gird,active_power_w,1\n"};
  CHECK(meter.refused() == meter.place(3) + "meter \"gird\" is not in the configuration");
  Replay quantity{header + "# note\n2026-03-01T00:00:00Z,grid,power,1\n"};
  CHECK(quantity.refused() == quantity.place(3) + "unknown quantity \"power\"");
  Replay value{header + good + good + "2026-03-01T00:00:05Z,grid,active_power_w,nan\n"};
  CHECK(value.refused() == value.place(4) + "\"nan\" is not a finite number");
  Replay fields{header + "2026-03-01T00:00:00Z,grid,active_power_w\n"};
  CHECK_THAT(fields.refused(), Catch::StartsWith(fields.place(2) + "expected 4 fields"));
  Replay no_header{good};
  CHECK_THAT(no_header.refused(), Catch::StartsWith(no_header.place(1) + "no header line"));
  Replay time{header + "2026-03-01 00:00,grid,active_power_w,1\n"};
  CHECK_THAT(time.refused(), Catch::StartsWith(time.place(2)));
}

TEST_CASE("readings that are not there are an error, not an empty history") {
  Replay absent{header};
  absent.options.readings = absent.folder.file("absent.csv");
  CHECK(absent.refused() == absent.options.readings + ": cannot be opened");
}

TEST_CASE("a ledger filled by a replay is continued by the engine, and is filled only once") {
  Replay two{two_hours()};
  two.options.ledger = two.folder.file("ledger.db");
  two.must_run();
  const auto settings = two_meters().engine;
  {
    const auto store =
        ledger::open_ledger_reader(*two.options.ledger, runtime::store_identity(settings));
    REQUIRE(store.has_value());
    const auto intervals = (*store)->intervals({start, start + 3h}).value();
    REQUIRE(intervals.size() == 8);
    CHECK(intervals[7].facility == Joules{108'000'000});
    const auto state = (*store)->state().value();
    REQUIRE(state);
    engine::Accounting continued(settings);
    const auto now = start + 2h + 3s;
    REQUIRE(continued.restore(state->state, {MonoTime{now.time_since_epoch()}, now}));
    for (const auto& interval : intervals) continued.recall(interval);
    continued.resume();
    CHECK(continued.snapshot().closed_until == start + 2h);
    CHECK(continued.snapshot().closed.windows[1].pue == 1.25);
  }
  CHECK_THAT(two.refused(), Catch::EndsWith("holds history already; replay fills a new ledger"));
}

// Of each quarter hour's register, with a serial number now and then.
TEST_CASE("a swap that the readings tell stands in the ledger, and makes no energy") {
  std::string csv = header;
  for (int minute = 0; minute <= 240; minute += 15) {
    const bool replaced = minute >= 120;
    csv += rows("grid", minute, 120'000);
    const auto time = format_rfc3339(start + minute * 1min);
    csv += fmt::format("{0},ups,energy_import_wh,{1}\n{0},ups,serial,{2}\n", time,
                       1'000'000 + minute * 1600 + (replaced ? 50'000 : 0), replaced ? 815 : 4711);
  }
  Replay with_serial{csv};
  with_serial.options.ledger = with_serial.folder.file("ledger.db");
  with_serial.must_run();
  const auto& path = *with_serial.options.ledger;
  const auto store =
      ledger::open_ledger_reader(path, runtime::store_identity(two_meters().engine)).value();
  const auto points = store->meter("ups", {start, start + 4h}).value();
  REQUIRE(points.size() == 16);
  // 24 kWh each quarter hour. The register of the old meter ends at 1:45, that of the new one is
  // the meter's from the third reading on, at 2:30.
  for (std::size_t i = 1; i < points.size(); ++i) {
    INFO(i);
    if (i < 7 || i > 9) CHECK(points[i].imported == Joules{86'400'000});
    CHECK(points[i].imported <= Joules{86'400'000});
  }
  auto file = ledger::LedgerFile::open(path).value();
  const auto events = file.of_kind(ledger::RecordKind::event, 0, ledger::all_entries);
  REQUIRE(events.size() == 1);
  const auto event = ledger::decode_event(ledger::open_record(events[0].bytes)->body).value();
  CHECK(event.at == start + 150min);
  CHECK(event.meter == "ups");
  CHECK(event.why == "serial number 4711 → 815");
}
