#include "runtime/correcting.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "ledger/detail_retention.h"
#include "ledger/store/leaf_log.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/verify_ledger.h"
#include "played_run.h"

using namespace pue;
using namespace pue::engine::test;
using namespace pue::runtime;
using Catch::Contains;
using energy::Quality;
using ledger::TemporaryDirectory;
using runtime::test::Run;

namespace {

constexpr std::int64_t kwh = 3'600'000;

CorrectionRequest request_for(Duration from, Duration until, Joules energy) {
  CorrectionRequest request;
  request.meter = "ups-out";
  request.period = {start + from, start + until};
  request.energy = energy;
  request.who = "Li Wei (root)";
  request.why = "read wrong";
  request.ticket = "T-1";
  return request;
}

Result<CorrectionDone> correct(const std::string& path, const CorrectionRequest& request,
                               const engine::Settings& settings = Run::settings()) {
  const auto opened = Run::open(path, settings, 100min);
  return apply_correction(request, settings, *opened.store, path, at(100min).utc);
}

std::vector<site::SiteInterval> first_hour(const std::string& path) {
  auto store = ledger::open_ledger_reader(path, ledger::read_store_facts(path)->identity).value();
  return store->intervals({start, start + 1h}).value();
}

void verify(const std::string& path) {
  const auto verified = ledger::verify_ledger(path, {});
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
}

std::string refusal(const Result<CorrectionDone>& outcome) {
  REQUIRE(outcome.has_error());
  return outcome.error().message;
}

}  // namespace

TEST_CASE("a correction gives its intervals a new version, and the ledger says who and why") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  Run(path, 0min).poll(0min, 64min, true);
  // 15 to 45 min: 0.5 kWh were measured, 0.8 are said.
  const auto done = correct(path, request_for(15min, 45min, Joules{8 * kwh / 10}));
  REQUIRE(done.has_value());
  CHECK(done->intervals == 2);
  CHECK(std::abs(done->before.value().count - kwh / 2) <= 3600);

  verify(path);
  const auto hour = first_hour(path);
  REQUIRE(hour.size() == 4);
  CHECK(hour[0].version == 1);
  CHECK(hour[1].version == 2);
  CHECK(hour[1].quality == Quality::edited);
  CHECK(hour[1].it->count + hour[2].it->count == 8 * kwh / 10);
  CHECK(hour[3].version == 1);

  auto file = ledger::LedgerFile::open(path).value();
  const auto entries = file.of_kind(ledger::RecordKind::correction, 0, file.size());
  REQUIRE(entries.size() == 1);
  const auto record = ledger::open_record(entries[0].bytes);
  const auto entry = ledger::decode_correction(record->body).value();
  CHECK(entry.meter == "ups-out");
  CHECK(entry.before == done->before);
  CHECK(entry.after == Joules{8 * kwh / 10});
  CHECK(entry.who == "Li Wei (root)");
  CHECK(entry.why == "read wrong");
  CHECK(entry.ticket == "T-1");
  CHECK(record->written_at == at(100min).utc);
  // The versions come right after it, and all is signed.
  CHECK(file.interval_entries({start + 15min, start + 45min}) ==
        std::vector<std::uint64_t>{4, entries[0].number + 1, 5, entries[0].number + 2});
  CHECK(file.newest_checkpoint(file.size())->entries == file.size());
}

// It was silent when it closed: its registers come later, and do not undo what was entered.
TEST_CASE("a corrected interval that waits for the meter waits no longer") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  {
    Run run(path, 0min);
    run.poll(0min, 30min, true);
    run.poll(31min, 50min, false);
  }
  REQUIRE(correct(path, request_for(30min, 45min, Joules{kwh})).has_value());
  Run(path, 102min).poll(102min, 110min, true);

  verify(path);
  const auto hour = first_hour(path);
  REQUIRE(hour.size() == 4);
  CHECK(hour[2].it == Joules{kwh});
  CHECK(hour[2].quality == Quality::edited);
  // The last quarter has its share of what the register counted.
  CHECK(hour[3].quality == Quality::recovered);
  CHECK(std::abs(hour[3].it->count - kwh / 4) <= 3600);
}

TEST_CASE("a version is made with the sums under which the former was") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  Run(path, 0min).poll(0min, 64min, true);
  auto settings = Run::settings();
  settings.site.meters[grid].to = start + 30min;
  const auto request = request_for(0min, 15min, Joules{kwh});
  CHECK_THAT(refusal(correct(path, request, settings)),
             Contains("2026-03-01T00:00:00Z") && Contains("configuration of then"));
  // The configuration that was tried is in force now: that of then is a third one.
  const auto refused = check_correction(request, settings, path);
  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().message, Contains("configuration of then"));
  CHECK(check_correction(request, Run::settings(), path).has_value());
  settings.site.meters[grid].name = "utility";  // a meter that the ledger does not know
  CHECK(check_correction(request, settings, path).has_error());
  CHECK(correct(path, request).has_value());
}

TEST_CASE("what is older than the detail that a rule keeps is corrected no more") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  Run(path, 0min).poll(0min, 64min, true);
  {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    auto log = ledger::LeafLog::resume(database, path).value();
    log.append(database, ledger::RecordKind::detail_dropped, start,
               encode(ledger::DroppedDetail{3, start + 4h, 3, 6, 4, 1}));
    database.exec("DELETE FROM energies; DELETE FROM evidence");
  }
  CHECK_THAT(refusal(correct(path, request_for(15min, 45min, Joules{kwh / 2}))),
             Contains("2026-03-01T00:15:00Z were dropped by the rule ledger.retention"));
}

TEST_CASE("what cannot be corrected is refused, and nothing is written") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  Run(path, 0min).poll(0min, 64min, true);
  auto file = ledger::LedgerFile::open(path).value();
  const auto entries = file.size();
  auto wrong = request_for(0min, 15min, Joules{kwh});
  wrong.meter = "ups-uot";
  CHECK_THAT(refusal(correct(path, wrong)), Contains("did you mean \"ups-out\"?"));
  CHECK_THAT(refusal(correct(path, request_for(10min, 15min, Joules{kwh}))),
             Contains("whole intervals of 15 min"));
  CHECK_THAT(refusal(correct(path, request_for(15min, 15min, Joules{kwh}))),
             Contains("whole intervals"));
  CHECK_THAT(refusal(correct(path, request_for(45min, 75min, Joules{kwh}))),
             Contains("no interval that begins at 2026-03-01T01:00:00Z"));
  CHECK_THAT(refusal(correct(path, request_for(0min, 24h * 36, Joules{kwh}))),
             Contains("at most 35 days"));
  CHECK_THAT(refusal(correct(path, request_for(0min, 15min, Joules{-1}))),
             Contains("not negative"));
  CHECK_THAT(refusal(correct(path, request_for(0min, 15min, Joules{10'000 * kwh}))),
             Contains("max_power"));
  auto unexplained = request_for(0min, 15min, Joules{kwh});
  unexplained.why.clear();
  CHECK_THAT(refusal(correct(path, unexplained)), Contains("why"));
  unexplained.why = std::string(1001, 'a');
  CHECK_THAT(refusal(correct(path, unexplained)), Contains("at most 1000 bytes"));
  unexplained.why = "half of a \xff CT";  // no UTF-8: nobody could read the entry
  CHECK_THAT(refusal(correct(path, unexplained)), Contains("plain text"));
  // Each try was an opening, which is a start.
  CHECK(file.of_kind(ledger::RecordKind::correction, 0, file.size()).empty());
  CHECK(file.of_kind(ledger::RecordKind::interval, 0, file.size()).size() == 4);
  CHECK(file.size() == entries + 10);
}
