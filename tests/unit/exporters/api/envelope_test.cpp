#include "exporters/api/envelope.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <limits>

using namespace pue::api;

TEST_CASE("an answer says success and carries its data") {
  CHECK(success({{"a", 1}}) == R"({"status":"success","data":{"a":1}})");
}

TEST_CASE("an error carries its type and an escaped text") {
  CHECK(error(ErrorType::not_found, "no \"x\"\n") ==
        R"({"status":"error","errorType":"not_found","error":"no \"x\"\n"})");
}

TEST_CASE("numbers are exact: joules with all digits, doubles in their shortest form") {
  CHECK(to_text(std::int64_t{9'223'372'036'854'775'807}) == "9223372036854775807");
  CHECK(to_text(1.25) == "1.25");
  CHECK(to_text(0.1 + 0.2) == "0.30000000000000004");
  CHECK(boost::json::parse(to_text(1e300)).as_double() == 1e300);
}

TEST_CASE("a number that is not finite never leaves") {
  CHECK_THROWS_AS(to_text(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
  CHECK_THROWS_AS(to_text(std::numeric_limits<double>::infinity()), std::logic_error);
}

TEST_CASE("nested values are written in order") {
  CHECK(
      to_text(boost::json::parse(R"({"a":[],"b":{},"c":[1,"x",null,true,[2.5]],"d":{"e":-1}})")) ==
      R"({"a":[],"b":{},"c":[1,"x",null,true,[2.5]],"d":{"e":-1}})");
}
