#include "config/formula.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::config;

namespace {
const FormulaNames names = {
    {"a", MeterId{0}}, {"a-b", MeterId{1}}, {"b", MeterId{2}}, {"v", site::VirtualMeterId{0}}};
std::string wrong(const char* text) { return parse_formula(text, names).error().message; }
}  // namespace

TEST_CASE("a formula is a sum of meters with signs, a dash inside a name is no operator") {
  const auto terms = parse_formula("a - a-b  + b", names);
  REQUIRE(terms.has_value());
  REQUIRE(terms->size() == 3);
  CHECK((*terms)[0].coefficient == site::Coefficient::whole(1));
  CHECK(std::get<MeterId>((*terms)[0].of) == MeterId{0});
  CHECK((*terms)[1].coefficient == site::Coefficient::whole(-1));
  CHECK(std::get<MeterId>((*terms)[1].of) == MeterId{1});
  CHECK((*terms)[2].coefficient == site::Coefficient::whole(1));
}

TEST_CASE("a number before a meter says which part of it counts, exactly") {
  const auto terms = parse_formula("0.35 * a - 0.000001 * v + 1000 * b", names);
  REQUIRE(terms.has_value());
  REQUIRE(terms->size() == 3);
  CHECK((*terms)[0].coefficient.millionths == 350'000);
  CHECK((*terms)[1].coefficient.millionths == -1);
  CHECK(std::get<site::VirtualMeterId>((*terms)[1].of) == site::VirtualMeterId{0});
  CHECK((*terms)[2].coefficient.millionths == 1'000'000'000);
}

TEST_CASE("a coefficient that is wrong is told by its part") {
  const std::string form =
      " is not a decimal with at most six digits after the point, for example 1.25";
  CHECK(wrong("0.35x * a") == "\"0.35x\"" + form);
  CHECK(wrong("0.1234567 * a") == "\"0.1234567\"" + form);
  CHECK(wrong("a + 0 * b") == "\"0\": a coefficient is more than 0 and at most 1000");
  CHECK(wrong("1000.1 * a") == "\"1000.1\": a coefficient is more than 0 and at most 1000");
  CHECK(wrong("0.35 a") == "expected * and a meter after \"0.35\"");
  CHECK(wrong("a - 0.35") == "expected * and a meter after \"0.35\"");
  CHECK(wrong("0.35 *") == "no meter after \"*\"");
  CHECK(wrong("0.35 * 2") == "unknown meter \"2\"");
  CHECK(wrong("0.35*a") == "\"0.35*a\": write +, - and * with spaces on both sides");
  CHECK(wrong("a * 0.35") == "a number stands before its meter; write for example 0.35 * plant");
}

TEST_CASE("a formula that is wrong is told by its part") {
  CHECK(wrong("a -b") == "\"-b\": write +, - and * with spaces on both sides");
  CHECK(wrong("b-a") == "\"b-a\": write +, - and * with spaces on both sides");
  CHECK(wrong("a+b") == "\"a+b\": write +, - and * with spaces on both sides");
  CHECK(wrong("a - c") == "unknown meter \"c\"");
  CHECK(wrong("a b") == "expected + or -, not \"b\"");
  CHECK(wrong("a -") == "no meter after \"-\"");
  CHECK(wrong("- a") == "unknown meter \"-\"");
  CHECK(wrong("a - a") == "meter \"a\" stands in it twice");
  CHECK(wrong("") == "the formula is empty; write for example \"ups-in - ups-out\"");
}
