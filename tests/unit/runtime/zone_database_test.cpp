#include "runtime/zone_database.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace std::chrono_literals;

TEST_CASE("Asia/Shanghai is eight hours ahead, and nine in a summer of 1988") {
  const auto zone = runtime::find_zone("Asia/Shanghai");
  REQUIRE(zone.has_value());
  CHECK(zone->name() == "Asia/Shanghai");
  CHECK(zone->offset_at(*parse_rfc3339("2026-07-01T00:00:00Z")) == 8h);
  CHECK(zone->offset_at(*parse_rfc3339("1988-07-01T00:00:00Z")) == 9h);
  CHECK(zone->offset_at(*parse_rfc3339("2099-07-01T00:00:00Z")) == 8h);
}

TEST_CASE("Europe/Berlin changes on the last Sundays of March and October") {
  const auto zone = runtime::find_zone("Europe/Berlin");
  REQUIRE(zone.has_value());
  CHECK(zone->offset_at(*parse_rfc3339("2026-03-29T00:59:59Z")) == 1h);
  CHECK(zone->offset_at(*parse_rfc3339("2026-03-29T01:00:00Z")) == 2h);
  CHECK(zone->offset_at(*parse_rfc3339("2026-10-25T00:59:59Z")) == 2h);
  CHECK(zone->offset_at(*parse_rfc3339("2026-10-25T01:00:00Z")) == 1h);
  CHECK(zone->offset_at(*parse_rfc3339("1970-01-01T00:00:00Z")) == 1h);
}

TEST_CASE("a name that the database does not have is nothing") {
  for (const auto* name : {"Asia/Horinger", "", "../../etc/passwd", "/etc/localtime"}) {
    INFO(name);
    CHECK_FALSE(runtime::find_zone(name).has_value());
  }
}
