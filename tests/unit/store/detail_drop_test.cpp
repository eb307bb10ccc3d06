#include "ledger/store/detail_drop.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "ledger/store/bundle.h"
#include "ledger/store/verify_bundle.h"
#include "ledger/store/verify_ledger.h"
#include "proven_interval.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);
std::optional<Zone> zone_of(const std::string&) { return shanghai; }
const VerifierKey test_verifier{"horinger-a", test_key().public_key()};

/// 2030-01-01 in Shanghai: 1402 days after 2026-03-01, less eight hours.
constexpr int new_year = 1402 * 96 - 32;
/// With a rule of three years, 2027 is the first that is kept in 2030.
const UtcTime bound = quarter((1402 - 3 * 365 - 1) * 96 - 32);  // 2028 has 366 days

/// Entries 0 to 2 open it. 70 quarter hours of March 2026 from 00:45 UTC on, more than one batch of
/// blobs, are 3 to 63, up to 16:00, and 65 to 73; between them stands what the local day came to.
/// Then come quarter hours of 2030.
struct Written {
  TemporaryDirectory directory;
  std::string path = directory.file("ledger.db");
  std::unique_ptr<HistoryStore> store;

  explicit Written(int quarters_of_2030 = 96) {
    open();
    commit(3, 70);
    commit(new_year, quarters_of_2030);
  }
  void open(std::optional<std::uint64_t> years = 3) {
    store.reset();
    Writer writer{&test_key(), "0.0.0-test", quarter(0)};
    writer.configuration_text = "site: {}";
    writer.describe = describe_grid_and_ups;
    writer.zone = shanghai;
    writer.detail_years = years;
    store = open_ledger_writer(path, identity_of({"grid", "ups"}), writer).value();
  }
  void commit(int first, int count) {
    std::vector<site::SiteInterval> intervals;
    for (int i = first; i < first + count; ++i) intervals.push_back(proven_interval(i));
    REQUIRE(store->commit(intervals, {quarter(first + count), ""}).has_value());
  }
  bool drop(UtcTime now = quarter(new_year + 96)) { return store->drop_detail(now).value(); }
  /// Steps, the last of which found nothing more to do.
  int drop_all() {
    int steps = 1;
    while (drop()) ++steps;
    return steps;
  }
  int count(const std::string& what) const {
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    return database.execAndGet("SELECT count(*) FROM " + what).getInt();
  }
  void sql(const std::string& text) const {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(text);
  }
  Result<VerifiedLedger> verified() const {
    return verify_ledger(path, {test_verifier, {}, {}, zone_of});
  }
  std::string refusal() const {
    const auto result = verified();
    REQUIRE(result.has_error());
    return result.error().message;
  }
};

}  // namespace

TEST_CASE("a drop is announced by a signed entry before any detail goes") {
  Written written;
  REQUIRE(written.drop());
  CHECK(written.count("energies") == 70 + 96);
  auto file = LedgerFile::open(written.path).value();
  const auto entries = file.of_kind(RecordKind::detail_dropped, 0, file.size());
  REQUIRE(entries.size() == 1);
  CHECK(file.newest_checkpoint(all_entries)->entries == entries[0].number + 1);
  const auto entry = file.dropped_detail().value().value();
  CHECK(entry.years == 3);
  CHECK(entry.bound == bound);
  CHECK(entry.first == 3);
  CHECK(entry.last == 73);
  CHECK(entry.count == 70);
  SQLite::Database database(written.path, SQLite::OPEN_READONLY);
  CHECK(static_cast<std::int64_t>(entry.bytes) ==
        database
            .execAndGet("SELECT sum(length(bytes) + length(deflated)) FROM energies JOIN evidence "
                        "USING(leaf) WHERE leaf <= 73")
            .getInt64());
  CHECK(written.verified()->dropped == 0);
}

TEST_CASE("what a rule keeps no longer goes batch by batch, entries and proofs stay") {
  Written written;
  CHECK(written.drop_all() == 1 + 2 + 1);  // the entry, 64 and 6 blobs, nothing more
  CHECK(written.count("energies") == 96);
  CHECK(written.count("evidence") == 96);
  CHECK_FALSE(written.drop());
  const auto verified = written.verified();
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  CHECK(verified->intervals == 70 + 96);
  CHECK(verified->dropped == 70);
  CHECK(verified->without_detail == 0);
}

TEST_CASE("readers tell totals as before, and no meters") {
  Written written;
  written.drop_all();
  const auto intervals = written.store->intervals({quarter(3), quarter(73)}).value();
  REQUIRE(intervals.size() == 70);
  CHECK(intervals[0].facility == Joules{1250});
  CHECK(intervals[0].meters.empty());
  CHECK(written.store->proven_intervals({quarter(3), quarter(9)}).value()[5].meters.empty());
  const auto points = written.store->meter("grid", {quarter(3), quarter(73)}).value();
  REQUIRE(points.size() == 70);
  CHECK(points[0].quality == energy::Quality::missing);
  CHECK(written.store->intervals({quarter(new_year), quarter(new_year + 1)})->at(0).meters.size() ==
        2);
}

TEST_CASE(
    "a process that ended between the entry and the deletion is followed by one that goes on") {
  Written written;
  REQUIRE(written.drop());  // the entry alone
  SECTION("before any blob") {}
  SECTION("between two batches, the first of 64") {
    REQUIRE(written.drop());
    CHECK(written.count("energies") == 6 + 96);
    // What is left begins where nothing is before it: the oldest.
    CHECK(written.store->proven_intervals({quarter(3), quarter(9)})->at(5).meters.size() == 2);
  }
  const auto entries = written.count("record");
  written.open();
  CHECK(written.verified().has_value());
  written.drop_all();
  CHECK(written.count("energies") == 96);
  CHECK(written.verified()->dropped == 70);
  CHECK(written.count("record") == entries + 1);  // the start
}

TEST_CASE("a year that the clock shows is believed after a day of intervals in it") {
  Written written(95);
  CHECK_FALSE(written.drop(quarter(new_year + 95)));
  CHECK(written.count("record WHERE kind = 12") == 0);
  written.commit(new_year + 95, 1);
  CHECK(written.drop());
}

TEST_CASE("without a rule, or before it takes effect, nothing is dropped") {
  Written written;
  written.open(4);  // keeps 2026
  CHECK_FALSE(written.drop());
  written.open(std::nullopt);
  CHECK_FALSE(written.drop());
  CHECK(written.count("energies") == 70 + 96);
}

TEST_CASE("a rule that keeps less than the one before drops what lies between") {
  Written written;
  written.commit(new_year - (3 * 365 + 1) * 96, 4);  // 2027-01-01
  written.drop_all();
  CHECK(written.count("energies") == 4 + 96);
  written.commit(new_year + 365 * 96, 96);  // 2031
  CHECK(written.drop(quarter(new_year + 366 * 96)));
  CHECK(written.count("record WHERE kind = 12") == 2);
  while (written.drop(quarter(new_year + 366 * 96))) {
  }
  CHECK(written.count("energies") == 96 + 96);
  CHECK(written.verified()->dropped == 74);
}

TEST_CASE("detail that is missing without such an entry is the first that differs") {
  Written written;
  SECTION("of an interval that a drop does not cover") {
    written.drop_all();
    written.sql("DELETE FROM energies WHERE leaf = 80; DELETE FROM evidence WHERE leaf = 80");
    CHECK_THAT(written.refusal(),
               Contains("entry 80 (interval ") && Contains("no entry says they were dropped"));
  }
  SECTION("with no drop at all") {
    written.sql("DELETE FROM energies WHERE leaf = 9; DELETE FROM evidence WHERE leaf = 9");
    CHECK_THAT(written.refusal(), Contains("entry 9 (interval "));
    const auto intervals = written.store->intervals({quarter(0), quarter(10)});
    REQUIRE(intervals.has_error());
    CHECK_THAT(intervals.error().message, Contains("no entry says that they were dropped"));
    CHECK(written.store->meter("ups", {quarter(0), quarter(10)}).has_error());
  }
  SECTION("one of the two") {
    written.drop_all();
    written.sql("DELETE FROM evidence WHERE leaf = 80");
    CHECK_THAT(written.refusal(), Contains("the evidence of its meters are missing"));
  }
}

TEST_CASE("a bundle of a period whose detail was dropped says so, and is verified") {
  Written written;
  written.drop_all();
  written.store->close(quarter(new_year + 97)).value();
  auto ledger = LedgerFile::open(written.path).value();
  const auto folder = written.directory.file("bundle");
  const Period day{quarter(0), quarter(64)};
  REQUIRE(write_bundle(ledger, {day, zone_of}, folder).has_value());
  const auto verified = verify_bundle(folder, {test_verifier, {}, {}, zone_of});
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  CHECK(verified->ledger.dropped == 70);
}

TEST_CASE("a bundle without the evidence of its period is refused") {
  Written written;
  written.store->close(quarter(new_year + 97)).value();
  auto ledger = LedgerFile::open(written.path).value();
  const std::filesystem::path folder = written.directory.file("bundle");
  REQUIRE(write_bundle(ledger, {{quarter(16), quarter(32)}, zone_of}, folder).has_value());
  const VerifyOptions options{test_verifier, {}, {}, zone_of};
  REQUIRE(verify_bundle(folder, options).has_value());
  std::filesystem::resize_file(folder / "evidence.bin", 0);
  const auto verified = verify_bundle(folder, options);
  REQUIRE(verified.has_error());
  CHECK_THAT(verified.error().message, Contains("the evidence of its meters are missing"));
}
