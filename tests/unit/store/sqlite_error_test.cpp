#include "ledger/store/sqlite_error.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;

TEST_CASE("an error of SQLite says which ledger, what was done and what to do") {
  const SQLite::Exception full("database or disk is full", SQLITE_FULL);
  const auto message = sqlite_error("/x/ledger.db", "cannot commit", full).message;
  CHECK_THAT(message,
             Catch::StartsWith("ledger /x/ledger.db: cannot commit: database or disk is full"));
  CHECK_THAT(message, Catch::Contains("free space on its file system"));
}

TEST_CASE("work that throws becomes an error, work that returns keeps its value") {
  const auto thrown = guarded("p", "cannot read", []() -> Result<int> {
    throw SQLite::Exception("file is not a database", SQLITE_NOTADB);
  });
  CHECK_THAT(thrown.error().message, Catch::Contains("not a pued ledger"));
  CHECK(*guarded("p", "cannot read", []() -> Result<int> { return 3; }) == 3);
}

TEST_CASE("a damaged ledger is named with what is wrong and what to do") {
  CHECK(damaged_ledger("/x/ledger.db", "a hash is missing").message ==
        "ledger /x/ledger.db: a hash is missing; the file is damaged: keep it, restore the last "
        "good copy beside it");
}
