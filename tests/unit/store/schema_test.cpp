#include "ledger/store/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue;
using namespace pue::ledger;

namespace {
SQLite::Database in_memory() {
  return SQLite::Database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}
}  // namespace

TEST_CASE("tables are made once, with the mark of a ledger") {
  auto database = in_memory();
  REQUIRE(create_tables_if_empty(database, "x").has_value());
  REQUIRE(create_tables_if_empty(database, "x").has_value());
  CHECK(check_schema(database, "x").has_value());
  CHECK(database.execAndGet("PRAGMA application_id").getInt64() == 0x70756564);
}

TEST_CASE("an empty file with the mark of another program is not taken") {
  auto database = in_memory();
  database.exec("PRAGMA application_id = 42");
  CHECK(create_tables_if_empty(database, "x").has_error());
}

TEST_CASE("meters keep their numbers when others come") {
  auto database = in_memory();
  REQUIRE(create_tables_if_empty(database, "x").has_value());
  REQUIRE(record_identity(database, "x", identity_of({"a", "b"})).has_value());
  const auto before = meter_numbers(database, {"b", "c"});
  CHECK(before[0]);
  CHECK_FALSE(before[1]);
  REQUIRE(record_identity(database, "x", identity_of({"c", "b"})).has_value());
  CHECK(meter_numbers(database, {"b"})[0] == before[0]);
}

TEST_CASE("a date in service comes back") {
  auto database = in_memory();
  REQUIRE(create_tables_if_empty(database, "x").has_value());
  auto identity = identity_of({"a"});
  identity.in_service = std::chrono::year_month_day{std::chrono::year{2024} / 2 / 29};
  REQUIRE(record_identity(database, "x", identity).has_value());
  CHECK(stored_identity(database) == identity);
}
