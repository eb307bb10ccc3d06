#include "energy/interval_text.h"

#include <catch2/catch.hpp>

#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

RegisterBounds bounds(std::int64_t first) {
  return {{at(1).utc, Joules{first}}, {at(2).utc, Joules{first + 1}},
          Joules{first + 2},          Joules{first + 3},
          Joules{first + 4},          Joules{first + 5},
          Joules{first + 6}};
}

// Every number is another one, so that none can stand in another's place.
IntervalEnergy everything() {
  IntervalEnergy interval{period(0, 900), Quality::edited, Joules{1}, Joules{-2}, period(3, 4)};
  interval.resolution = Joules{5};
  interval.clamped = Joules{6};
  interval.unconfirmed = true;
  DirectionEvidence in{
      Direction::imported, {Joules{7}, bounds(10)}, {Joules{8}, {}}, Joules{9}, 30s, Joules{31}};
  DirectionEvidence out{
      Direction::exported, {Joules{32}, {}}, {Joules{33}, bounds(-40)}, Joules{34}, 35s,
      Joules{36}};
  interval.evidence = SharedEvidence({{in, out}});
  return interval;
}

template <class Write, class Read>
auto through_text(Write write, Read read, bool& whole) {
  StateWriter out(at(0));
  write(out.line("key"));
  const std::string text = out.text();
  StateReader in(text, at(0));
  in.line("key");
  auto result = read(in);
  whole = in.finished();
  return result;
}

}  // namespace

TEST_CASE("an interval and all its evidence come back as they were written") {
  IntervalEnergy bare = everything();
  bare.gap.reset();
  bare.evidence = {};
  bare.unconfirmed = false;
  bool whole = false;
  for (const auto& interval : {everything(), bare}) {
    const auto back = through_text([&](auto& out) { write_interval(out, interval); },
                                   [](auto& in) { return read_interval(in); }, whole);
    REQUIRE(whole);
    CHECK(back == interval);
  }
}

TEST_CASE("a settled boundary comes back as it was written") {
  BoundaryEnergy boundary{Joules{1}, Quality::recovered, period(2, 3), period(4, 5),
                          6,         Joules{7},          bounds(8)};
  bool whole = false;
  for (const auto& one : {boundary, BoundaryEnergy{Joules{1}, Quality::measured}}) {
    const auto back = through_text([&](auto& out) { write_boundary_energy(out, one); },
                                   [](auto& in) { return read_boundary_energy(in); }, whole);
    REQUIRE(whole);
    CHECK(back == one);
  }
}

TEST_CASE("a quality that does not exist, or a third direction, is refused") {
  const auto refused = [](const std::string& line, auto read) {
    const std::string text = "state 3\nreference 0\nkey" + line + "\n";
    StateReader in(text, at(0));
    in.line("key");
    read(in);
    return !in.ok();
  };
  const auto quality = [](StateReader& in) { read_quality(in); };
  CHECK_FALSE(refused(" 6", quality));
  CHECK(refused(" 7", quality));
  CHECK(refused(" -1", quality));
  const auto interval = [](StateReader& in) { read_interval(in); };
  CHECK_FALSE(refused(" 0 9 0 1 1 0 0 0 0 0", interval));
  CHECK(refused(" 0 9 0 1 1 0 0 0 0 3", interval));
  CHECK(refused(" 0 9 0 1 1 0 0 0 2 0", interval));
}
