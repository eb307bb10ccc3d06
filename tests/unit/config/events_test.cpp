#include "config/events.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "config/scalar.h"
#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;
using engine::MeterEvent;

namespace {

const std::string header = "time,meter,kind,final,initial,who,why,ticket\n";

Lookups with_events(const std::string& text) {
  auto answers = lookups();
  answers.file = [text](const std::string& path) -> Result<SourceText> {
    if (path != "events.csv") return Error{"is not there"};
    return SourceText{path, text};
  };
  return answers;
}

const std::string document = good_site + good_meters + "events: events.csv\n";

std::vector<std::string> errors_of(const std::string& rows) {
  return messages(document, with_events(header + rows));
}

}  // namespace

TEST_CASE("events are read with their readings, persons and reasons") {
  const auto events =
      loaded(document,
             with_events(header + "2026-03-01T00:20:00+08:00,ups,swap,83333,7000.5,Li Wei,relay "
                                  "worn out,T-1204\n# a comment\n"
                                  "2026-02-01T00:00:00+08:00,grid,reference,5e6,,Li Wei,bill,\n"))
          .engine.events;
  REQUIRE(events.size() == 2);
  CHECK(events[0].at == *parse_rfc3339("2026-02-28T16:20:00Z"));
  CHECK(events[0].meter == MeterId{1});
  CHECK(events[0].kind == MeterEvent::Kind::swap);
  CHECK(events[0].final_reading == 83333);
  CHECK(events[0].initial_reading == 7000.5);
  CHECK(events[0].who == "Li Wei");
  CHECK(events[0].why == "relay worn out");
  CHECK(events[0].ticket == "T-1204");
  CHECK(events[1].kind == MeterEvent::Kind::reference);
  CHECK(events[1].final_reading == 5e6);
  CHECK_FALSE(events[1].initial_reading.has_value());
}

TEST_CASE("every wrong field of an event is told with its line and column") {
  CHECK(errors_of("2026-03-01T00:20:00,upps,swop,x,2e15,,,\n") ==
        std::vector<std::string>{
            "events.csv:2:1: " + parse_rfc3339("2026-03-01T00:20:00").error().message,
            "events.csv:2:21: there is no meter \"upps\", did you mean \"ups\"?",
            "events.csv:2:26: \"swop\" is not swap, ct_change, calibration, outage or reference",
            "events.csv:2:31: " + parse_number("x").error().message,
            "events.csv:2:33: is beyond 1e15 Wh", "events.csv:2:38: no who did it",
            "events.csv:2:39: no reason"});
}

TEST_CASE("readings stand only where they mean something") {
  const std::string at = "2026-03-01T00:20:00Z,ups,";
  CHECK(errors_of(at + "outage,1,,a,b,\n").at(0).find("leave them out") != std::string::npos);
  CHECK(errors_of(at + "calibration,,1,a,b,\n").size() == 1);
  CHECK(errors_of(at + "reference,,,a,b,\n") ==
        std::vector<std::string>{"events.csv:2:36: no reading"});
  CHECK(errors_of(at + "reference,1,2,a,b,\n").size() == 1);
  CHECK(errors_of(at + "swap,1,2,a,b,\n" + at + "ct_change,,,a,b,\n") ==
        std::vector<std::string>{
            "events.csv:3:1: the meter's register changes at that time already"});
  CHECK(errors_of(at + "swap,,,a,b,\n" + at + "calibration,,,a,b,\n").empty());
}

TEST_CASE("a file that is not there is told at the key") {
  CHECK(messages(good_site + good_meters + "events: none.csv\n", with_events("")) ==
        std::vector<std::string>{"p.yaml:5:9: \"events\": \"none.csv\" is not there"});
  CHECK(messages(document, with_events("")).size() == 1);
}
