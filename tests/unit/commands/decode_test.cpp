#include "commands/decode.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace pue::commands;

namespace {

std::string decoded(const DecodeOptions& options) {
  std::ostringstream out;
  const auto done = decode(options, out);
  return done ? out.str() : "error: " + done.error().message;
}

std::string value(const char* hex, const char* type, const char* order) {
  return decoded({hex, type, order, {}, {}});
}

}  // namespace

TEST_CASE("with type and order decode prints the value alone") {
  CHECK(value("43668000", "float32", "abcd") == "230.5\n");
  CHECK(value("8000 4366", "float32", "cdab") == "230.5\n");
  CHECK(value("0xFFFE", "int16", "abcd") == "-2\n");
  // 2^64 − 2 has more digits than a double.
  CHECK(value("FFFFFFFFFFFFFFFE", "uint64", "abcd") == "18446744073709551614\n");
  CHECK(value("7FC00000", "float32", "abcd") == "nan\n");
  CHECK(value("FF800000", "float32", "abcd") == "-inf\n");
  CHECK(decoded({"0008", "bit", "abcd", {}, 3}) == "true\n");
  CHECK(decoded({"00010000", "uint32", "cdab", 0.1, {}}) == "0.1\n");
}

TEST_CASE("what is left open is a table of all interpretations") {
  // 0x0102 = 258, bytes swapped 0x0201 = 513
  CHECK(decoded({"0102", "uint16", {}, {}, {}}) ==
        "type     order    value\n"
        "uint16   abcd     258\n"
        "uint16   cdab     258\n"
        "uint16   badc     513\n"
        "uint16   dcba     513\n");
  CHECK(decoded({"C0934A456D5CFAAD", {}, "abcd", {}, {}}) ==
        "type     order    value\n"
        "uint64   abcd     13876516538906639021\n"
        "int64    abcd     -4570227534802912595\n"
        "float64  abcd     -1234.5678\n"
        "mod10k   abcd     no value: not_decimal\n");
  // 0x0125 = 293; the digits 0, 1, 2 and 5. A half: exponent 0, 293 · 2^-24.
  CHECK(decoded({"0125", {}, "abcd", {}, {}}) ==
        "type     order    value\n"
        "bool     abcd     true\n"
        "uint16   abcd     293\n"
        "int16    abcd     293\n"
        "float16  abcd     1.7464160919189453e-05\n"
        "bcd16    abcd     125\n"
        "mod10k   abcd     293\n");
  // 1 · 10^8 + 1234 · 10^4 + 56; three registers are nothing else.
  CHECK(decoded({"0001 04D2 0038", {}, {}, {}, {}}) ==
        "type     order    value\n"
        "mod10k   abcd     112340056\n"
        "mod10k   cdab     5612340001\n"
        "mod10k   badc     no value: not_decimal\n"
        "mod10k   dcba     no value: not_decimal\n");
}

TEST_CASE("decimal registers are scaled, and digits that are none have no value") {
  CHECK(value("12345678", "bcd32", "abcd") == "12345678\n");
  CHECK(value("5678 1234", "bcd32", "cdab") == "12345678\n");
  CHECK(value("123A", "bcd16", "abcd") == "no value: not_decimal\n");
  CHECK(decoded({"0001 04D2", "mod10k", "abcd", 10, {}}) == "112340\n");
  CHECK(decoded({"2710", "mod10k", "abcd", 10, {}}) == "no value: not_decimal\n");
}

TEST_CASE("options that make no sense are refused with the reason") {
  CHECK(value("436", "uint16", "abcd").find("error: \"436\" is not 1 to 4 registers") == 0);
  CHECK(value("43zz", "uint16", "abcd").find("error: \"43zz\" is not") == 0);
  CHECK(value("000100020003", "uint16", "abcd").find("error: ") == 0);
  CHECK(value("4366", "float32", "abcd") == "error: float32 takes 2 registers, 1 given");
  CHECK(value("4366", "bcd64", "abcd").find("error: unknown type \"bcd64\"") == 0);
  CHECK(value("436680007777", "bcd32", "abcd") == "error: bcd32 takes 2 registers, 3 given");
  CHECK(value("4366", "uint16", "cdabghef").find("error: \"cdabghef\" is not an order of 2") == 0);
  CHECK(value("4366", "bit", "abcd").find("error: type bit needs --bit") == 0);
  CHECK(decoded({"4366", "bit", "abcd", {}, 16}) == "error: --bit 16 is outside 0 to 15");
}
