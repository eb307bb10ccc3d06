#include "engine/serial_watch.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using Swap = SerialWatch::Swap;

namespace {

constexpr MonoTime t(Duration since) { return MonoTime{since}; }

SerialWatch watch() { return SerialWatch({.silence = 60s, .patience = 300s}); }

/// Known as 4711 since its third reading, 10 s ago at 30 s.
SerialWatch known() {
  auto one = watch();
  for (const auto at : {0s, 10s, 20s}) {
    one.heard(t(at));
    one.number(t(at), 4711);
  }
  one.heard(t(30s));
  return one;
}

}  // namespace

TEST_CASE("a meter that tells no number is always vouched for") {
  auto one = watch();
  CHECK(one.vouches(t(0s)));
  one.heard(t(0s));
  one.heard(t(1000h));
  CHECK(one.vouches(t(1000h)));
  CHECK_FALSE(one.known());
}

TEST_CASE("the first number is believed when three readings agree, and is no swap") {
  auto one = watch();
  CHECK_FALSE(one.number(t(1s), 4711));
  CHECK_FALSE(one.number(t(2s), 4711));
  CHECK_FALSE(one.known());
  CHECK_FALSE(one.number(t(3s), 4712));  // a bit lost on the way
  CHECK_FALSE(one.number(t(4s), 4711));
  CHECK_FALSE(one.number(t(5s), 4711));
  CHECK_FALSE(one.known());
  CHECK(one.vouches(t(5s)));
  CHECK_FALSE(one.number(t(6s), 4711));
  CHECK(one.known() == 4711);
  CHECK(one.vouches(t(6s)));
}

TEST_CASE("after a silence registers wait for the number, and count at once when it is the same") {
  auto one = known();
  one.heard(t(90s));  // 60 s: no silence yet
  CHECK(one.vouches(t(90s)));
  one.heard(t(150s) + 1ns);
  CHECK_FALSE(one.vouches(t(151s)));
  one.heard(t(155s));
  CHECK_FALSE(one.vouches(t(155s)));
  CHECK_FALSE(one.number(t(156s), 4711));
  CHECK(one.vouches(t(156s)));
}

TEST_CASE("a number that cannot be read keeps registers out no longer than patience lasts") {
  auto one = known();
  for (auto at = 1000s; at <= 1300s; at += 50s) one.heard(t(at));
  CHECK_FALSE(one.vouches(t(1300s)));
  CHECK(one.vouches(t(1300s) + 1ns));
}

TEST_CASE("three readings of another number are a swap, told once, with both numbers") {
  auto one = known();
  CHECK_FALSE(one.number(t(40s), 815));
  CHECK_FALSE(one.vouches(t(40s)));
  CHECK_FALSE(one.number(t(50s), 815));
  CHECK_FALSE(one.vouches(t(50s)));
  CHECK(one.number(t(60s), 815) == Swap{4711, 815});
  CHECK(one.vouches(t(60s)));
  CHECK(one.known() == 815);
  CHECK_FALSE(one.number(t(70s), 815));
  CHECK_FALSE(one.number(t(80s), 815));
  CHECK_FALSE(one.number(t(90s), 815));
}

TEST_CASE("an odd number among the known one changes nothing") {
  auto one = known();
  for (int i = 0; i < 20; ++i) {
    const auto at = t(40s + i * 20s);
    one.heard(at);
    CHECK_FALSE(one.number(at, 815));
    CHECK_FALSE(one.vouches(at));
    CHECK_FALSE(one.number(at + 10s, 4711));
    CHECK(one.vouches(at + 10s));
  }
  CHECK(one.known() == 4711);
}

TEST_CASE("a register of numbers that never agree keeps the meter out for a while only") {
  auto one = known();
  for (std::uint64_t i = 0; i < 40; ++i) {
    const auto at = t(40s + static_cast<int>(i) * 10s);
    one.heard(at);
    CHECK_FALSE(one.number(at, 100 + i));
    CHECK(one.vouches(at) == (at - t(40s) > 300s));
  }
}

TEST_CASE("after a change that a person announced any number is the meter's") {
  auto one = known();
  CHECK_FALSE(one.number(t(40s), 815));
  one.announced();
  CHECK(one.vouches(t(40s)));
  CHECK_FALSE(one.number(t(50s), 815));
  CHECK_FALSE(one.number(t(60s), 815));
  CHECK_FALSE(one.known());
  CHECK_FALSE(one.number(t(70s), 815));
  CHECK(one.known() == 815);
}

TEST_CASE("after a restart the meter is in doubt until its number is read") {
  auto same = watch();
  same.restore(4711);
  same.heard(t(0s));
  CHECK_FALSE(same.vouches(t(0s)));
  CHECK_FALSE(same.number(t(1s), 4711));
  CHECK(same.vouches(t(1s)));
  auto other = watch();
  other.restore(4711);
  other.heard(t(0s));
  CHECK_FALSE(other.number(t(1s), 815));
  CHECK_FALSE(other.number(t(2s), 815));
  CHECK(other.number(t(3s), 815) == Swap{4711, 815});
}
