#include "ledger/store/leaf_log.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "fixture.h"
#include "ledger/store/schema.h"

using namespace pue;
using namespace pue::ledger;

namespace {

SQLite::Database new_ledger() {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  REQUIRE(create_tables_if_empty(database, "x").has_value());
  return database;
}

}  // namespace

TEST_CASE("entries have numbers from 0 on, and the tree is that of their bytes") {
  auto database = new_ledger();
  auto log = LeafLog::resume(database, "x").value();
  MerkleFrontier expected;
  for (std::uint64_t i = 0; i < 21; ++i) {
    const auto body = std::to_string(i);
    CHECK(log.append(database, RecordKind::start, quarter(0), body) == i);
    expected.append(hash_leaf(seal(RecordKind::start, quarter(0), body)));
    CHECK(log.head() == expected.head());
    // A restart at any size goes on with the same tree.
    CHECK(LeafLog::resume(database, "x")->head() == expected.head());
  }
  CHECK(leaf_bytes(database, 7) == seal(RecordKind::start, quarter(0), "7"));
  CHECK_FALSE(leaf_bytes(database, 21));
  CHECK(last_of_kind(database, RecordKind::start)->first == 20);
  CHECK_FALSE(last_of_kind(database, RecordKind::stop));
}

TEST_CASE("every entry is proven by the stored hashes, and every tree to grow from the earlier") {
  auto database = new_ledger();
  auto log = LeafLog::resume(database, "x").value();
  std::vector<TreeHead> heads = {log.head()};
  for (int i = 0; i < 13; ++i) {
    log.append(database, RecordKind::start, quarter(i), "");
    heads.push_back(log.head());
  }
  const auto hashes = subtree_hashes(database);
  for (std::uint64_t i = 0; i < 13; ++i) {
    const auto proof = inclusion_proof(i, 13, hashes).value();
    CHECK(verify_inclusion(hash_leaf(*leaf_bytes(database, i)), i, log.head(), proof).has_value());
    const auto growth = consistency_proof(i + 1, 13, hashes).value();
    CHECK(verify_consistency(heads[i + 1], log.head(), growth).has_value());
  }
}

TEST_CASE("a tree whose hashes are gone is damaged") {
  auto database = new_ledger();
  auto log = LeafLog::resume(database, "x").value();
  for (int i = 0; i < 3; ++i) log.append(database, RecordKind::start, quarter(i), "");
  database.exec("DELETE FROM subtree WHERE level = 1");
  CHECK_THAT(LeafLog::resume(database, "x").error().message, Catch::Contains("damaged"));
}
