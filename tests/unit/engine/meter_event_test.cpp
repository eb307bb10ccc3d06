#include "engine/meter_event.h"

#include <catch2/catch.hpp>

using namespace pue::engine;
using Kind = MeterEvent::Kind;

TEST_CASE("every kind of event is found by its name") {
  for (const auto kind : event_kinds) CHECK(event_kind_from_name(name(kind)) == kind);
  CHECK(event_kind_from_name("ct_change") == Kind::ct_change);
  CHECK_FALSE(event_kind_from_name("Swap").has_value());
}

TEST_CASE("only a swap and a new transformer change the register") {
  CHECK(changes_register(Kind::swap));
  CHECK(changes_register(Kind::ct_change));
  CHECK_FALSE(changes_register(Kind::calibration));
  CHECK_FALSE(changes_register(Kind::outage));
  CHECK_FALSE(changes_register(Kind::reference));
}
