#include "sim/truth_server.h"

#include <catch2/catch.hpp>

#include "sim/options.h"
#include "sim/truth_report.h"

using namespace pue::sim;

TEST_CASE("the request line gives method, path and decoded query") {
  const auto request = parse_control_request(
      "GET /truth?from=2026-03-01T08:00:00%2B08:00&to=1772323200 HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(request.has_value());
  CHECK(request->method == "GET");
  CHECK(request->path == "/truth");
  CHECK(request->query.at("from") == "2026-03-01T08:00:00+08:00");
  CHECK(request->query.at("to") == "1772323200");
  CHECK_FALSE(parse_control_request("hello\r\n\r\n").has_value());
}

TEST_CASE("moments are RFC 3339 or seconds, whole seconds only") {
  CHECK(*parse_moment("2026-03-01T08:00:00+08:00") == 1772323200);
  CHECK(*parse_moment("1772323200") == 1772323200);
  CHECK_FALSE(parse_moment("2026-03-01T08:00:00.5Z").has_value());
  CHECK_FALSE(parse_moment("yesterday").has_value());
}

TEST_CASE("steps are read from one second to one day") {
  CHECK(*parse_step("15m") == 900);
  CHECK(*parse_step("24h") == 86400);
  CHECK_FALSE(parse_step("25h").has_value());
  CHECK_FALSE(parse_step("15").has_value());
}
