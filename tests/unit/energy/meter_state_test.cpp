#include <catch2/catch.hpp>

#include "energy/meter_tracker.h"
#include "energy/state_text.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

// The same UTC in a run whose monotonic time began elsewhere.
Moment in_next_run(Moment moment) { return {moment.mono - 777s, moment.utc}; }

/// The state with its first line that begins with `key` exchanged for another line.
std::string exchanged(std::string state, const std::string& key, const std::string& line) {
  const auto start = state.find('\n' + key) + 1;
  return state.replace(start, state.find('\n', start) - start, line);
}

MeterTracker read_for_twenty_minutes(const TrackerSettings& settings) {
  MeterTracker tracker(settings);
  for (int t = 0; t <= 1200; t += 10) {
    if (t % 60 == 0) tracker.import_register(at(t), (500 + t / 100) * kwh);
    tracker.power(at(t), Watts{36e3});
    if (t % 900 == 0) tracker.boundary(at(t));
  }
  return tracker;
}

}  // namespace

TEST_CASE("a restarted tracker recovers the energy of the downtime from the register") {
  const MeterTracker before = read_for_twenty_minutes(register_and_power());
  MeterTracker after(register_and_power());
  REQUIRE(after.restore(before.save(), in_next_run(at(7200))));
  CHECK(after.total_imported() == before.total_imported());
  after.take_settled();
  for (double t = 1800; t <= 7200; t += 900) after.boundary(in_next_run(at(t)));
  after.import_register(in_next_run(at(7200)), 572 * kwh);
  const auto settled = after.take_settled();
  REQUIRE(settled.size() == 7);
  Joules total;
  for (const auto& interval : settled) {
    CHECK(interval.quality == Quality::recovered);
    CHECK(interval.gap == period(1200, 7200));
    total += interval.imported;
  }
  // from 9 kWh at 900 s to 72 kWh at 7200 s
  CHECK(total == 63 * kwh);
}

TEST_CASE("after a kill a counter goes on from the most that it can have shown") {
  const MeterTracker killed_at_1200 = read_for_twenty_minutes(register_and_power());
  // x stood 0.3 kWh above the register's 512 kWh (11.8 kWh counted from 500.5); what the counter
  // showed later, while the register stood, was less than 513 kWh.
  MeterTracker after(register_and_power());
  REQUIRE(after.restore(killed_at_1200.save(), in_next_run(at(1230))));
  after.went_on();
  CHECK(after.total_imported() == killed_at_1200.total_imported());
  after.import_register(in_next_run(at(1260)), 512 * kwh);
  after.power(in_next_run(at(1260)), Watts{0});
  CHECK(after.total_imported() == 12'500 * wh);

  // Once: it then waits until the register has reached it.
  after.import_register(in_next_run(at(1270)), 512 * kwh);
  after.power(in_next_run(at(1270)), Watts{360});
  CHECK(after.total_imported() == 12'500 * wh);
  after.import_register(in_next_run(at(4870)), 514 * kwh);
  after.advance(in_next_run(at(4930)));
  CHECK(after.total_imported() >= 13'500 * wh);
  CHECK(after.total_imported() <= 14'500 * wh);
}

TEST_CASE("the counter's raise is not forgotten when no reading comes before the next stop") {
  MeterTracker silent(register_and_power());
  REQUIRE(
      silent.restore(read_for_twenty_minutes(register_and_power()).save(), in_next_run(at(1230))));
  silent.went_on();
  MeterTracker after(register_and_power());
  REQUIRE(after.restore(silent.save(), in_next_run(at(1240))));
  after.import_register(in_next_run(at(1260)), 512 * kwh);
  after.power(in_next_run(at(1260)), Watts{0});
  CHECK(after.total_imported() == 12'500 * wh);
}

TEST_CASE("after a kill a counter without a register begins again at 0") {
  MeterTracker before(power_only());
  for (int t = 0; t <= 1200; t += 10) before.power(at(t), Watts{36e3});
  CHECK(before.total_imported() == 12 * kwh);
  for (const bool killed : {false, true}) {
    MeterTracker after(power_only());
    REQUIRE(after.restore(before.save(), in_next_run(at(1230))));
    if (killed) after.went_on();
    after.power(in_next_run(at(1230)), Watts{36e3});
    after.power(in_next_run(at(1240)), Watts{36e3});
    CHECK(after.total_imported() == (killed ? 100 * wh : 12'400 * wh));
  }
}

TEST_CASE("what is saved is what was restored, byte for byte") {
  const std::string state = read_for_twenty_minutes(register_and_power()).save();
  MeterTracker after(register_and_power());
  REQUIRE(after.restore(state, in_next_run(at(1300))));
  CHECK(after.save() == state);
}

TEST_CASE("a state of other registers begins a new segment") {
  const std::string state = read_for_twenty_minutes(register_and_power()).save();
  TrackerSettings other = register_and_power();
  other.import->step = wh;
  MeterTracker after(other);
  CHECK_FALSE(after.restore(state, at(1300)));
  CHECK(after.save() == MeterTracker(other).save());
}

TEST_CASE("a longer power gap or interval continues the segment") {
  const std::string state = read_for_twenty_minutes(register_and_power()).save();
  TrackerSettings other = register_and_power();
  other.power_gap = 90s;
  MeterTracker after(other);
  CHECK(after.restore(state, at(1300)));
}

TEST_CASE("a state cut off anywhere is refused and leaves the tracker as new") {
  const std::string state = read_for_twenty_minutes(register_and_power()).save();
  const std::string fresh = MeterTracker(register_and_power()).save();
  for (std::size_t length = 0; length < state.size(); ++length) {
    MeterTracker after(register_and_power());
    REQUIRE_FALSE(after.restore(state.substr(0, length), at(1300)));
    REQUIRE(after.save() == fresh);
  }
  MeterTracker after(register_and_power());
  CHECK_FALSE(after.restore(state + "x", at(1300)));
}

TEST_CASE("a wall clock that went back over the restart counts as no time passed") {
  const std::string state = read_for_twenty_minutes(register_and_power()).save();
  MeterTracker after(register_and_power());
  const Moment early{MonoTime{5s}, at(-3600).utc};
  REQUIRE(after.restore(state, early));
  after.power({early.mono + 10s, early.utc + 10s}, Watts{36e3});
  // 12 kWh in 1200 s; x began half a count above the register, which corrected it by 0.1 kWh at
  // 60 s and by 0.2 kWh at 180 s. And 10 s · 36 kW.
  CHECK(after.total_imported() == 11'700 * wh + Joules{360'000});
}

TEST_CASE("the reader refuses numbers out of bounds and lines out of order") {
  StateReader bounds("state 3\nreference 0\na 5\n", at(0));
  bounds.line("a");
  CHECK(bounds.number(0, 4) == 0);
  CHECK_FALSE(bounds.ok());

  StateReader order("state 3\nreference 0\nb 5\n", at(0));
  order.line("a");
  CHECK_FALSE(order.ok());

  StateReader text("state 3\nreference 0\na 5x\n", at(0));
  text.line("a");
  text.number();
  CHECK_FALSE(text.ok());
}

TEST_CASE("for how long a meter was silent survives a clock that was set meanwhile") {
  MeterTracker before(one_register());
  for (int t = 0; t <= 600; t += 60) before.import_register(at(t), (500 + t / 100) * kwh);
  // Silent for 300 s, in which the clock was set back by 500 s; then the restart.
  before.advance({at(900).mono, at(400).utc});
  MeterTracker after(one_register());
  REQUIRE(after.restore(before.save(), {MonoTime{5000s}, at(400).utc}));
  // 4 kWh: 2 kWh beyond two counts are more than 240 kW make in 10 s, not in 310 s.
  after.import_register({MonoTime{5010s}, at(410).utc}, 510 * kwh);
  CHECK(after.total_imported() == 10 * kwh);
}

TEST_CASE("the text of a state stays as it is while its version does") {
  // A step of 1 kWh, no modulus, no float, neither an exporting nor a net register; both directions
  // as they begin.
  const std::string nothing_yet =
      "direction 0 0 0 0 0 0\nreading 0 0\nheld 0\nchange 0 0\nconfirmation 0 0 0\nestimate 0\n";
  const std::string state =
      "state 3\nreference 0\nsettings 0 3600000 -1 -1 -1 -1 -1 -1 -1 -1\n"
      "power 0\nintegral 0 0 0 0 0\n" +
      nothing_yet + "course 0 0 0 0 0 0\n" + nothing_yet + "pending 0 0\nwaiting 0 0\n";
  MeterTracker fresh(one_register());
  CHECK(fresh.save() == state);
  CHECK(fresh.restore(state, at(0)));
}

TEST_CASE("a state that is bounded or has a course without a reading is refused") {
  const std::string state = read_for_twenty_minutes(register_and_power()).save();
  MeterTracker after(register_and_power());
  CHECK_FALSE(after.restore(exchanged(state, "reading", "reading 0 0"), at(1300)));
  const std::string fresh = MeterTracker(register_and_power()).save();
  CHECK(after.restore(exchanged(fresh, "reading", "reading 0 0"), at(1300)));
  CHECK_FALSE(after.restore(exchanged(fresh, "reading", "reading 1 0"), at(1300)));
}

TEST_CASE("the reader takes times from 1970 to 2116 and ages up to a century") {
  const auto reads = [](const std::string& reference, const std::string& moment) {
    const std::string text = "state 3\nreference " + reference + "\na " + moment + "\n";
    StateReader in(text, at(0));
    in.line("a");
    in.moment();
    return in.finished();
  };
  // Half of 2^63 − 1 nanoseconds, rounded down; 3.2e18 ns are 101 years.
  CHECK(reads("0", "0 0"));
  CHECK(reads("4611686018427387903", "4611686018427387903 3200000000000000000"));
  CHECK_FALSE(reads("-1", "0 0"));
  CHECK_FALSE(reads("4611686018427387904", "0 0"));
  CHECK_FALSE(reads("0", "-1 0"));
  CHECK_FALSE(reads("0", "4611686018427387904 0"));
  CHECK_FALSE(reads("0", "0 -1"));
  CHECK_FALSE(reads("0", "0 3200000000000000001"));
}

TEST_CASE("the reader takes energies up to a quarter of 64 bits, of either sign") {
  const auto reads = [](const std::string& energy) {
    const std::string text = "state 3\nreference 0\na " + energy + "\n";
    StateReader in(text, at(0));
    in.line("a");
    in.energy();
    return in.finished();
  };
  // (2^63 − 1) / 4, rounded down
  CHECK(reads("2305843009213693951"));
  CHECK(reads("-2305843009213693951"));
  CHECK_FALSE(reads("2305843009213693952"));
  CHECK_FALSE(reads("-2305843009213693952"));
}
