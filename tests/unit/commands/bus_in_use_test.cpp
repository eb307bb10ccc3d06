#include "commands/bus_in_use.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace pue;
using namespace pue::commands;

TEST_CASE("a serial line that the daemon polls is refused with the remedy") {
  std::ostringstream warnings;
  const auto line = *modbus::parse_link_url("modbus+rtu:/dev/ttyUSB0");
  CHECK(may_ask(line, false, warnings).has_value());
  const auto refused = may_ask(line, true, warnings);
  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().message, Catch::Contains("systemctl stop pued"));
  CHECK(warnings.str().empty());
}

TEST_CASE("over TCP a daemon that polls is told, and asking goes on") {
  std::ostringstream warnings;
  const auto link = *modbus::parse_link_url("modbus+tcp://10.0.0.5");
  CHECK(may_ask(link, true, warnings).has_value());
  CHECK_THAT(warnings.str(), Catch::Contains("10.0.0.5:502 is polled by a running pued"));
}

TEST_CASE("no control socket, no daemon") {
  CHECK_FALSE(daemon_answers(""));
  CHECK_FALSE(daemon_answers("/nonexistent/control.sock"));
  CHECK_FALSE(daemon_polls("/nonexistent/pued.yaml", *modbus::parse_link_url("modbus+tcp://h")));
}
