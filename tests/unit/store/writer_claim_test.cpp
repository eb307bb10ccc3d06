#include "ledger/store/writer_claim.h"

#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue::ledger;

TEST_CASE("a claim is exclusive until its holder lets go") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  {
    const auto claim = WriterClaim::take(path);
    REQUIRE(claim.has_value());
    CHECK(WriterClaim::take(path).has_error());
  }
  CHECK(WriterClaim::take(path).has_value());
}

TEST_CASE("a claim that was moved still holds") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto claim = WriterClaim::take(path);
  REQUIRE(claim.has_value());
  const WriterClaim moved = std::move(*claim);
  CHECK(WriterClaim::take(path).has_error());
}

TEST_CASE("a lock file that cannot be made is an error with its path") {
  const auto claim = WriterClaim::take("/nonexistent/ledger.db");
  CHECK_THAT(claim.error().message, Catch::Contains("/nonexistent/ledger.db.lock"));
}
