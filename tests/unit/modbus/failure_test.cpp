#include "modbus/failure.h"

#include <catch2/catch.hpp>

using pue::modbus::Failure;
using pue::modbus::reason;

TEST_CASE("a failure's reason is the stable name that metrics carry") {
  CHECK(reason(Failure{Failure::Kind::timeout, 0}) == "timeout");
  CHECK(reason(Failure{Failure::Kind::connect, 0}) == "connect");
  CHECK(reason(Failure{Failure::Kind::disconnect, 0}) == "disconnect");
  CHECK(reason(Failure{Failure::Kind::exception, 11}) == "exception_11");
  CHECK(reason(Failure{Failure::Kind::bad_frame, 0}) == "bad_frame");
}
