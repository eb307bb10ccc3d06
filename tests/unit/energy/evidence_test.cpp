#include "energy/evidence.h"

#include <catch2/catch.hpp>

#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

// 100 → 125 kWh by a register of 1 kWh; the readings 30 s before and after each boundary.
DirectionEvidence quarter_hour() {
  DirectionEvidence one;
  one.start.x = 100 * kwh;
  one.start.bounds = RegisterBounds{
      {at(-30).utc, 7000 * kwh}, {at(30).utc, 7001 * kwh}, 99 * kwh, 1 * kwh, {}, 1 * kwh, {}};
  one.end.x = 125 * kwh;
  one.end.bounds = RegisterBounds{
      {at(870).utc, 7025 * kwh}, {at(930).utc, 7026 * kwh}, 124 * kwh, 1 * kwh, {}, 1 * kwh, {}};
  return one;
}

IntervalEnergy stating(Joules imported, Quality quality = Quality::measured) {
  return {period(0, 900), quality, imported, {}, {}};
}

bool proven(const DirectionEvidence& one, Joules imported = 25 * kwh) {
  return proves(SharedEvidence({{one}}), stating(imported));
}

// Evidence of which one number was changed.
template <class Change>
bool proven_after(Change change) {
  DirectionEvidence one = quarter_hour();
  change(one);
  return proven(one, one.end.x - one.start.x);
}

constexpr Joules one{1};

}  // namespace

TEST_CASE("readings around both boundaries prove the energy between them, to the joule") {
  CHECK(proven(quarter_hour()));
  CHECK_FALSE(proven(quarter_hour(), 25 * kwh + one));
  CHECK_FALSE(proven(quarter_hour(), 25 * kwh - one));
}

TEST_CASE("x lies from the reading before to one count above the reading after") {
  for (auto side : {&DirectionEvidence::start, &DirectionEvidence::end}) {
    const Joules base = (quarter_hour().*side).bounds->base;
    CHECK(proven_after([&](auto& e) { (e.*side).x = base; }));
    CHECK_FALSE(proven_after([&](auto& e) { (e.*side).x = base - one; }));
    CHECK(proven_after([&](auto& e) { (e.*side).x = base + 2 * kwh; }));
    CHECK_FALSE(proven_after([&](auto& e) { (e.*side).x = base + 2 * kwh + one; }));
  }
}

TEST_CASE("what is withheld lies above, what a net register undercuts below") {
  const Joules base = quarter_hour().end.bounds->base;
  CHECK(proven_after([&](auto& e) {
    e.end.bounds->withheld = wh;
    e.end.x = base + 2 * kwh + wh;
  }));
  CHECK_FALSE(proven_after([&](auto& e) {
    e.end.bounds->withheld = wh;
    e.end.x = base + 2 * kwh + wh + one;
  }));
  CHECK(proven_after([&](auto& e) {
    e.end.bounds->below = wh;
    e.end.x = base - wh;
  }));
  CHECK_FALSE(proven_after([&](auto& e) {
    e.end.bounds->below = wh;
    e.end.x = base - wh - one;
  }));
}

TEST_CASE("a net register that stepped back bounds x on the other side") {
  const Joules base = quarter_hour().end.bounds->base;
  const auto x_with_step_back = [&](Joules x) {
    return proven_after([&](auto& e) {
      e.end.bounds->step = -2 * kwh;
      e.end.x = x;
    });
  };
  CHECK(x_with_step_back(base - 2 * kwh));
  CHECK_FALSE(x_with_step_back(base - 2 * kwh - one));
  CHECK(x_with_step_back(base + 1 * kwh));
  CHECK_FALSE(x_with_step_back(base + 1 * kwh + one));
}

TEST_CASE("the readings stand on either side of the boundary, or at it") {
  CHECK(proven_after([](auto& e) { e.start.bounds->before.at = at(0).utc; }));
  CHECK_FALSE(proven_after([](auto& e) { e.start.bounds->before.at = at(1e-9).utc; }));
  CHECK(proven_after([](auto& e) { e.end.bounds->after.at = at(900).utc; }));
  CHECK_FALSE(proven_after([](auto& e) { e.end.bounds->after.at = at(900 - 1e-9).utc; }));
}

TEST_CASE("where power alone carried x there is nothing to bound it") {
  CHECK(proven_after([](auto& e) {
    e.end.bounds.reset();
    e.end.x = 900 * kwh;
  }));
}

TEST_CASE("without evidence nothing is proven but that a missing interval claims nothing") {
  CHECK_FALSE(proves({}, stating(25 * kwh)));
  CHECK_FALSE(proves({}, stating({})));
  CHECK(proves({}, stating({}, Quality::missing)));
  // energy of a direction of which there is no evidence
  CHECK_FALSE(proves(SharedEvidence(IntervalEvidence{}), stating(one)));
}

TEST_CASE("each direction is proven by its own evidence") {
  DirectionEvidence out = quarter_hour();
  out.direction = Direction::exported;
  IntervalEnergy interval = stating({});
  interval.exported = 25 * kwh;
  CHECK(proves(SharedEvidence({{out}}), interval));
  interval.imported = 25 * kwh;
  CHECK_FALSE(proves(SharedEvidence({{out}}), interval));
  CHECK(proves(SharedEvidence({{quarter_hour(), out}}), interval));
  interval.exported += one;
  CHECK_FALSE(proves(SharedEvidence({{quarter_hour(), out}}), interval));
}

TEST_CASE("evidence is equal by its content") {
  const SharedEvidence evidence({{quarter_hour()}});
  CHECK(evidence == SharedEvidence({{quarter_hour()}}));
  DirectionEvidence other = quarter_hour();
  other.integral = wh;
  CHECK_FALSE(evidence == SharedEvidence({{other}}));
  CHECK_FALSE(evidence == SharedEvidence());
  CHECK_FALSE(SharedEvidence() == evidence);
  CHECK(SharedEvidence() == SharedEvidence());
  CHECK_FALSE(SharedEvidence());
  CHECK(evidence->directions.size() == 1);
}
