#include "config/formula.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::config;

namespace {
const MeterNames meters = {{"a", MeterId{0}}, {"a-b", MeterId{1}}, {"b", MeterId{2}}};
std::string wrong(const char* text) { return parse_formula(text, meters).error().message; }
}  // namespace

TEST_CASE("a formula is a sum of meters with signs; a dash inside a name is no operator") {
  const auto terms = parse_formula("a - a-b  + b", meters);
  REQUIRE(terms.has_value());
  REQUIRE(terms->size() == 3);
  CHECK((*terms)[0].sign == 1);
  CHECK((*terms)[0].meter == MeterId{0});
  CHECK((*terms)[1].sign == -1);
  CHECK((*terms)[1].meter == MeterId{1});
  CHECK((*terms)[2].sign == 1);
}

TEST_CASE("a formula that is wrong is told by its part") {
  CHECK(wrong("a -b") == "\"-b\": write + and - with spaces on both sides");
  CHECK(wrong("b-a") == "\"b-a\": write + and - with spaces on both sides");
  CHECK(wrong("a+b") == "\"a+b\": write + and - with spaces on both sides");
  CHECK(wrong("a - c") == "unknown meter \"c\"");
  CHECK(wrong("a b") == "expected + or -, not \"b\"");
  CHECK(wrong("a * b") == "expected + or -, not \"*\"");
  CHECK(wrong("a -") == "no meter after \"-\"");
  CHECK(wrong("- a") == "unknown meter \"-\"");
  CHECK(wrong("a - a") == "meter \"a\" stands in it twice");
  CHECK(wrong("") == "the formula is empty; write for example \"ups-in - ups-out\"");
}
