#include "commands/trace.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;

namespace {

const UtcTime at{1'772'366'400s + 250ms};  // 2026-03-01T12:00:00.250Z
const runtime::TracedBytes request{4, at, true, 7, {0, 1, 0, 0, 0, 6, 7, 3, 0, 100, 0, 1}};
const runtime::TracedBytes answer{6, at + 20ms, false, 7, {0, 1, 0, 0, 0, 5, 7, 3, 2, 0, 9}};

}  // namespace

TEST_CASE("each piece is a line: when, which way, the bytes and what they mean") {
  std::vector<std::uint64_t> asked;
  const TraceSource source{[&](std::uint64_t after) -> Result<std::vector<runtime::TracedBytes>> {
                             asked.push_back(after);
                             if (asked.size() == 1) return std::vector{request, answer};
                             return std::vector<runtime::TracedBytes>{};
                           },
                           [&] { return asked.size() < 3; }};
  std::ostringstream out;
  REQUIRE(trace(source, modbus::WireForm::mbap, out).has_value());
  CHECK(asked == std::vector<std::uint64_t>{0, 6, 6});
  CHECK(out.str() ==
        "2026-03-01T12:00:00.250Z → 00 01 00 00 00 06 07 03 00 64 00 01  "
        "id 0x0001 unit 7: read 1 holding registers from 100\n"
        "2026-03-01T12:00:00.270Z ← 00 01 00 00 00 05 07 03 02 00 09  "
        "id 0x0001 unit 7: 1 registers 0009\n");
}

TEST_CASE("what the daemon says instead ends it") {
  const TraceSource source{[](std::uint64_t) -> Result<std::vector<runtime::TracedBytes>> {
                             return Error{"the daemon has stopped"};
                           },
                           [] { return true; }};
  std::ostringstream out;
  const auto done = trace(source, modbus::WireForm::rtu, out);
  REQUIRE(done.has_error());
  CHECK(done.error().message == "the daemon has stopped");
}
