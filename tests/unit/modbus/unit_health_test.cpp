#include "modbus/unit_health.h"

#include <catch2/catch.hpp>

#include "base/limits.h"

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {
const Answer silence = Failure{Failure::Kind::timeout};
const Answer answered = RegisterBlock{};
MonoTime at(Duration since) { return MonoTime{since}; }
}  // namespace

TEST_CASE("three silences in a row, not two, put a unit into quarantine") {
  UnitHealth unit{1};
  unit.told(silence, at(0s));
  unit.told(silence, at(5s));
  unit.told(answered, at(10s));
  unit.told(silence, at(15s));
  unit.told(silence, at(20s));
  CHECK(!unit.quarantined());
  unit.told(silence, at(25s));
  CHECK(unit.quarantined());
  CHECK(unit.next_probe() > at(25s));
}

TEST_CASE("probes of a dead unit grow rarer, to five minutes and not beyond") {
  UnitHealth unit{1};
  MonoTime now{};
  for (int i = 0; i < 20; ++i) {
    unit.told(silence, now);
    now = std::max(now, unit.next_probe());
  }
  unit.told(silence, now);
  CHECK(unit.next_probe() - now <= limits::unit_quarantine_longest);
  CHECK(unit.next_probe() - now >= limits::unit_quarantine_longest * 3 / 4);
}

TEST_CASE("a gateway's word that the target is silent counts as silence, other answers as life") {
  for (const auto code : {std::uint8_t{0x0A}, std::uint8_t{0x0B}}) {
    CHECK(is_silence(Failure{Failure::Kind::exception, code}));
    CHECK(!is_sign_of_life(Failure{Failure::Kind::exception, code}));
  }
  CHECK(is_sign_of_life(Failure{Failure::Kind::exception, 2}));
  CHECK(is_sign_of_life(Failure{Failure::Kind::bad_frame}));
}

TEST_CASE("a link that is down says nothing about its units") {
  UnitHealth unit{1};
  for (int i = 0; i < 10; ++i) unit.told(Failure{Failure::Kind::connect}, at(i * 1s));
  for (int i = 0; i < 10; ++i) unit.told(Failure{Failure::Kind::disconnect}, at(i * 1s));
  CHECK(!unit.quarantined());
}

TEST_CASE("an answered probe ends the quarantine, parole ends at the first silence") {
  UnitHealth unit{1};
  for (int i = 0; i < 3; ++i) unit.told(silence, at(i * 1s));
  unit.told(answered, at(10s));
  CHECK(!unit.quarantined());
  for (int i = 0; i < 3; ++i) unit.told(silence, at(20s + i * 1s));
  unit.parole();
  CHECK(!unit.quarantined());
  unit.told(silence, at(30s));
  CHECK(unit.quarantined());
}
