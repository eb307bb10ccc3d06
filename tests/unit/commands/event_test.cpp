#include "commands/event.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "../store/fixture.h"
#include "commands/through_daemon.h"

using namespace pue;
using namespace pue::commands;
using Catch::Contains;

namespace {

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A copy of the example configuration with its files.
struct Site {
  ledger::TemporaryDirectory directory;
  std::string config = directory.file("horinger.yaml");
  std::string events = directory.file("events.csv");

  Site() {
    const std::filesystem::path examples = PUE_SOURCE_DIR "/config/examples";
    for (const char* name : {"horinger.yaml", "events.csv", "certificates.csv"})
      std::filesystem::copy_file(examples / name, directory.file(name));
  }
  static runtime::EventRequest calibration() {
    return {"utility-1", "calibration", "2026-05-04T09:00:00+08:00", "", "", "institute",
            "yearly",    "C-6"};
  }
};

}  // namespace

TEST_CASE("an event is a row at the end of the file that the configuration names") {
  const Site site;
  const auto before = content(site.events);
  std::ostringstream out;
  REQUIRE(enter_event(site.config, Site::calibration(), out).has_value());
  auto swap = Site::calibration();
  swap.kind = "swap";
  swap.final_reading = "123.5";
  swap.ticket = "";
  REQUIRE(enter_event(site.config, swap, out).has_value());
  CHECK(content(site.events) ==
        before +
            "2026-05-04T09:00:00+08:00,utility-1,calibration,,,institute,yearly,C-6\n"
            "2026-05-04T09:00:00+08:00,utility-1,swap,123.5,,institute,yearly,\n");
  CHECK_THAT(out.str(), Contains("start pued or reload it"));
}

TEST_CASE("a row with which the configuration would not load is not written") {
  const Site site;
  const auto before = content(site.events);
  std::ostringstream out;
  auto wrong = Site::calibration();
  wrong.meter = "utility-2";
  CHECK_THAT(enter_event(site.config, wrong, out).error().message,
             Contains("there is no meter \"utility-2\", did you mean \"utility-1\"?"));
  wrong = Site::calibration();
  wrong.why = "a, b";
  CHECK_THAT(enter_event(site.config, wrong, out).error().message, Contains("no commas"));
  wrong = Site::calibration();
  wrong.at = "yesterday";
  CHECK(enter_event(site.config, wrong, out).has_error());
  CHECK(content(site.events) == before);
  CHECK(out.str().empty());
}

TEST_CASE("without a file of events the configuration is told to name one") {
  const Site site;
  auto text = content(site.config);
  text.erase(text.find("events: events.csv"), std::string("events: events.csv").size());
  std::ofstream(site.config, std::ios::binary) << text;
  std::ostringstream out;
  CHECK_THAT(enter_event(site.config, Site::calibration(), out).error().message,
             Contains("it names no file of events"));
}

TEST_CASE("a last line without an end does not swallow the row") {
  const Site site;
  std::ofstream(site.events, std::ios::binary) << "time,meter,kind,final,initial,who,why,ticket";
  std::ostringstream out;
  REQUIRE(enter_event(site.config, Site::calibration(), out).has_value());
  CHECK(content(site.events) ==
        "time,meter,kind,final,initial,who,why,ticket\n"
        "2026-05-04T09:00:00+08:00,utility-1,calibration,,,institute,yearly,C-6\n");
}

// The daemon at the other end has a test of its own (control_answers_test.cpp).
TEST_CASE("where a daemon answers, it adds the row and its words are told") {
  const Site site;
  const auto path = site.directory.file("control.sock");
  auto text = content(site.config);
  const std::string socket = "/run/pued/control.sock";
  text.replace(text.find(socket), socket.size(), path);
  std::ofstream(site.config, std::ios::binary) << text;
  const auto before = content(site.events);
  std::string asked;
  Result<runtime::EventEntered> outcome = runtime::EventEntered{"events.csv", "the row\n"};
  const auto daemon = runtime::ControlSocket::open(path, [&](const std::string& line, uid_t) {
    asked = line;
    return runtime::answer_of(outcome);
  });
  REQUIRE(daemon.has_value());

  std::ostringstream out;
  REQUIRE(enter_event(site.config, Site::calibration(), out).has_value());
  CHECK(out.str() == "events.csv: the row\npued has taken it\n");
  CHECK(std::get<runtime::EventRequest>(*runtime::request_from(asked)) == Site::calibration());
  outcome = Error{"it is full"};
  CHECK(enter_event(site.config, Site::calibration(), out).error().message == "it is full");
  CHECK(content(site.events) == before);
}
