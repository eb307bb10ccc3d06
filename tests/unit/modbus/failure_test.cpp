#include "modbus/failure.h"

#include <catch2/catch.hpp>

using pue::modbus::Failure;

TEST_CASE("a failure's reason is the stable name that metrics carry") {
  CHECK(reason({Failure::Kind::timeout, 0}) == "timeout");
  CHECK(reason({Failure::Kind::connect, 0}) == "connect");
  CHECK(reason({Failure::Kind::disconnect, 0}) == "disconnect");
  CHECK(reason({Failure::Kind::exception, 11}) == "exception_11");
  CHECK(reason({Failure::Kind::bad_frame, 0}) == "bad_frame");
}
