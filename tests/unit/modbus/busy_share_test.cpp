#include "modbus/busy_share.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace std::chrono_literals;

namespace {
MonoTime at(Duration since) { return MonoTime{1000s + since}; }
}  // namespace

TEST_CASE("the share is absent until ten seconds were seen") {
  modbus::BusyShare busy{at(0s)};
  busy.add(at(1s), at(2s));
  CHECK(!busy.share(at(9s)));
  CHECK(busy.share(at(10s)).value() == Approx(0.1));
}

TEST_CASE("the share is of the last minute, work before it is forgotten") {
  modbus::BusyShare busy{at(0s)};
  busy.add(at(0s), at(10s));
  for (int second = 10; second < 70; second += 10) busy.add(at(second * 1s), at(second * 1s + 3s));
  // 10–70 s: six times 3 s in 60 s; the first ten seconds have left the minute.
  CHECK(busy.share(at(70s)).value() == Approx(0.3));
  CHECK(busy.share(at(80s)).value() == Approx(0.25));  // five times 3 s, and a slot without work
  CHECK(busy.share(at(500s)).value() == Approx(0.0));
}

TEST_CASE("work that lasts longer than the minute fills it") {
  modbus::BusyShare busy{at(0s)};
  busy.add(at(5s), at(205s));
  CHECK(busy.share(at(200s)).value() == Approx(1.0));
}

TEST_CASE("after a long silence old work does not come back") {
  modbus::BusyShare busy{at(0s)};
  for (int second = 0; second < 70; second += 10) busy.add(at(second * 1s), at(second * 1s + 9s));
  busy.add(at(1000s), at(1001s));
  CHECK(busy.share(at(1010s)).value() == Approx(1.0 / 60));
}
