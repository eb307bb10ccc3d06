#include "engine/state_text.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime noon{1'772'366'400s};  // 2026-03-01T12:00:00Z

energy::IntervalEnergy recovered(Period interval, Period gap) {
  return {interval, energy::Quality::recovered, Joules{7}, Joules{-3}, gap};
}

energy::IntervalEnergy proven(Period interval) {
  energy::IntervalEnergy energy{interval, energy::Quality::measured, Joules{7}, Joules{}, {}};
  const energy::RegisterBounds bounds{{noon - 1s, Joules{3600}},
                                      {noon + 4s, Joules{7200}},
                                      Joules{3600},
                                      Joules{3600},
                                      Joules{0},
                                      Joules{3700},
                                      Joules{1}};
  energy.evidence = energy::SharedEvidence({{{energy::Direction::imported,
                                              {Joules{5000}, {}},
                                              {Joules{5007}, bounds},
                                              Joules{8},
                                              900s,
                                              Joules{2}}}});
  return energy;
}

SavedState example() {
  SavedState state;
  state.site = "内蒙 \"a\"";
  state.run_goes_on = true;
  state.next_boundary = noon;
  state.closed_until = noon - 15min;
  state.exact.facility = Joules{9'007'199'254'740'993};  // 2^53 + 1: no double holds it
  state.exact.it = Joules{-1};
  state.exact.co2 = kpi::Milligrams{684'900};
  state.exact.water = Millilitres{360'000};
  state.exact.reused_heat = Joules{0};
  state.exact.overhead = {Joules{1}, Joules{2}, Joules{3}, Joules{4}, Joules{5}};
  state.exact.sources = {Joules{6}, std::nullopt, Joules{0}, std::nullopt};
  state.exported.covered_seconds = 900;
  state.exported.elapsed_seconds = 1800;
  state.trackers = {{"grid", "reference 1\ncourse 2 3\n"}, {"ups", ""}};
  const Period interval{noon - 15min, noon};
  state.open = {
      {interval, {{"grid", recovered(interval, {noon - 3h, noon})}, {"it", proven(interval)}}}};
  state.waiting = {{{noon - 30min, noon - 15min}, 4, {"ups", "grid"}, {"ups-2"}}};
  state.gaps = {{"ups", {recovered({noon - 1h, noon - 45min}, {noon - 3h, noon}), {interval}}},
                {"grid", {std::nullopt, {}}}};
  state.serials = {{"ups", 9'007'199'254'740'992}};
  state.told_until = noon - 3s;
  state.clock_marks = {noon - 15min, noon};
  state.clock_skips = {{noon - 2h, noon - 1h}};
  state.changes = {{noon - 1h, "grid"}, {noon - 30min, "ups"}};
  return state;
}

}  // namespace

TEST_CASE("a state reads back as it was written, every joule of it") {
  const auto text = to_text(example());
  const auto state = saved_state_from_text(text);
  REQUIRE(state);
  CHECK(to_text(*state) == text);
  CHECK(state->site == "内蒙 \"a\"");
  CHECK(state->run_goes_on);
  CHECK(state->next_boundary == noon);
  CHECK(state->closed_until == noon - 15min);
  CHECK(state->exact.facility == Joules{9'007'199'254'740'993});
  CHECK(state->exact.co2 == kpi::Milligrams{684'900});
  CHECK(!state->exported.co2);
  CHECK(state->exact.water == Millilitres{360'000});
  CHECK(state->exact.reused_heat == Joules{0});
  CHECK(!state->exported.water);
  CHECK(state->exact.overhead[4] == Joules{5});
  CHECK(state->exact.sources[0] == Joules{6});
  CHECK(!state->exact.sources[1]);
  CHECK(state->exact.sources[2] == Joules{0});
  CHECK(state->exported.covered_seconds == 900);
  CHECK(state->trackers == example().trackers);
  CHECK(state->told_until == noon - 3s);
  CHECK(state->clock_marks == std::set<UtcTime>{noon - 15min, noon});
  CHECK(state->clock_skips == std::vector<Period>{{noon - 2h, noon - 1h}});
  CHECK(state->waiting[0].second_meters == std::vector<std::string>{"ups-2"});
  REQUIRE(state->gaps.size() == 2);
  CHECK(state->gaps.at("ups").before == example().gaps.at("ups").before);
  CHECK(state->gaps.at("ups").missing == std::vector<Period>{{noon - 15min, noon}});
  CHECK(!state->gaps.at("grid").before);
  CHECK(state->serials == example().serials);
  REQUIRE(state->changes.size() == 2);
  CHECK(state->changes[1].at == noon - 30min);
  CHECK(state->changes[1].meter == "ups");
  REQUIRE(state->open.size() == 1);
  CHECK(state->open[0].settled == example().open[0].settled);
  REQUIRE(state->waiting.size() == 1);
  CHECK(state->waiting[0].version == 4);
  CHECK(state->waiting[0].interval == Period{noon - 30min, noon - 15min});
  CHECK(state->waiting[0].unsettled == std::vector<std::string>{"ups", "grid"});
}

TEST_CASE("a state before the first reading has no times") {
  const auto state = saved_state_from_text(to_text({}));
  REQUIRE(state);
  CHECK(!state->next_boundary);
  CHECK(!state->closed_until);
}

TEST_CASE(
    "a text cut off anywhere, of another format or with a field of another type is no state") {
  const auto text = to_text(example());
  for (std::size_t length = 0; length < text.size(); ++length)
    CHECK_FALSE(saved_state_from_text(text.substr(0, length)));
  const auto changed = [&](const std::string& from, const std::string& to) {
    auto other = text;
    other.replace(other.find(from), from.size(), to);
    return saved_state_from_text(other);
  };
  CHECK(changed("\"format\":5", "\"format\":5"));
  CHECK_FALSE(changed("\"format\":5", "\"format\":99"));
  CHECK_FALSE(changed("\"version\":4", "\"version\":\"4\""));
  CHECK_FALSE(changed("\"recovered\"", "\"guessed\""));
  CHECK_FALSE(saved_state_from_text("[]"));
}
