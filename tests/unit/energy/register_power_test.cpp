#include "energy/register_power.h"

#include <catch2/catch.hpp>

#include "energy/meter_tracker.h"

using namespace pue;
using namespace pue::energy;
using namespace std::chrono_literals;

namespace {

constexpr Joules wh{3'600};
constexpr Joules kwh{3'600'000};

Moment at(Duration since_start) {
  return {MonoTime{since_start}, UtcTime{since_start + 1'767'225'600s}};
}

/// Read every 5 s up to `end`: a register of 1 kWh that steps once in `period`.
void read_until(RegisterPower& power, Duration end, Duration period) {
  for (Duration t{0}; t <= end; t += 5s) {
    const auto before = t < 5s ? 0 : (t - 5s) / period;
    power.believed(Direction::imported, at(t), (t / period - before) * kwh, kwh);
  }
}

}  // namespace

TEST_CASE("20 counts between two readings at which the register had just moved are a power") {
  // 100 kW: a step each 36 s, the first seen at 40 s, the 20th after it (756 s) at 760 s:
  // 72 MJ / 720 s = 100 kW.
  RegisterPower power({true, false});
  read_until(power, 755s, 36s);
  CHECK_FALSE(power.value());
  power = RegisterPower({true, false});
  read_until(power, 760s, 36s);
  REQUIRE(power.value());
  CHECK(power.value()->power == Watts{100'000});
  CHECK(power.value()->at == at(760s));
}

TEST_CASE("the power of a load that ends fades: since the last step less than a count has flowed") {
  RegisterPower power({true, false});
  read_until(power, 760s, 36s);
  power.believed(Direction::imported, at(790s), {}, kwh);
  // At most 21 kWh in 750 s, 100.8 kW: the steps' 100 kW stand.
  CHECK(power.value()->power == Watts{100'000});
  power.believed(Direction::imported, at(940s), {}, kwh);
  // 75.6 MJ / 900 s = 84 kW
  CHECK(power.value()->power == Watts{84'000});
  power.believed(Direction::imported, at(945s), {}, kwh);
  CHECK_FALSE(power.value());  // the span would be longer than 15 min
}

TEST_CASE("a span of exactly 15 min is a power, a longer one is none") {
  // 20 steps of 45 s are 900 s: 72 MJ / 900 s = 80 kW. The first is seen at 45 s.
  RegisterPower slow({true, false});
  read_until(slow, 945s, 45s);
  REQUIRE(slow.value());
  CHECK(slow.value()->power == Watts{80'000});
  RegisterPower slower({true, false});
  read_until(slower, 2h, 50s);
  CHECK_FALSE(slower.value());
}

TEST_CASE("the shortest span with 20 counts is taken, the newest one") {
  RegisterPower power({true, false});
  for (int i = 0; i <= 3; ++i)  // 100 counts in 5 s: 72 kW
    power.believed(Direction::imported, at(i * 5s), 100 * wh, wh);
  CHECK(power.value()->power == Watts{72'000});
  power.believed(Direction::imported, at(20s), 50 * wh, wh);
  CHECK(power.value()->power == Watts{36'000});
  // 15 counts are too few; with the 50 before them 65 in 10 s: 23.4 kW
  power.believed(Direction::imported, at(25s), 15 * wh, wh);
  CHECK(power.value()->power == Watts{23'400});
}

TEST_CASE("export is taken off, and the counts of both registers make up the span") {
  RegisterPower power({true, true});
  for (int i = 0; i <= 2; ++i) {
    power.believed(Direction::imported, at(i * 5s), 5 * wh, wh);
    power.believed(Direction::exported, at(i * 5s), 15 * wh, wh);
  }
  // (5 − 15) · 3600 J / 5 s
  REQUIRE(power.value());
  CHECK(power.value()->power == Watts{-7'200});
}

TEST_CASE("what both registers counted by the same reading is one mark") {
  // 5 and 14 counts are one too few, those of the reading before do not count again.
  RegisterPower power({true, true});
  for (int i = 0; i <= 2; ++i) {
    power.believed(Direction::imported, at(i * 5s), 5 * wh, wh);
    power.believed(Direction::exported, at(i * 5s), 14 * wh, wh);
  }
  CHECK_FALSE(power.value());
}

TEST_CASE("a register may count single joules") {
  RegisterPower power({true, false});
  for (int i = 0; i <= 2; ++i)
    power.believed(Direction::imported, at(i * 5s), Joules{100}, Joules{1});
  CHECK(power.value()->power == Watts{20});  // 100 J in 5 s
}

TEST_CASE("what is known of a power ends with the register that was read longest ago") {
  RegisterPower power({true, true});
  power.believed(Direction::imported, at(0s), {}, wh);
  power.believed(Direction::imported, at(5s), 100 * wh, wh);
  power.believed(Direction::imported, at(10s), 100 * wh, wh);
  CHECK_FALSE(power.value());  // nobody knows what went out
  power.believed(Direction::exported, at(11s), {}, wh);
  CHECK(power.value()->at == at(10s));
  power.believed(Direction::imported, at(15s), 100 * wh, wh);
  CHECK(power.value()->at == at(11s));
}

TEST_CASE("a net register that falls is a negative power") {
  RegisterPower power({true, false});
  for (int i = 0; i <= 2; ++i) power.believed(Direction::imported, at(i * 5s), -100 * wh, wh);
  CHECK(power.value()->power == Watts{-72'000});
}

TEST_CASE("after a new beginning neither its first reading nor what was before it is in a span") {
  RegisterPower power({true, false});
  for (int i = 0; i <= 3; ++i) power.believed(Direction::imported, at(i * 5s), 100 * wh, wh);
  power.begin();
  CHECK_FALSE(power.value());
  power.believed(Direction::imported, at(20s), {}, wh);
  power.believed(Direction::imported, at(25s), 50 * wh, wh);
  CHECK_FALSE(power.value());
  power.believed(Direction::imported, at(30s), 50 * wh, wh);
  CHECK(power.value()->power == Watts{36'000});
}

TEST_CASE("a tracker makes no power of a step over which it knows no energy") {
  TrackerSettings settings;
  settings.import = RegisterSettings{kwh, std::nullopt, std::nullopt};
  settings.max_power = Watts{1e6};
  settings.interval = 15min;
  MeterTracker tracker(settings);
  const auto read = [&](Duration t, std::int64_t shown) {
    tracker.import_register(at(t), shown * kwh);
  };
  // 10 counts a minute are 600 kW. The first reading is believed with the third.
  for (int i = 0; i <= 4; ++i) read(i * 1min, 100 + 10 * i);
  CHECK(tracker.register_power()->power == Watts{600'000});
  for (int i = 5; i <= 7; ++i) read(i * 1min, 10 * i - 50);  // reset; believed from 5 min on
  CHECK_FALSE(tracker.register_power());
  read(8min, 30);
  CHECK(tracker.register_power()->power == Watts{600'000});
  tracker.change(at(9min), {{Joules{40 * kwh}, Joules{500 * kwh}}, {}});
  CHECK_FALSE(tracker.register_power());
  settings.has_power = true;
  CHECK_FALSE(MeterTracker(settings).register_power());
}
