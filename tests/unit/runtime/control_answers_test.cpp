#include "runtime/control_answers.h"

#include <unistd.h>

#include <catch2/catch.hpp>

#include "ledger/site_records.h"
#include "ledger/store/ledger_file.h"
#include "runtime/control_message.h"
#include "runtime/user_name.h"
#include "site_with_events.h"

using namespace pue;
using namespace pue::runtime;
using namespace pue::runtime::test;
using Catch::Contains;

namespace {

std::unique_ptr<ReloadableSite> started(const SiteWithEvents& site) {
  auto running = ReloadableSite::start(site.config);
  INFO((running ? "" : running.error().message));
  REQUIRE(running.has_value());
  return std::move(*running);
}

Result<EventEntered> enter(ReloadableSite& site, const EventRequest& event) {
  return outcome_from<EventEntered>(control_answer(site, question_of(event), ::getuid()));
}

std::vector<ledger::EventEntry> events_in(const std::string& path) {
  auto file = ledger::LedgerFile::open(path).value();
  std::vector<ledger::EventEntry> events;
  for (const auto& entry : file.of_kind(ledger::RecordKind::event, 0, file.size()))
    events.push_back(ledger::decode_event(ledger::open_record(entry.bytes)->body).value());
  return events;
}

}  // namespace

TEST_CASE("an event that is asked for is in the file, in force and in the ledger") {
  const SiteWithEvents site;
  const auto before = content(site.events);
  const auto running = started(site);
  const auto entered = enter(*running, calibration());
  REQUIRE(entered.has_value());
  const auto who = "institute (" + user_name(::getuid()) + ")";
  CHECK(entered->row == "2026-05-04T09:00:00+08:00,grid,calibration,,," + who + ",yearly,C-6\n");
  CHECK(entered->file == site.events);
  CHECK(content(site.events) == before + entered->row);
  REQUIRE(running->current());
  const auto& in_force = running->current()->configuration().engine.events;
  REQUIRE(in_force.size() == 1);
  CHECK(in_force[0].who == who);
  const auto known = events_in(site.directory.file("ledger.db"));
  REQUIRE(known.size() == 1);
  CHECK(known[0].who == who);
  CHECK(known[0].ticket == "C-6");
}

TEST_CASE("an event that is refused leaves file, site and ledger as they were") {
  const SiteWithEvents site;
  const auto before = content(site.events);
  const auto running = started(site);
  const auto* in_force = running->current().get();
  auto wrong = calibration();
  wrong.meter = "gird";
  CHECK_THAT(enter(*running, wrong).error().message, Contains("did you mean \"grid\"?"));
  // The file of the configuration says meanwhile what a reload would refuse.
  auto text = SiteWithEvents::text("grid");
  text.replace(text.find("ledger.db"), 9, "other.db");
  write(site.config, text);
  CHECK_THAT(enter(*running, calibration()).error().message, Contains("restart pued for it"));
  CHECK(content(site.events) == before);
  CHECK(running->current().get() == in_force);
  CHECK(events_in(site.directory.file("ledger.db")).empty());
  CHECK(running->telemetry(*running->current()).reload.last_successful);
}

TEST_CASE("an event takes what else the configuration says, as a reload does") {
  const SiteWithEvents site;
  const auto running = started(site);
  write(site.config, SiteWithEvents::text("utility"));
  auto event = calibration();
  event.meter = "utility";
  REQUIRE(enter(*running, event).has_value());
  CHECK(running->current()->configuration().engine.site.meters[0].name == "utility");
}

TEST_CASE("a correction is told from an event, and what is neither is refused") {
  const SiteWithEvents site;
  const auto running = started(site);
  CorrectionRequest correction;
  correction.meter = "gird";
  const auto answer = control_answer(*running, question_of(correction), ::getuid());
  CHECK_THAT(outcome_from<CorrectionDone>(answer).error().message, Contains("no meter \"gird\""));
  CHECK_THAT(control_answer(*running, "{\"command\":\"erase\"}", ::getuid()),
             Contains("unknown command"));
}
