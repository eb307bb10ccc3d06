#include "energy/register_course.h"

#include <catch2/catch.hpp>

#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

// Readings once a minute, in kWh; 200 kW allow 200/60 · 1.2 = 4 kWh a minute and 2 steps: 6 kWh.
struct Minutes {
  explicit Minutes(std::optional<Joules> modulus = {}, Duration update_period = 0s)
      : course({kwh, modulus, std::nullopt}, Watts{200e3}, update_period) {}

  std::vector<AcceptedReading> read(double amount) {
    const auto accepted = course.offer({mark(60.0 * minute++), kilowatt_hours(amount)});
    return {accepted.begin(), accepted.end()};
  }
  void read_all(std::initializer_list<double> amounts) {
    for (const double amount : amounts) read(amount);
  }

  RegisterCourse course;
  int minute = 0;
};

}  // namespace

TEST_CASE("the first course is believed when three readings agree, from its first reading on") {
  Minutes meter;
  CHECK(meter.read(100).empty());
  CHECK(meter.read(101).empty());
  const auto accepted = meter.read(103);
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].step_unknown);
  CHECK(accepted[0].reading.raw == 100 * kwh);
  CHECK(accepted[1].step == 1 * kwh);
  CHECK(accepted[2].step == 2 * kwh);
}

TEST_CASE("an odd first reading does not become the course") {
  Minutes meter;
  meter.read_all({999'999, 100, 101});
  const auto accepted = meter.read(102);
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].reading.raw == 100 * kwh);
  CHECK(meter.course.take_events().empty());
}

TEST_CASE("a step of exactly the limit is legal and one joule more is not") {
  Minutes meter;
  meter.read_all({0, 0, 0});
  CHECK(meter.read(6).size() == 1);
  const auto beyond = meter.course.offer({mark(60.0 * 4), 12 * kwh + Joules{1}});
  CHECK(beyond.empty());
}

TEST_CASE("the update period of the register widens the legal step") {
  // 300 s more: 200 kW · 360 s · 1.2 = 24 kWh, and 2 steps
  Minutes meter(std::nullopt, 300s);
  meter.read_all({0, 0, 0});
  CHECK(meter.read(26).size() == 1);
}

TEST_CASE("a zero glitch is dropped when three readings return to the old course") {
  Minutes meter;
  meter.read_all({100, 101, 102});
  CHECK(meter.read(0).empty());
  CHECK(meter.read(103).empty());
  CHECK(meter.read(104).empty());
  const auto accepted = meter.read(105);
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].step == 1 * kwh);
  CHECK_FALSE(accepted[0].step_unknown);
  const auto events = meter.course.take_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0] == StepEvent{at(180).utc, StepEvent::Kind::glitch, 102 * kwh, {}});
  CHECK(meter.course.take_events().empty());
}

TEST_CASE("a register too far forward that returns is a glitch") {
  Minutes meter;
  meter.read_all({100, 101, 102});
  meter.read_all({109, 103, 104});
  CHECK(meter.read(105).size() == 3);
  const auto events = meter.course.take_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == StepEvent::Kind::glitch);
  CHECK(events[0].after == 109 * kwh);
}

TEST_CASE("glitches that alternate with the old course keep it pending") {
  Minutes meter;
  meter.read_all({100, 101, 102});
  meter.read_all({0, 103, 104, 0, 105, 106});
  CHECK(meter.course.pending());
  CHECK(meter.read(107).size() == 3);
}

TEST_CASE("one count less for a moment is a glitch, not a reset") {
  Minutes meter;
  meter.read_all({1, 1, 1});
  meter.read_all({0, 1, 1});
  CHECK(meter.read(1).size() == 3);
  CHECK(meter.course.take_events().at(0).kind == StepEvent::Kind::glitch);
}

TEST_CASE("a register that wraps at its declared modulus rolls over") {
  Minutes meter(1000 * kwh);
  meter.read_all({996, 997, 999});
  meter.read_all({1, 2});
  const auto accepted = meter.read(4);
  REQUIRE(accepted.size() == 3);
  CHECK_FALSE(accepted[0].step_unknown);
  CHECK(accepted[0].step == 2 * kwh);  // 999 → 1000 ≡ 0 → 1
  CHECK(meter.course.take_events().at(0).kind == StepEvent::Kind::rollover);
}

TEST_CASE("a zero glitch before a rollover does not make a reset of it") {
  Minutes meter(1000 * kwh);
  meter.read_all({980, 981, 982});
  // 0 would be 18 kWh further: beyond 6 kWh a minute. 5 minutes later 2 kWh are 20 kWh further,
  // within 24 and 2 steps.
  meter.read(0);
  meter.minute += 4;
  CHECK(meter.read(2).empty());
  CHECK(meter.read(4).empty());
  const auto accepted = meter.read(6);
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].reading.raw == 2 * kwh);
  CHECK(accepted[0].step == 20 * kwh);
  const auto events = meter.course.take_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == StepEvent::Kind::rollover);
}

TEST_CASE("without a declared modulus a fall is a reset") {
  Minutes meter;
  meter.read_all({996, 997, 999});
  meter.read_all({1, 2});
  const auto accepted = meter.read(4);
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].step_unknown);
  const auto events = meter.course.take_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0] == StepEvent{at(180).utc, StepEvent::Kind::reset, 999 * kwh, 1 * kwh});
}

TEST_CASE("a fall that a rollover would not explain is a reset even with a modulus") {
  Minutes meter(1000 * kwh);
  meter.read_all({500, 501, 502});
  meter.read_all({0, 1, 2});
  CHECK(meter.course.take_events().at(0).kind == StepEvent::Kind::reset);
}

TEST_CASE("wraps that cannot be counted are ambiguous") {
  // M = 10 kWh: after 2 minutes 200 kW · 120 s · 1.2 = 8 kWh > M/2
  RegisterCourse course({kwh, 10 * kwh, std::nullopt}, Watts{200e3}, 0s);
  for (const int minute : {0, 1, 2}) course.offer({mark(60.0 * minute), 9 * kwh});
  for (const int minute : {4, 5}) course.offer({mark(60.0 * minute), 0 * kwh});
  const auto accepted = course.offer({mark(60.0 * 6), 0 * kwh});
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].step_unknown);
  CHECK(course.take_events().at(0).kind == StepEvent::Kind::ambiguous);
}

TEST_CASE(
    "wraps are countable while less than half a turn was possible, the update period included") {
  // M = 1000 kWh; 240 kW, the most that is believed, make half a turn in 125 min.
  const auto kind = [](int minutes, Duration update_period) {
    RegisterCourse course({kwh, 1000 * kwh, std::nullopt}, Watts{200e3}, update_period);
    for (const int minute : {0, 1, 2}) course.offer({mark(60.0 * minute), 990 * kwh});
    for (int i = 0; i < 3; ++i) course.offer({mark(60.0 * (2 + minutes + i)), (10 + i) * kwh});
    const auto events = course.take_events();
    REQUIRE(events.size() == 1);
    return events[0].kind;
  };
  CHECK(kind(124, 0s) == StepEvent::Kind::rollover);
  CHECK(kind(125, 0s) == StepEvent::Kind::ambiguous);
  CHECK(kind(119, 300s) == StepEvent::Kind::rollover);
  CHECK(kind(120, 300s) == StepEvent::Kind::ambiguous);
}

TEST_CASE("a jump forward that stays is ambiguous") {
  Minutes meter;
  meter.read_all({100, 101, 102});
  meter.read_all({5000, 5001, 5002});
  const auto events = meter.course.take_events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == StepEvent::Kind::ambiguous);
}

TEST_CASE("readings that are not newer are ignored") {
  Minutes meter;
  meter.read_all({100, 101, 102});
  CHECK(meter.course.offer({mark(120), 103 * kwh}).empty());
  CHECK_FALSE(meter.course.pending());
  // Nor do they agree with one another while a step is pending.
  for (int i = 0; i < 3; ++i) CHECK(meter.course.offer({mark(180), 0 * kwh}).empty());
  CHECK(meter.course.pending());
}

TEST_CASE("the step of a float32 register is its ulp above 2^24 units") {
  const RegisterSettings settings{kwh, std::nullopt, kwh};
  // a float has 24 significant bits: spacing 1 from 2^23, 2 from 2^24 = 16,777,216, 4 from 2^25
  CHECK(resolution(settings, 16'777'215 * kwh) == 1 * kwh);
  CHECK(resolution(settings, 16'777'216 * kwh) == 2 * kwh);
  CHECK(resolution(settings, 33'554'432 * kwh) == 4 * kwh);
  CHECK(resolution({10 * wh, std::nullopt, kwh}, 100'000 * kwh) == 10 * wh);
  // A unit that is less than a joule counts as none.
  CHECK(resolution({10 * wh, std::nullopt, Joules{0}}, 100'000 * kwh) == 10 * wh);
  CHECK(resolution({Joules{1}, std::nullopt, Joules{1}}, Joules{16'777'216}) == Joules{2});
  CHECK(resolution(settings, -16'777'216 * kwh) == 2 * kwh);  // a net register
  // 2^17 = 131,072: spacing 2^-6 kWh = 15.625 Wh
  CHECK(resolution({10 * wh, std::nullopt, kwh}, 131'072 * kwh) == Joules{56'250});
}

TEST_CASE("the greatest reading that is believed is 4e18 J, the greatest step 4e15 J") {
  constexpr std::int64_t reading = 4'000'000'000'000'000'000;
  constexpr std::int64_t step = 4'000'000'000'000'000;
  // 1 TW makes 4.32e15 J in an hour.
  const auto begun_at = [](std::int64_t raw) {
    RegisterCourse course({kwh, std::nullopt, std::nullopt}, Watts{1e12}, 0s);
    for (const int minute : {0, 1, 2}) course.offer({mark(60.0 * minute), Joules{raw}});
    return course;
  };
  CHECK(begun_at(reading).begun());
  CHECK(begun_at(-reading).begun());
  CHECK_FALSE(begun_at(reading + 1).begun());
  CHECK_FALSE(begun_at(-reading - 1).begun());
  CHECK(begun_at(0).offer({mark(120 + 3600), Joules{step}}).size() == 1);
  CHECK(begun_at(0).offer({mark(120 + 3600), Joules{step + 1}}).empty());
}

TEST_CASE("two readings that agree are still two after a restart") {
  Minutes before;
  before.read_all({100, 101, 102, 0, 0});
  StateWriter out(at(240));
  before.course.write(out);
  const std::string text = out.text();
  const auto read = [](const std::string& state) {
    StateReader in(state, at(240));
    Minutes after;
    after.course.read(in);
    after.minute = 5;
    return std::pair{in.finished(), after};
  };
  auto [whole, after] = read(text);
  REQUIRE(whole);
  CHECK(after.read(0).size() == 3);
  // Three would have been believed; and none agrees with a course that there is not.
  std::string three = text;
  three.replace(three.find("course 1 1 0 2"), 14, "course 1 1 0 3");
  three.pop_back();
  three += three.substr(three.rfind("\nstreak")) + '\n';
  CHECK_FALSE(read(three).first);
  CHECK(read("state 3\nreference 0\ncourse 0 0 0 0 0 0\n").first);
  CHECK_FALSE(read("state 3\nreference 0\ncourse 0 0 1 0 0 0\n").first);
}
