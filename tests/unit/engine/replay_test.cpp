#include "engine/replay.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using meter::Quantity;
using meter::Reading;

namespace {

/// Both meters' powers at each of the times.
std::vector<Reading> powers(const std::vector<Duration>& times) {
  std::vector<Reading> readings;
  for (const auto t : times) {
    readings.push_back({at(t), MeterId{grid}, Quantity::active_power_w, 125'000});
    readings.push_back({at(t), MeterId{it}, Quantity::active_power_w, 100'000});
  }
  return readings;
}

}  // namespace

TEST_CASE("progress is told after whole moments, at least a stride apart, and at the end") {
  Accounting accounting(site_of_two());
  std::vector<std::size_t> told;
  // 8 readings, two a moment: 3 is reached with the 4th, the end is told once more.
  replay(accounting, powers({0s, 5s, 10s, 15s}), 3s, 3,
         [&](std::size_t position) { told.push_back(position); });
  CHECK(told == std::vector<std::size_t>{4, 8, 8});
}

TEST_CASE("the accounting is advanced beyond the last reading by the settling time") {
  Accounting accounting(site_of_two());
  replay(accounting, powers({0s, 5s}), 3s, 100, [](std::size_t) {});
  CHECK(accounting.snapshot().at == start + 8s);
}

TEST_CASE("no readings make no figures and no progress") {
  Accounting accounting(site_of_two());
  replay(accounting, {}, 3s, 1, [](std::size_t) { FAIL("nothing was replayed"); });
  CHECK(accounting.snapshot().at == UtcTime{});
}

TEST_CASE("replayed readings give the same state as readings that come one by one") {
  const auto readings = powers({0s, 60s, 120s, 180s});
  Accounting replayed(site_of_two()), fed(site_of_two());
  replay(replayed, readings, 3s, 100, [](std::size_t) {});
  for (const auto& reading : readings) {
    fed.accept(reading);
    fed.advance(reading.at);
  }
  fed.advance(at(183s));
  CHECK(replayed.save() == fed.save());
}
