// The same readings give the same bytes: the stream of intervals, the figures and the saved state.
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "exporters/api/status.h"
#include "ledger/interval_record.h"
#include "ledger/meter_evidence.h"
#include "told_accounting.h"

using namespace pue;
using namespace pue::property;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t polls = 4 * 60 * 12;  // four hours

SiteShape shape() {
  SiteShape shape;
  shape.begin = *parse_rfc3339("2026-03-28T22:50:00Z");
  shape.every = 5;
  shape.seconds = shape.every * polls;
  shape.steps = {Joules{3'600'000}, Joules{3600}, Joules{360'000}};
  return shape;
}

SiteFaults faults() {
  SiteFaults faults;
  faults.outage = polls / 2;
  faults.glitch = 200;
  faults.clock_step = polls;
  faults.reset = 3 * polls;
  faults.swap = 3 * polls;
  faults.wraps = true;
  return faults;
}

struct Outcome {
  std::string intervals;
  std::string figures;
  std::string state;
};

std::string bytes(const site::SiteInterval& interval) {
  const std::vector<std::uint32_t> numbers = {1, 2, 3};
  const auto energies = ledger::encode_energies(interval.meters, numbers);
  const auto evidence = ledger::encode_evidence(interval.meters, numbers, interval.interval, {});
  return ledger::encode(interval, ledger::sha256(energies), ledger::sha256(evidence)) + energies +
         evidence;
}

Outcome outcome(ToldAccounting& told) {
  Outcome outcome;
  for (const auto& interval : told.stream) outcome.intervals += bytes(interval);
  const auto snapshot = told.accounting().snapshot();
  outcome.figures = boost::json::serialize(api::closed_figures(snapshot));
  outcome.state = told.accounting().save();
  return outcome;
}

void check_same(const Outcome& one, const Outcome& other) {
  CHECK(one.intervals == other.intervals);
  CHECK(one.figures == other.figures);
  CHECK(one.state == other.state);
}

Outcome plain(const SiteStory& story) {
  ToldAccounting told(story.settings());
  told.tell(story);
  return outcome(told);
}

/// Meters one after the other instead of reading by reading, questions between, intervals taken now
/// and then, each time told twice.
Outcome in_other_batches(const SiteStory& story, Dice& dice) {
  ToldAccounting told(story.settings());
  auto& accounting = told.accounting();
  for (const Poll& poll : story.polls()) {
    for (auto one = poll.readings.rbegin(); one != poll.readings.rend(); ++one) {
      accounting.accept(*one);
      if (dice.once_in(20)) accounting.snapshot();
    }
    accounting.advance(poll.at);
    if (dice.once_in(5)) accounting.advance(poll.at);
    if (dice.once_in(50)) accounting.save();
    if (dice.once_in(100)) told.take();
  }
  told.take();
  return outcome(told);
}

/// What the newest versions say; how often a silent meter's interval was superseded is left out.
std::string newest(const ToldAccounting& told) {
  std::string all;
  for (auto [start, interval] : told.newest()) {
    interval.version = 1;
    all += bytes(interval);
  }
  return all;
}

/// Time is told each second instead of at polls only. (A clock's step lies between two looks.)
ToldAccounting by_the_second(const SiteStory& story) {
  ToldAccounting told(story.settings());
  for (const Poll& poll : story.polls()) {
    for (const auto& reading : poll.readings) told.accounting().accept(reading);
    const bool last = &poll == &story.polls().back();
    for (Duration after{0}; after < (last ? 1s : 5s); after += 1s) {
      told.accounting().advance({poll.at.mono + after, poll.at.utc + after});
      told.take();
    }
  }
  return told;
}

/// Equality is promised for a restart with nothing on its way: readings are settled, and no
/// interval is waited for with its grace running. Nor when the clock is behind what it has shown.
bool at_rest(const SiteStory& story, const Poll& poll, UtcTime latest) {
  const auto into = poll.at.utc - floor_to(poll.at.utc, 15min);
  const auto since_start = poll.at.mono - story.polls().front().at.mono;
  return into > 5min && into < 12min && since_start > 15min && poll.at.utc >= latest;
}

Outcome with_restarts(const SiteStory& story, Dice& dice, int& restarts) {
  ToldAccounting told(story.settings());
  Duration restarted{0};  // what this run's steady time is ahead
  UtcTime latest = story.polls().front().at.utc;
  const auto here = [&](Moment at) { return Moment{at.mono + restarted, at.utc}; };
  for (const Poll& poll : story.polls()) {
    for (auto reading : poll.readings) {
      reading.at = here(reading.at);
      told.accounting().accept(reading);
    }
    told.accounting().advance(here(poll.at));
    told.take();
    latest = std::max(latest, poll.at.utc);
    const bool last = &poll == &story.polls().back();  // no more is read after it
    if (last || !at_rest(story, poll, latest) || !dice.once_in(300)) continue;
    const Moment settled{poll.at.mono + 3s, poll.at.utc + 3s};
    told.accounting().advance(here(settled));
    told.take();
    const auto state = told.accounting().save();
    restarted += std::chrono::minutes{dice.roll(1000)};
    told.start_again(state, here(settled));
    ++restarts;
  }
  REQUIRE(told.restored());
  return outcome(told);
}

}  // namespace

TEST_CASE("the same seed gives the same intervals, figures and state, byte by byte") {
  std::size_t bytes = 0;
  for (std::uint64_t seed = 1; seed <= seeds(5); ++seed) {
    CAPTURE(seed);
    const auto first = plain(SiteStory(shape(), faults(), seed));
    bytes += first.intervals.size();
    check_same(first, plain(SiteStory(shape(), faults(), seed)));
  }
  CHECK(bytes > 0);
}

TEST_CASE("neither the order within a poll nor questions and repetitions change a byte") {
  for (std::uint64_t seed = 1; seed <= seeds(5); ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const SiteStory story(shape(), faults(), seed);
    check_same(plain(story), in_other_batches(story, dice));
  }
}

TEST_CASE(
    "time told each second changes no byte, and only versions of a silent meter's intervals") {
  for (std::uint64_t seed = 1; seed <= seeds(5); ++seed) {
    CAPTURE(seed);
    auto wrong = faults();
    wrong.clock_step = 0;
    const SiteStory with_outages(shape(), wrong, seed);
    ToldAccounting told(with_outages.settings());
    told.tell(with_outages);
    CHECK(newest(told) == newest(by_the_second(with_outages)));

    wrong.outage = 0;
    const SiteStory sound(shape(), wrong, seed);
    auto seconds = by_the_second(sound);
    check_same(plain(sound), outcome(seconds));
  }
}

TEST_CASE("a restart with nothing on its way changes no byte") {
  int restarts = 0;
  for (std::uint64_t seed = 1; seed <= seeds(5); ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const SiteStory story(shape(), faults(), seed);
    check_same(plain(story), with_restarts(story, dice, restarts));
  }
  CHECK(restarts > 0);
}
