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

TEST_CASE("the head of a blob is its first bytes, whatever stands behind them") {
  std::string bytes;
  for (unsigned i = 0; i < 100'000; ++i) bytes += static_cast<char>(i * i % 251);
  const auto deflated = deflate(bytes);
  for (const std::size_t size : {0U, 1U, 5'000U, 99'999U, 100'000U, 200'000U}) {
    const auto head = inflate_head(deflated, size);
    REQUIRE(head.has_value());
    CHECK(*head == bytes.substr(0, size));
  }
  CHECK(inflate_head(deflated.substr(0, deflated.size() - 4), 1'000).has_value());
  CHECK(inflate_head(deflated.substr(0, 10), 1'000).has_error());
  CHECK(inflate_head("\xff\xff\xff\xff\x7f", 1).has_error());
}
