#include "ledger/store/bundle.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "fixture.h"
#include "ledger/varint.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);
std::optional<Zone> zone_of(const std::string&) { return shanghai; }

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// 64 quarter hours from 08:00 of 1 March in Shanghai to its midnight, then 96 of the 2nd: two
/// local days end. IT 1000 J, facility 2000 J each; one of the 2nd is corrected to 3000 J.
struct Written {
  TemporaryDirectory directory;
  std::string path = directory.file("ledger.db");

  Written() {
    Writer writer{&test_key(), "0.0.0-test", quarter(0)};
    writer.configuration_text = "site: {}";
    writer.zone = shanghai;
    writer.describe = [](ConfigurationEntry& entry, const std::vector<std::uint32_t>& numbers) {
      entry.meters = {{numbers[0], "ups", "it", {}, {}}};
    };
    auto store = open_ledger_writer(path, identity_of({"ups"}), writer).value();
    for (int i = 0; i < 160; ++i)
      REQUIRE(store->commit({usable_interval(i, 1000, 1)}, {quarter(i + 1), ""}).has_value());
    auto later = usable_interval(70, 1000, 1);
    later.version = 2;
    later.facility = Joules{3000};
    REQUIRE(store->commit({later}, {quarter(161), ""}).has_value());
    REQUIRE(store->close(quarter(162)).has_value());
  }
  BundleContent bundle(const Period& period, const std::string& name) const {
    auto ledger = LedgerFile::open(path).value();
    return write_bundle(ledger, {period, zone_of}, directory.file(name)).value();
  }
};

}  // namespace

TEST_CASE("when a local day has closed, the ledger says what it came to") {
  const Written written;
  auto ledger = LedgerFile::open(written.path).value();
  const auto entries = ledger.of_kind(RecordKind::figures, 0, ledger.size());
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].number == 3 + 64);
}

TEST_CASE("a bundle holds the period's entries, what they rest on, and the hashes around them") {
  const Written written;
  const Period second_day{quarter(64), quarter(160)};
  const auto made = written.bundle(second_day, "bundle");
  CHECK(made.intervals == 96);
  // inception, configuration, start, 160 intervals, two days' figures, version 2, stop
  CHECK(made.entries == 167);
  // The 2nd begins at 16:00 UTC, a multiple of four hours: its first entry is 68. Before it the
  // inception and the configuration.
  CHECK(made.contained == 2 + 167 - 68);
  const auto folder = std::filesystem::path(written.directory.file("bundle"));
  // 2 to 67: 2–3, 4–7, 8–15, 16–31, 32–63, 64–67
  const auto subtrees = content(folder / "subtrees.csv");
  CHECK(std::count(subtrees.begin(), subtrees.end(), '\n') == 1 + 6);
  CHECK(subtrees.find("\n1,1,") != std::string::npos);
  CHECK(subtrees.find("\n2,16,") != std::string::npos);
  CHECK(content(folder / "figures.csv") ==
        "step,start,end,facility_joules,it_joules,pue,covered_seconds,elapsed_seconds\n"
        "day,2026-03-01T16:00:00Z,2026-03-02T16:00:00Z,193000,96000,2.0104166666666665,86400,"
        "86400\n"
        "period,2026-03-01T16:00:00Z,2026-03-02T16:00:00Z,193000,96000,2.0104166666666665,86400,"
        "86400\n");
  const auto intervals = content(folder / "intervals.csv");
  CHECK(intervals.find("2026-03-01T17:30:00Z,2026-03-01T17:45:00Z,2,measured,3000,1000\n") !=
        std::string::npos);
  const auto readings = content(folder / "readings.csv");
  CHECK(std::count(readings.begin(), readings.end(), '\n') == 1 + 96);
  CHECK(readings.find("Z,2,ups,measured,1000,0\n") != std::string::npos);
  CHECK(std::filesystem::exists(folder / "checkpoints" / "0000000167.txt"));
  CHECK(content(folder / "bundle.json").find("\"entries\":167") != std::string::npos);
}

TEST_CASE("a bundle has every state of the clock, also those before its period") {
  const Written written;
  {
    auto store = open_test_writer(written.path, identity_of({"ups"})).value();
    const ClockState kept{quarter(2), engine::ClockSync::synchronised, 1'500'000ns};
    const ClockState free{quarter(3), engine::ClockSync::unsynchronised, {}};
    REQUIRE(store->commit({}, {quarter(163), "", {}, {kept, free}}).has_value());
    for (int i = 160; i < 164; ++i)
      REQUIRE(store->commit({usable_interval(i, 1000, 1)}, {quarter(i + 1), ""}).has_value());
    REQUIRE(store->close(quarter(165)).has_value());
  }
  // All that it needs begins at 16:00, with an entry after those of the clock.
  written.bundle({quarter(163), quarter(164)}, "late");
  const std::filesystem::path folder = written.directory.file("late");
  CHECK(content(folder / "clock.csv") ==
        "written,at,state,maximum_error_ns\n"
        "2026-03-02T16:45:00Z,2026-03-01T00:30:00Z,synchronised,1500000\n"
        "2026-03-02T16:45:00Z,2026-03-01T00:45:00Z,unsynchronised,\n");
}

TEST_CASE("the same bundle twice is the same bytes") {
  const Written written;
  const Period day{quarter(64), quarter(160)};
  written.bundle(day, "one");
  written.bundle(day, "two");
  const std::filesystem::path one = written.directory.file("one");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(one))
    if (entry.is_regular_file()) {
      const auto name = std::filesystem::relative(entry.path(), one);
      CHECK(content(entry.path()) ==
            content(std::filesystem::path(written.directory.file("two")) / name));
    }
}

TEST_CASE("a period of which nothing is signed is no bundle") {
  const Written written;
  auto ledger = LedgerFile::open(written.path).value();
  const auto made =
      write_bundle(ledger, {{quarter(200), quarter(300)}, zone_of}, written.directory.file("none"));
  REQUIRE(made.has_error());
  CHECK(made.error().message.find("nothing of this period is signed yet") != std::string::npos);
}
