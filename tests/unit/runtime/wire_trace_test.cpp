#include "runtime/wire_trace.h"

#include <catch2/catch.hpp>

#include "base/limits.h"

using namespace pue;
using namespace pue::runtime;
using namespace std::chrono_literals;

namespace {

const Moment start{MonoTime{100s}, UtcTime{1'700'000'000s}};
Moment after(Duration time) { return {start.mono + time, start.utc + time}; }
const std::vector<std::uint8_t> two = {1, 2};

}  // namespace

TEST_CASE("nothing is kept while nobody looks") {
  WireTrace trace;
  CHECK_FALSE(trace.looked_at());
  trace.note(true, 7, two, start);
  CHECK(trace.after(0, 7, start.mono).empty());
  trace.after(0, 7, start.mono);
  CHECK(trace.looked_at());
  trace.note(true, 7, two, after(limits::trace_kept_for));
  CHECK_FALSE(trace.looked_at());
  CHECK(trace.after(0, 7, start.mono).empty());
}

TEST_CASE("who looks sees what came since, of the unit alone") {
  WireTrace trace;
  trace.after(0, 7, start.mono);
  trace.note(true, 7, two, after(1ms));
  trace.note(true, 8, two, after(2ms));
  trace.note(false, 7, {}, after(3ms));
  const TracedBytes first{1, start.utc + 1ms, true, 7, two};
  const TracedBytes third{3, start.utc + 3ms, false, 7, {}};
  CHECK(trace.after(0, 7, start.mono) == std::vector{first, third});
  CHECK(trace.after(1, 7, start.mono) == std::vector{third});
  CHECK(trace.after(3, 7, start.mono).empty());
}

TEST_CASE("who looks again after a while sees nothing old") {
  WireTrace trace;
  trace.after(0, 7, start.mono);
  trace.note(true, 7, two, after(1ms));
  CHECK(trace.after(0, 7, after(limits::trace_kept_for).mono).empty());
}

TEST_CASE("of a busy bus the newest are kept") {
  WireTrace trace;
  trace.after(0, 7, start.mono);
  for (std::size_t i = 0; i < limits::traced_pieces + 10; ++i) trace.note(true, 7, two, start);
  const auto kept = trace.after(0, 7, start.mono);
  REQUIRE(kept.size() == limits::traced_pieces);
  CHECK(kept.front().number == 11);
}
