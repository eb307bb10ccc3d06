#include "ledger/store/open_database.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue::ledger;

TEST_CASE("a writer's connection syncs every commit and keeps a rollback journal") {
  const TemporaryDirectory directory;
  auto database = open_to_write(directory.file("x.db"));
  CHECK(database->execAndGet("PRAGMA journal_mode").getString() == "truncate");
  CHECK(database->execAndGet("PRAGMA synchronous").getInt() == 2);  // FULL
}

TEST_CASE("a reader's connection does not create a file and does not write") {
  const TemporaryDirectory directory;
  const auto path = directory.file("x.db");
  CHECK_THROWS_AS(open_to_read(path), SQLite::Exception);
  CHECK_FALSE(std::filesystem::exists(path));
  open_to_write(path)->exec("CREATE TABLE t(x)");
  CHECK_THROWS_AS(open_to_read(path)->exec("INSERT INTO t VALUES(1)"), SQLite::Exception);
}
