#include "runtime/event_entry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>

#include "base/limits.h"
#include "site_with_events.h"

using namespace pue;
using namespace pue::runtime;
using namespace pue::runtime::test;
using Catch::Contains;
using namespace std::chrono_literals;

namespace {

std::string refusal(const SiteWithEvents& site, const EventRequest& request) {
  const auto entry = EventEntry::prepare(site.config, request, 0s);
  REQUIRE(entry.has_error());
  return entry.error().message;
}

/// No file grows beyond it while this lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : former_signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &former_);
    rlimit limit = former_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &former_);
    std::signal(SIGXFSZ, former_signal_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit former_{};
  void (*former_signal_)(int);
};

}  // namespace

TEST_CASE("a prepared row is in the configuration, and in the file once it is added") {
  const SiteWithEvents site;
  const auto before = content(site.events);
  const auto entry = EventEntry::prepare(site.config, calibration());
  REQUIRE(entry.has_value());
  const auto& events = entry->configuration().engine.events;
  REQUIRE(events.size() == 1);
  CHECK(events[0].who == "institute");
  CHECK(entry->configuration().ledger_path == site.directory.file("ledger.db"));
  CHECK(content(site.events) == before);

  const std::string row = "2026-05-04T09:00:00+08:00,grid,calibration,,,institute,yearly,C-6\n";
  CHECK(entry->add().value() == EventEntered{site.events, row});
  CHECK(content(site.events) == before + row);
}

TEST_CASE("a row that is no event of the site is refused with its place") {
  const SiteWithEvents site;
  const auto before = content(site.events);
  auto wrong = calibration();
  wrong.meter = "gird";
  CHECK_THAT(refusal(site, wrong),
             Contains("events.csv:2:27: there is no meter \"gird\", did you mean \"grid\"?"));
  wrong = calibration();
  wrong.why = "a\nb";
  CHECK_THAT(refusal(site, wrong), Contains("line breaks"));
  wrong = calibration();
  wrong.at = "#2026-05-04T09:00:00+08:00";  // a comment would be no event
  CHECK_THAT(refusal(site, wrong), Contains("\"#2026-05-04T09:00:00+08:00\": "));
  wrong = calibration();
  wrong.who = "a\xff";
  CHECK_THAT(refusal(site, wrong), Contains("events.csv:2:"));
  CHECK(content(site.events) == before);
}

TEST_CASE("a file that the next start would refuse for its size is not made") {
  const SiteWithEvents site;
  auto text = content(site.events);
  while (text.size() + 1000 < limits::config_bytes) text += "#" + std::string(998, 'x') + "\n";
  // The row has 66 bytes.
  text += "#" + std::string(limits::config_bytes - 65 - text.size() - 2, 'x') + "\n";
  write(site.events, text);
  CHECK_THAT(refusal(site, calibration()), Contains("more than 4194304 bytes"));
}

TEST_CASE("for another who adds a row it does not wait for ever") {
  const SiteWithEvents site;
  const auto first = EventEntry::prepare(site.config, calibration());
  REQUIRE(first.has_value());
  CHECK_THAT(refusal(site, calibration()),
             Contains(site.events) && Contains("another program holds it"));
}

TEST_CASE("a row that the disk takes in part is taken back") {
  const SiteWithEvents site;
  const auto before = content(site.events);
  const auto entry = EventEntry::prepare(site.config, calibration());
  REQUIRE(entry.has_value());
  {
    const FileSizeLimit full(before.size() + 10);
    const auto added = entry->add();
    REQUIRE(added.has_error());
    CHECK_THAT(added.error().message, Contains(site.events) && Contains("File too large"));
  }
  CHECK(content(site.events) == before);
  CHECK(entry->add().has_value());  // there is room again
}
