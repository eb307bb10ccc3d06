#include "modbus/scheduler.h"

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

  Bus(const std::vector<Request>& requests, SchedulerSettings settings)
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

std::vector<Request> units(std::initializer_list<int> ids) {
  std::vector<Request> requests;
  for (const int id : ids) requests.push_back({static_cast<std::uint8_t>(id), range});
  return requests;
}
const Bus::Reply good{RegisterBlock{range, {0, 0}}, 10ms};
const Bus::Reply silent{Failure{Failure::Kind::timeout}, 1s};

}  // namespace

TEST_CASE("ticks fall on UTC multiples of the interval, whatever the monotonic clock says") {
  Bus bus{units({1}), {5s, 1s}};
  bus.now += 1234ms;  // 1'700'000'101.234 at the start of the run; built at …100 (a multiple of 5)
  bus.scheduler = Scheduler{units({1}), {5s, 1s}, bus.moment()};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{120s});
  CHECK(bus.polls[1] == std::vector{MonoTime{105s}, MonoTime{110s}, MonoTime{115s}});
}

TEST_CASE("a start on a multiple polls at once") {
  Bus bus{units({1}), {5s, 1s}};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{101s});
  CHECK(bus.polls[1].front() == MonoTime{100s});
}

TEST_CASE("the requests of a tick go out one after another in their order") {
  Bus bus{units({3, 1, 2}), {5s, 1s}};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{104s});
  CHECK(bus.polls[3] == std::vector{MonoTime{100s}});
  CHECK(bus.polls[1] == std::vector{MonoTime{100s + 10ms}});
  CHECK(bus.polls[2] == std::vector{MonoTime{100s + 20ms}});
}

TEST_CASE("the gap lies between an answer and the next request, outside its deadline") {
  Bus bus{units({1, 2}), {5s, 1s, 40ms}};
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
  Bus bus{units({1}), {1s, 10s}};
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
  Bus bus{units({1, 2, 3, 4, 5, 6}), {1s, 1s}};
  bus.answer = [](std::uint8_t unit, auto) { return unit == 6 ? silent : good; };
  bus.run_until(MonoTime{100s + 1h});
  for (std::uint8_t unit = 1; unit <= 5; ++unit) CHECK(bus.polls[unit].size() >= 3600 - 1);
  CHECK(bus.time_spent[6] <= 3s + 180s);
  CHECK(bus.polls[6].size() > 3 + 10);  // but it is not forgotten
}

TEST_CASE("twenty dead units share the same small budget") {
  std::vector<Request> requests;
  for (std::uint8_t unit = 1; unit <= 21; ++unit) requests.push_back({unit, range});
  Bus bus{requests, {5s, 1s}};
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
  Bus bus{units({1, 2}), {5s, 1s}};
  bus.answer = [](std::uint8_t unit, MonoTime now) {
    return unit == 2 && now < MonoTime{700s} ? silent : good;
  };
  bus.run_until(MonoTime{700s + 400s});  // the longest wait between probes is 300 s
  const auto before = bus.polls[2].size();
  bus.run_until(bus.now + 50s);
  CHECK(bus.polls[2].size() - before == 10);
}

TEST_CASE("when no unit answers one is probed each tick, and the first answer brings all back") {
  Bus bus{units({1, 2, 3}), {5s, 1s}};
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
  Bus bus{units({1, 2}), {5s, 1s}};
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
  Bus bus{units({1, 2}), {5s, 1s}};
  const Bus::Reply refused{Failure{Failure::Kind::connect}, 0s};
  bus.answer = [&](auto, MonoTime now) { return now < MonoTime{200s} ? refused : good; };
  bus.run_until(MonoTime{205s});
  CHECK(bus.polls[1].size() == 21);
  CHECK(bus.polls[2].size() == 21);
}

TEST_CASE("a step of the wall clock moves the ticks, slewing does not") {
  Bus bus{units({1}), {5s, 1s}};
  bus.answer = [](auto, auto) { return good; };
  bus.run_until(MonoTime{111s});
  bus.utc_ahead += 50ms;
  bus.run_until(MonoTime{121s});
  bus.utc_ahead += 3602s;  // the tick waited for, 125, is now UTC …7: the next multiple is at 128
  bus.polls.clear();
  bus.run_until(MonoTime{130s});
  CHECK(bus.polls[1] == std::vector{MonoTime{128s - 50ms}});
}

TEST_CASE("the busy share tells how loaded the bus is") {
  Bus bus{units({1, 2}), {1s, 1s}};
  bus.answer = [](auto, auto) { return Bus::Reply{good.answer, 100ms}; };
  bus.run_until(MonoTime{161s});
  CHECK(bus.scheduler.busy_share(bus.now).value() == Approx(0.2));
}
