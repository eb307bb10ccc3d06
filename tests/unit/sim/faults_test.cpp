#include "sim/faults.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

TEST_CASE("faults are read with their arguments") {
  CHECK(parse_fault("silent")->kind == FaultKind::silent);
  CHECK(parse_fault("slow:300")->argument == 300);
  CHECK(parse_fault("exception")->argument == 4);
  const Fault late = *parse_fault("exception:11:3000");
  CHECK(late.kind == FaultKind::exception);
  CHECK(late.argument == 11);
  CHECK(late.delay_ms == 3000);
  const MeterFault fault = *parse_meter_fault("pdu-a=garbage");
  CHECK(fault.meter == "pdu-a");
  CHECK(fault.fault.kind == FaultKind::garbage);
}

TEST_CASE("what is no fault is refused") {
  CHECK_FALSE(parse_fault("broken").has_value());
  CHECK_FALSE(parse_fault("slow:fast").has_value());
  CHECK_FALSE(parse_fault("exception:300").has_value());
  CHECK_FALSE(parse_fault("slow:1:2:3").has_value());
  CHECK_FALSE(parse_meter_fault("silent").has_value());
}

TEST_CASE("a zero glitch is taken once and leaves the unit healthy") {
  FaultBoard board(2);
  board.set(1, {FaultKind::zero_glitch, 0, 0});
  CHECK_FALSE(board.take_zero_glitch(0));
  CHECK(board.take_zero_glitch(1));
  CHECK_FALSE(board.take_zero_glitch(1));
  CHECK(board.get(1).kind == FaultKind::none);
}
