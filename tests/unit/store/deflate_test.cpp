#include "ledger/store/deflate.h"

#include <catch2/catch.hpp>

using namespace pue::ledger;

TEST_CASE("a blob comes back, however long, and is smaller where it repeats itself") {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 1'000'000U}) {
    const std::string bytes(size, 'x');
    const auto deflated = deflate(bytes);
    REQUIRE(inflate(deflated).has_value());
    CHECK(*inflate(deflated) == bytes);
  }
  CHECK(deflate(std::string(1'000'000, 'x')).size() < 2'000);
}

TEST_CASE("what deflate did not write is refused") {
  const auto deflated = deflate("some bytes");
  for (std::size_t size = 0; size < deflated.size(); ++size)
    CHECK(inflate(deflated.substr(0, size)).has_error());
  auto longer = deflated;
  longer[0] = 11;  // a byte more than there are
  CHECK(inflate(longer).has_error());
  auto damaged = deflated;
  damaged[5] = static_cast<char>(damaged[5] ^ 1);
  CHECK(inflate(damaged).has_error());
  CHECK(inflate("\xff\xff\xff\xff\x7f").has_error());  // 32 GiB
}
