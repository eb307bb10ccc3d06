#include "ledger/varint.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace pue::ledger;
using namespace std::string_literals;

namespace {
std::string unsigned_bytes(std::uint64_t value) {
  std::string bytes;
  append_unsigned(bytes, value);
  return bytes;
}
std::string signed_bytes(std::int64_t value) {
  std::string bytes;
  append_signed(bytes, value);
  return bytes;
}
constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();
}  // namespace

TEST_CASE("a number is written in groups of seven bits, lowest first") {
  CHECK(unsigned_bytes(0) == "\x00"s);
  CHECK(unsigned_bytes(127) == "\x7f"s);
  CHECK(unsigned_bytes(128) == "\x80\x01"s);
  CHECK(unsigned_bytes(300) == "\xac\x02"s);  // 300 = 2·128 + 44; 44 | 0x80 = 0xac
}

TEST_CASE("a signed number is folded so that small ones stay short") {
  CHECK(signed_bytes(0) == "\x00"s);
  CHECK(signed_bytes(-1) == "\x01"s);
  CHECK(signed_bytes(1) == "\x02"s);
  CHECK(signed_bytes(-64) == "\x7f"s);
  CHECK(signed_bytes(64) == "\x80\x01"s);
}

TEST_CASE("every number comes back") {
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63},
                                   std::int64_t{-65}, lowest, lowest + 1, highest}) {
    const auto bytes = signed_bytes(value);
    CHECK(unfolded(*ByteReader(bytes).read_unsigned()) == value);
  }
  const auto bytes = unsigned_bytes(std::numeric_limits<std::uint64_t>::max());
  CHECK(bytes.size() == 10);
  CHECK(*ByteReader(bytes).read_unsigned() == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("a number that is cut off, too long or not in its shortest form is refused") {
  CHECK(ByteReader("").read_unsigned().has_error());
  CHECK(ByteReader("\x80").read_unsigned().has_error());
  CHECK(ByteReader("\x80\x00"s).read_unsigned().has_error());
  CHECK(ByteReader("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02").read_unsigned().has_error());
  CHECK(ByteReader("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01").read_unsigned().has_error());
}

TEST_CASE("an error names the byte") {
  const auto bytes = "\x05\x80\x00"s;
  ByteReader reader(bytes);
  REQUIRE(*reader.read_unsigned() == 5);
  CHECK(reader.read_unsigned().error().message == "byte 1: a number not in its shortest form");
}

TEST_CASE("taking a number agrees with reading it, or leaves it to the reader") {
  for (int bits = 0; bits < 64; ++bits) {
    for (const std::uint64_t off : {std::uint64_t{0}, std::uint64_t{1}}) {
      const auto value = (std::uint64_t{1} << bits) - off;
      auto bytes = unsigned_bytes(value) + "\x07";
      ByteReader reader(bytes);
      std::uint64_t taken = 99;
      REQUIRE(reader.take_unsigned(taken) == (value < std::uint64_t{1} << 63));
      if (value >> 63) taken = *reader.read_unsigned();
      CHECK(taken == value);
      CHECK(*reader.read_byte() == 7);
    }
  }
  std::uint64_t untouched = 99;
  for (const auto& bytes : {""s, "\x80"s, "\x80\x00"s, "\xff\xff"s}) {
    ByteReader reader(bytes);
    CHECK_FALSE(reader.take_unsigned(untouched));
    CHECK(reader.position() == 0);
  }
  CHECK(untouched == 99);
}
