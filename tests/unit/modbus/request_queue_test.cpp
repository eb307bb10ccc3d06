#include "modbus/request_queue.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {

constexpr RatePeriods periods{1s, 2s, 4s};

PolledRequest request(std::uint8_t unit, std::uint16_t address, RateClass rate) {
  return {{unit, {FunctionCode::read_input_registers, address, 2}}, rate, 10ms};
}
const auto fast = RateClass::fast;
const auto medium = RateClass::medium;
const auto slow = RateClass::slow;

using Indices = std::vector<std::size_t>;

Indices take_all_fast(RequestQueue& queue) {
  Indices taken;
  while (const auto index = queue.take_fast()) taken.push_back(*index);
  return taken;
}
Indices take_all_others(RequestQueue& queue) {
  Indices taken;
  while (const auto index = queue.most_urgent()) {
    queue.take(*index);
    taken.push_back(*index);
  }
  return taken;
}

}  // namespace

TEST_CASE("in the first tick everything is due, the fast ones in their order") {
  RequestQueue queue{
      {request(1, 0, slow), request(1, 2, fast), request(2, 4, medium), request(2, 6, fast)},
      periods};
  queue.begin_tick(1, false);
  CHECK(take_all_fast(queue) == Indices{1, 3});
  CHECK(take_all_others(queue) == Indices{2, 0});
}

TEST_CASE("the others come back once in their period, no later") {
  RequestQueue queue{{request(1, 0, medium), request(1, 2, slow), request(1, 4, slow)}, periods};
  std::vector<Indices> ticks;
  for (int tick = 0; tick < 12; ++tick) {
    queue.begin_tick(1, false);
    ticks.push_back(take_all_others(queue));
  }
  for (std::size_t index = 0; index < 3; ++index) {
    const std::size_t period = index == 0 ? 2 : 4;
    std::size_t last = 0;
    for (std::size_t tick = 1; tick < ticks.size(); ++tick) {
      if (std::count(ticks[tick].begin(), ticks[tick].end(), index) == 0) continue;
      CHECK(tick - last <= period);
      last = tick;
    }
    CHECK(ticks.size() - last <= period);
  }
  // The slow ones are not all due in the same tick.
  CHECK(std::none_of(ticks.begin() + 1, ticks.end(), [](const Indices& taken) {
    return std::count(taken.begin(), taken.end(), 1) && std::count(taken.begin(), taken.end(), 2);
  }));
}

TEST_CASE("what was not taken keeps its deadline and goes first") {
  RequestQueue queue{{request(1, 0, slow), request(2, 0, medium)}, periods};
  queue.begin_tick(1, false);
  queue.take(1);
  // The slow one waits since tick 1 and wants to be read by tick 5; at tick 4 the medium one is due
  // again, by tick 6.
  queue.begin_tick(3, false);
  CHECK(take_all_others(queue) == Indices{0, 1});
}

TEST_CASE("a boundary makes the registers of energy due at once and first") {
  RequestQueue queue{{request(1, 0, slow), request(2, 0, medium), request(3, 0, medium)}, periods};
  queue.begin_tick(1, false);
  queue.take(1);
  queue.take(2);
  queue.begin_tick(1, true);
  CHECK(take_all_others(queue) == Indices{1, 2, 0});
}

TEST_CASE("a unit that came back is asked for everything") {
  RequestQueue queue{{request(1, 0, fast), request(2, 0, fast), request(2, 8, slow)}, periods};
  queue.begin_tick(1, false);
  take_all_fast(queue);
  take_all_others(queue);
  queue.recall(2);
  CHECK(take_all_fast(queue) == Indices{1});
  CHECK(take_all_others(queue) == Indices{2});
}

TEST_CASE("another plan keeps what both plans hold and asks for the new at once") {
  RequestQueue queue{{request(1, 0, fast), request(2, 0, fast), request(3, 0, slow)}, periods};
  queue.begin_tick(1, false);
  CHECK(queue.take_fast() == std::size_t{0});
  CHECK(queue.take_fast() == std::size_t{1});
  take_all_others(queue);
  queue.measured(0, 77ms);
  queue.replace({request(3, 0, slow), request(2, 4, fast), request(1, 0, fast)});
  CHECK(take_all_fast(queue) == Indices{1});
  CHECK(take_all_others(queue).empty());
  CHECK(queue.requests()[2].expected == 77ms);
}

TEST_CASE("what waits is due after its period, not at once, and then like any other") {
  RequestQueue queue{{request(1, 0, slow)}, periods};
  queue.begin_tick(1, false);
  take_all_others(queue);
  auto waiting = request(2, 0, slow);
  waiting.waits = true;
  queue.replace({request(1, 0, slow), waiting});
  CHECK(take_all_others(queue).empty());
  for (int tick = 2; tick <= 5; ++tick) {
    INFO(tick);
    queue.begin_tick(1, false);
    const auto taken = take_all_others(queue);
    // Replaced in tick 1, with a period of four.
    CHECK(std::count(taken.begin(), taken.end(), std::size_t{1}) == (tick == 5 ? 1 : 0));
  }
}
