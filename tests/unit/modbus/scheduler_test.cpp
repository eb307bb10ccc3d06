#include "modbus/scheduler.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <map>

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {

constexpr RegisterRange range{FunctionCode::read_input_registers, 0, 2};

/// A bus under virtual time: `answer` says what a unit does and how long it takes.
struct Bus {
  struct Reply {
    Answer answer;
    Duration after;
  };
  std::function<Reply(std::uint8_t unit, MonoTime now)> answer;
  MonoTime now{100s};
  Duration utc_ahead{1'700'000'000s};
  Scheduler scheduler;
  std::map<std::uint8_t, std::vector<MonoTime>> polls;
  std::map<std::uint8_t, Duration> time_spent;
  std::vector<Duration> lateness;

  Bus(const std::vector<PolledRequest>& requests, SchedulerSettings settings)
      : scheduler{requests, settings, moment()} {}
  Moment moment() const { return {now, UtcTime{now.time_since_epoch() + utc_ahead}}; }

  void run_until(MonoTime end) {
    while (now < end) {
      const auto action = scheduler.next(moment());
      if (const auto late = scheduler.take_lateness()) lateness.push_back(*late);
      if (const auto* wait = std::get_if<WaitUntil>(&action)) {
        REQUIRE(wait->time > now);
        now = wait->time;
        continue;
      }
      const auto& transact = std::get<Transact>(action);
      const auto reply = answer(transact.request.unit, now);
      polls[transact.request.unit].push_back(now);
      time_spent[transact.request.unit] += reply.after;
      now += reply.after;
      REQUIRE(now <= transact.deadline);
      scheduler.outcome({reply.answer, now - reply.after, now, true, 0}, now);
    }
  }
};

PolledRequest request(std::uint8_t unit, RateClass rate, Duration expected = 10ms) {
  return {{unit, range}, rate, expected};
}
std::vector<PolledRequest> units(std::initializer_list<int> ids) {
  std::vector<PolledRequest> requests;
  for (const int id : ids)
    requests.push_back(request(static_cast<std::uint8_t>(id), RateClass::fast));
  return requests;
}
SchedulerSettings every(Duration interval, Duration timeout, Duration gap = 0s) {
  return {{interval, interval, interval}, timeout, gap};
}
const Bus::Reply good{RegisterBlock{range, {0, 0}}, 10ms};
const Bus::Reply silent{Failure{Failure::Kind::timeout}, 1s};

}  // namespace

TEST_CASE("ticks fall on UTC multiples of the interval, whatever the monotonic clock says") {
  Bus bus{units({1}), every(5s, 1s)};
  bus.now += 1234ms;  // 1'700'000'101.234 at the start of the run; built at …100 (a multiple of 5)
  bus.scheduler = Scheduler{units({1}), every(5s, 1s), bus.moment()};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{120s});
  CHECK(bus.polls[1] == std::vector{MonoTime{105s}, MonoTime{110s}, MonoTime{115s}});
}

TEST_CASE("a start on a multiple polls at once") {
  Bus bus{units({1}), every(5s, 1s)};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{101s});
  CHECK(bus.polls[1].front() == MonoTime{100s});
}

TEST_CASE("the requests of a tick go out one after another in their order") {
  Bus bus{units({3, 1, 2}), every(5s, 1s)};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{104s});
  CHECK(bus.polls[3] == std::vector{MonoTime{100s}});
  CHECK(bus.polls[1] == std::vector{MonoTime{100s + 10ms}});
  CHECK(bus.polls[2] == std::vector{MonoTime{100s + 20ms}});
}

TEST_CASE("the gap lies between an answer and the next request, outside its deadline") {
  Bus bus{units({1, 2}), every(5s, 1s, 40ms)};
  bus.answer = [](auto, auto) { return good; };
  const auto first = std::get<Transact>(bus.scheduler.next(bus.moment()));
  CHECK(first.deadline == MonoTime{101s});
  bus.now += 10ms;
  bus.scheduler.outcome({good.answer, {}, {}, true, 0}, bus.now);
  CHECK(std::get<WaitUntil>(bus.scheduler.next(bus.moment())).time == MonoTime{100s + 50ms});
  bus.now += 40ms;
  const auto second = std::get<Transact>(bus.scheduler.next(bus.moment()));
  CHECK(second.deadline == MonoTime{101s + 50ms});
}

TEST_CASE("after an overrun missed ticks are skipped, not made up for, and lateness is told") {
  Bus bus{units({1}), every(1s, 10s)};
  bus.answer = [](auto, MonoTime now) {
    return now == MonoTime{100s} ? Bus::Reply{good.answer, 3400ms} : good;
  };
  bus.run_until(MonoTime{105s});
  // Busy until 103.4: the ticks of 101 and 102 are gone, that of 103 begins 0.4 s late.
  CHECK(bus.polls[1] == std::vector{MonoTime{100s}, MonoTime{103s + 400ms}, MonoTime{104s}});
  CHECK(bus.lateness == std::vector<Duration>{0s, 400ms, 0s});
  CHECK(bus.scheduler.skipped_ticks() == 2);
}

TEST_CASE("a dead unit costs the others no reading and at most a twentieth of the bus time") {
  Bus bus{units({1, 2, 3, 4, 5, 6}), every(1s, 1s)};
  bus.answer = [](std::uint8_t unit, auto) { return unit == 6 ? silent : good; };
  bus.run_until(MonoTime{100s + 1h});
  for (std::uint8_t unit = 1; unit <= 5; ++unit) CHECK(bus.polls[unit].size() >= 3600 - 1);
  CHECK(bus.time_spent[6] <= 3s + 180s);
  CHECK(bus.polls[6].size() > 3 + 10);  // but it is not forgotten
}

TEST_CASE("twenty dead units share the same small budget") {
  std::vector<PolledRequest> requests;
  for (std::uint8_t unit = 1; unit <= 21; ++unit)
    requests.push_back(request(unit, RateClass::fast));
  Bus bus{requests, every(5s, 1s)};
  bus.answer = [](std::uint8_t unit, auto) { return unit == 1 ? good : silent; };
  bus.run_until(MonoTime{100s + 1h});
  Duration spent{0};
  for (std::uint8_t unit = 2; unit <= 21; ++unit) {
    spent += bus.time_spent[unit];
    CHECK(bus.polls[unit].size() > 3);
  }
  CHECK(spent <= 60s + 180s);
}

TEST_CASE("a unit that comes back is polled in every tick again") {
  Bus bus{units({1, 2}), every(5s, 1s)};
  bus.answer = [](std::uint8_t unit, MonoTime now) {
    return unit == 2 && now < MonoTime{700s} ? silent : good;
  };
  bus.run_until(MonoTime{700s + 400s});  // the longest wait between probes is 300 s
  const auto before = bus.polls[2].size();
  bus.run_until(bus.now + 50s);
  CHECK(bus.polls[2].size() - before == 10);
}

TEST_CASE("when no unit answers one is probed each tick, and the first answer brings all back") {
  Bus bus{units({1, 2, 3}), every(5s, 1s)};
  bus.answer = [](auto, MonoTime now) { return now < MonoTime{1000s} ? silent : good; };
  bus.run_until(MonoTime{1000s});
  const auto in_outage = bus.polls[1].size() + bus.polls[2].size() + bus.polls[3].size();
  // 180 ticks, the first 3 with three requests each, then one a tick.
  CHECK(in_outage >= 180);
  CHECK(in_outage <= 190);
  bus.polls.clear();
  bus.run_until(MonoTime{1020s});
  // 1000: the probe; 1005, 1010, 1015: everybody.
  for (std::uint8_t unit = 1; unit <= 3; ++unit) CHECK(bus.polls[unit].size() >= 3);
}

TEST_CASE("a unit that comes back later than the others after a long outage is not forgotten") {
  Bus bus{units({1, 2}), every(5s, 1s)};
  const MonoTime back{100s + 1h};
  bus.answer = [back](std::uint8_t unit, MonoTime now) {
    return now < back || (unit == 2 && now < back + 60s) ? silent : good;
  };
  bus.run_until(back + 60s + 400s);  // the longest wait between probes is 300 s
  const auto before = bus.polls[2].size();
  bus.run_until(bus.now + 50s);
  CHECK(bus.polls[2].size() - before == 10);
}

TEST_CASE("a link that is down quarantines nobody") {
  Bus bus{units({1, 2}), every(5s, 1s)};
  const Bus::Reply refused{Failure{Failure::Kind::connect}, 0s};
  bus.answer = [&](auto, MonoTime now) { return now < MonoTime{200s} ? refused : good; };
  bus.run_until(MonoTime{205s});
  CHECK(bus.polls[1].size() == 21);
  CHECK(bus.polls[2].size() == 21);
}

TEST_CASE("a step of the wall clock moves the ticks, slewing does not") {
  Bus bus{units({1}), every(5s, 1s)};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{111s});
  bus.utc_ahead += 50ms;
  bus.run_until(MonoTime{121s});
  bus.utc_ahead += 3602s;  // the tick waited for, 125, is now UTC …7: the next multiple is at 128
  bus.polls.clear();
  bus.run_until(MonoTime{130s});
  CHECK(bus.polls[1] == std::vector{MonoTime{128s - 50ms}});
}

TEST_CASE("what is not fast takes the time that the fast leave, and no more") {
  // Per second: 2 · 100 ms fast; the slow ones take 300 ms each, so that two fit into the rest.
  std::vector<PolledRequest> requests{request(1, RateClass::fast), request(2, RateClass::fast)};
  for (std::uint8_t unit = 3; unit <= 8; ++unit) {
    requests.push_back(request(unit, RateClass::slow, 300ms));
  }
  Bus bus{requests, {{1s, 1s, 10s}, 1s}};
  bus.answer = [](std::uint8_t unit, auto) {
    return Bus::Reply{good.answer, unit <= 2 ? 100ms : 300ms};
  };
  bus.run_until(MonoTime{160s});
  for (const auto late : bus.lateness) CHECK(late == 0s);
  CHECK(bus.polls[1].size() == 60);
  for (std::uint8_t unit = 3; unit <= 8; ++unit) {
    CHECK(bus.polls[unit].size() >= 6);
    CHECK(bus.polls[unit].size() <= 8);
  }
}

TEST_CASE("on a bus that the fast requests fill the others get their share") {
  std::vector<PolledRequest> requests;
  for (std::uint8_t unit = 1; unit <= 10; ++unit) {
    requests.push_back(request(unit, RateClass::fast, 100ms));
  }
  requests.push_back(request(11, RateClass::medium, 100ms));
  requests.push_back(request(12, RateClass::medium, 100ms));
  SchedulerSettings settings{{1s, 1s, 1s}, 1s};
  settings.rare_share = 0.1;
  Bus bus{requests, settings};
  bus.answer = [](auto, auto) { return Bus::Reply{good.answer, 100ms}; };
  bus.run_until(MonoTime{100s + 1000s});
  // A cycle of 1 s earns a tenth of itself, one of their requests: 1,000 s are 909 cycles of 1.1 s.
  CHECK(bus.polls[11].size() + bus.polls[12].size() >= 905);
  CHECK(bus.polls[11].size() + bus.polls[12].size() <= 910);
  CHECK(bus.polls[11].size() >= 450);
  CHECK(bus.polls[1].size() >= 905);
}

TEST_CASE("after the boundary of an interval energies come before what is slow") {
  std::vector<PolledRequest> requests{
      request(1, RateClass::fast), request(2, RateClass::slow, 400ms),
      request(3, RateClass::slow, 400ms), request(4, RateClass::medium, 400ms)};
  SchedulerSettings settings{{1s, 5s, 2s}, 1s};
  settings.boundaries = 15min;
  Bus bus{requests, settings};
  bus.utc_ahead = 900'000s - 100s - 3s;  // the boundary is at 103
  bus.answer = [](std::uint8_t unit, auto) {
    return Bus::Reply{good.answer, unit == 1 ? 10ms : 400ms};
  };
  bus.run_until(MonoTime{104s});
  CHECK(std::count(bus.polls[4].begin(), bus.polls[4].end(), MonoTime{103s + 10ms}) == 1);
}

TEST_CASE("another plan takes over between two requests") {
  Bus bus{units({1, 2}), every(1s, 1s)};
  bus.answer = [](std::uint8_t unit, auto) { return unit == 2 ? silent : good; };
  bus.run_until(MonoTime{110s});
  CHECK(bus.scheduler.quarantined(2));
  bus.scheduler.replace(units({2, 3}));
  CHECK(bus.scheduler.quarantined(2));
  const auto before = bus.polls[1].size();
  bus.run_until(MonoTime{120s});
  CHECK(bus.polls[1].size() == before);
  CHECK(bus.polls[3].size() >= 8);
  CHECK(bus.scheduler.quarantined_units() == 1);
}

TEST_CASE("the busy share tells how loaded the bus is") {
  Bus bus{units({1, 2}), every(1s, 1s)};
  bus.answer = [](auto, auto) { return Bus::Reply{good.answer, 100ms}; };
  bus.run_until(MonoTime{161s});
  CHECK(bus.scheduler.busy_share(bus.now).value() == Approx(0.2));
}

namespace {

/// Lets the bus run, with a guest waiting all the time; says when each had its turn.
std::vector<MonoTime> run_with_guests(Bus& bus, std::uint8_t unit, MonoTime end) {
  std::vector<MonoTime> turns;
  bus.scheduler.admit({unit, range});
  while (bus.now < end) {
    const auto action = bus.scheduler.next(bus.moment());
    if (const auto* wait = std::get_if<WaitUntil>(&action)) {
      bus.now = wait->time;
      continue;
    }
    const auto& transact = std::get<Transact>(action);
    const auto reply = bus.answer(transact.request.unit, bus.now);
    const bool guest = bus.scheduler.guest_in_flight(0);
    CHECK(guest == (transact.request.unit == unit));
    if (guest) turns.push_back(bus.now);
    bus.now += reply.after;
    bus.scheduler.outcome({reply.answer, bus.now - reply.after, bus.now, true, 0}, bus.now);
    if (guest) bus.scheduler.admit({unit, range});
  }
  return turns;
}

}  // namespace

TEST_CASE("a guest has its turn at once on an idle bus, and leaves the ticks alone") {
  Bus bus{units({1}), {{5s, 15s, 60s}, 1s}};
  bus.answer = [](std::uint8_t, MonoTime) { return Bus::Reply{RegisterBlock{}, 20ms}; };
  bus.run_until(bus.now + 1ms);
  bus.scheduler.admit({9, range});
  const auto action = bus.scheduler.next(bus.moment());
  REQUIRE(std::holds_alternative<Transact>(action));
  CHECK(std::get<Transact>(action).request.unit == 9);
  CHECK(std::get<Transact>(action).deadline == bus.now + 1s);
  bus.scheduler.outcome({Failure{}, bus.now, bus.now + 1s, true, 0}, bus.now + 1s);
  bus.now += 1s;
  CHECK_FALSE(bus.scheduler.quarantined(9));
  bus.polls.clear();
  bus.run_until(MonoTime{111s});
  CHECK(bus.polls[1] == std::vector{MonoTime{105s}, MonoTime{110s}});
}

TEST_CASE("guests on a bus without time left take a fifth of it, silent ones too") {
  // Ten units of 100 ms fill a tick of 1 s; a silent guest costs 1 s.
  for (const Duration guest_takes : {Duration{50ms}, Duration{1s}}) {
    Bus bus{units({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), {{1s, 3s, 60s}, 1s}};
    bus.answer = [&](std::uint8_t unit, MonoTime) {
      if (unit != 77) return Bus::Reply{RegisterBlock{}, 100ms};
      if (guest_takes == 1s) return Bus::Reply{Failure{}, 1s};
      return Bus::Reply{RegisterBlock{}, guest_takes};
    };
    const auto turns = run_with_guests(bus, 77, MonoTime{400s});
    const auto share = turns.size() * guest_takes / std::chrono::duration<double>(300s);
    CHECK(share <= 0.21);
    CHECK(turns.size() >= 10);
    CHECK_FALSE(bus.scheduler.quarantined(77));
  }
}

namespace {

SchedulerSettings several(std::size_t in_flight, Duration interval = 5s) {
  auto settings = every(interval, 1s);
  settings.in_flight = in_flight;
  return settings;
}

/// The unit that is asked now, in that slot.
int asked(Bus& bus, std::size_t slot) {
  const auto action = bus.scheduler.next(bus.moment());
  REQUIRE(std::holds_alternative<Transact>(action));
  CHECK(std::get<Transact>(action).slot == slot);
  return std::get<Transact>(action).request.unit;
}
MonoTime told_to_wait(Bus& bus) {
  return std::get<WaitUntil>(bus.scheduler.next(bus.moment())).time;
}
void tell(Bus& bus, const Bus::Reply& reply, std::size_t slot) {
  bus.scheduler.outcome({reply.answer, {}, {}, true, 0}, bus.now, slot);
}

}  // namespace

TEST_CASE("as many requests are in flight as the device allows, and each outcome frees its place") {
  Bus bus{units({1, 2, 3, 4}), several(3)};
  CHECK(asked(bus, 0) == 1);
  CHECK(asked(bus, 1) == 2);
  CHECK(asked(bus, 2) == 3);
  CHECK(told_to_wait(bus) == MonoTime::max());
  CHECK(!bus.scheduler.idle());
  tell(bus, good, 1);
  CHECK(asked(bus, 1) == 4);
  for (const std::size_t slot : {0, 1, 2}) tell(bus, good, slot);
  CHECK(bus.scheduler.idle());
  CHECK(told_to_wait(bus) == MonoTime{105s});
}

TEST_CASE("what is still waited for is not asked again in the next tick, the others are") {
  Bus bus{units({1, 2}), several(2, 500ms)};
  CHECK(asked(bus, 0) == 1);
  CHECK(asked(bus, 1) == 2);
  tell(bus, good, 1);
  CHECK(told_to_wait(bus) == MonoTime{100s + 500ms});
  bus.now += 500ms;
  CHECK(asked(bus, 1) == 2);
  tell(bus, good, 1);
  CHECK(told_to_wait(bus) == MonoTime{101s});
  bus.now += 500ms;
  tell(bus, silent, 0);
  CHECK(asked(bus, 0) == 1);
}

TEST_CASE("several requests into one silence are one silence: the third one quarantines") {
  auto requests = units({1, 1, 1});
  for (std::size_t i = 0; i < requests.size(); ++i)
    requests[i].request.range.address = static_cast<std::uint16_t>(100 * i);
  requests.push_back(request(2, RateClass::fast));
  Bus bus{requests, several(4)};
  for (int round = 1; round <= 3; ++round) {
    for (const std::size_t slot : {0, 1, 2}) CHECK(asked(bus, slot) == 1);
    CHECK(asked(bus, 3) == 2);
    tell(bus, good, 3);
    bus.now += 1s;
    for (const std::size_t slot : {0, 1, 2}) tell(bus, silent, slot);
    CHECK(bus.scheduler.quarantined(1) == (round == 3));
    bus.now += 4s;
  }
}

TEST_CASE("the load of a bus is its share of what all its requests at a time could do") {
  Bus bus{units({1}), several(4, 10s)};
  CHECK(asked(bus, 0) == 1);
  bus.now += 8s;
  tell(bus, good, 0);
  bus.now += 2s;
  // 8 s of 4 · 10 s.
  CHECK(bus.scheduler.busy_share(bus.now) == Approx(0.2));
}
