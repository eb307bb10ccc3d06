#include "modbus/backoff.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace std::chrono_literals;

TEST_CASE("waits double up to the longest, within a quarter of their nominal length") {
  modbus::Backoff backoff{1s, 60s, 42};
  for (const Duration nominal : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    const Duration wait = backoff.next();
    CHECK(wait >= nominal * 3 / 4);
    CHECK(wait <= std::min<Duration>(60s, nominal * 5 / 4));
  }
}

TEST_CASE("after a success the first wait is short again") {
  modbus::Backoff backoff{1s, 60s, 42};
  for (int i = 0; i < 10; ++i) backoff.next();
  backoff.reset();
  CHECK(backoff.next() <= 1250ms);
}

TEST_CASE("equal seeds wait equally, others differ") {
  modbus::Backoff a{1s, 60s, 1};
  modbus::Backoff b{1s, 60s, 1};
  modbus::Backoff c{1s, 60s, 2};
  const auto first = a.next();
  CHECK(first == b.next());
  CHECK(first != c.next());
}
