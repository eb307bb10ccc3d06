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
        "float64  abcd     -1234.5678\n");
}

TEST_CASE("options that make no sense are refused with the reason") {
  CHECK(value("436", "uint16", "abcd").find("error: \"436\" is not 1, 2 or 4 registers") == 0);
  CHECK(value("43zz", "uint16", "abcd").find("error: \"43zz\" is not") == 0);
  CHECK(value("000100020003", "uint16", "abcd").find("error: ") == 0);
  CHECK(value("4366", "float32", "abcd") == "error: float32 takes 2 registers, 1 given");
  CHECK(value("4366", "bcd16", "abcd").find("error: unknown type \"bcd16\"") == 0);
  CHECK(value("4366", "uint16", "cdabghef").find("error: \"cdabghef\" is not an order of 2") == 0);
  CHECK(value("4366", "bit", "abcd").find("error: type bit needs --bit") == 0);
  CHECK(decoded({"4366", "bit", "abcd", {}, 16}) == "error: --bit 16 is outside 0 to 15");
}
