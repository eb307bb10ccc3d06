#include "meter/decimal.h"

#include <catch2/catch.hpp>

using namespace pue::meter;

TEST_CASE("four bits are a decimal digit up to 9") {
  CHECK(from_bcd(0x0000) == 0);
  CHECK(from_bcd(0x0010) == 10);
  CHECK(from_bcd(0x9999) == 9999);
  CHECK(from_bcd(0x99999999) == 99'999'999);
  for (const std::uint64_t bits : {0xAULL, 0xA0ULL, 0xA00ULL, 0xA000ULL, 0xA0000000ULL}) {
    INFO(bits);
    CHECK_FALSE(from_bcd(bits).has_value());
  }
}

TEST_CASE("a word is a digit to the base 10,000 up to 9999") {
  // 2 · 10000 + 3
  CHECK(from_mod10k(0x0000'0002'0003, 3) == 20'003);
  // 9999 = 0x270F in each of four words is 10^16 − 1.
  CHECK(from_mod10k(0x270F'270F'270F'270F, 4) == 9'999'999'999'999'999U);
  CHECK_FALSE(from_mod10k(0x2710, 1).has_value());
  CHECK_FALSE(from_mod10k(0x2710'0000, 2).has_value());
  // A word above those that the value has is none of its words.
  CHECK(from_mod10k(0x2710'0001, 1) == 1);
}
