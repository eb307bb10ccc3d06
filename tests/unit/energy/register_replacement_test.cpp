// A course that ends by announcement, a net register's course, and one that stood still.
#include <catch2/catch.hpp>

#include "energy/register_course.h"
#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;
using Standing = FrozenRegister::Standing;

namespace {

// Readings once a minute, in kWh; 200 kW allow 4 kWh a minute and 2 steps: 6 kWh.
RegisterCourse course(Flow flow = Flow::imported, std::optional<Joules> modulus = {}) {
  return {{kwh, modulus, std::nullopt}, Watts{200e3}, 0s, flow};
}

std::size_t read(RegisterCourse& course, int minute, Joules raw) {
  return course.offer({mark(60.0 * minute), raw}).size();
}

// Believed up to 102 kWh at the second minute.
RegisterCourse believed() {
  RegisterCourse one = course();
  for (const int minute : {0, 1, 2}) read(one, minute, (100 + minute) * kwh);
  return one;
}

}  // namespace

TEST_CASE("both entered readings end the old course and begin the new one") {
  RegisterCourse one = believed();
  const auto last = one.finish(mark(150), 104 * kwh);
  REQUIRE(last);
  CHECK(last->step == 2 * kwh);
  CHECK_FALSE(last->step_unknown);
  CHECK(last->reading.raw == 104 * kwh);
  CHECK(last->reading.mark.at == at(150));
  CHECK_FALSE(one.begun());
  const auto first = one.start(mark(150), 7 * kwh);
  REQUIRE(first);
  CHECK(first->step_unknown);
  CHECK(first->reading.raw == 7 * kwh);
  CHECK(one.begun());
  CHECK(one.take_events() ==
        std::vector{StepEvent{at(150).utc, StepEvent::Kind::swap, 104 * kwh, 7 * kwh}});
  // 30 s later: 2 kWh and 2 steps
  CHECK(read(one, 3, 11 * kwh) == 1);
}

TEST_CASE("an entered final reading must be a legal step") {
  // after a minute 6 kWh
  RegisterCourse legal = believed();
  CHECK(legal.finish(mark(180), 108 * kwh));
  for (const Joules impossible : {108 * kwh + Joules{1}, 102 * kwh - Joules{1}}) {
    RegisterCourse one = believed();
    CHECK_FALSE(one.finish(mark(180), impossible));
    CHECK_FALSE(one.begun());
    one.start(mark(180), 7 * kwh);
    CHECK(one.take_events().at(0).before == 102 * kwh);
  }
}

TEST_CASE("without entered readings three of the new register must agree, and it is a swap") {
  RegisterCourse one = believed();
  CHECK(read(one, 3, {}) == 0);  // pending, and forgotten
  CHECK_FALSE(one.finish(mark(190), {}));
  CHECK_FALSE(one.start(mark(190), {}));
  CHECK_FALSE(one.pending());
  CHECK(read(one, 4, 5 * kwh) == 0);
  CHECK(read(one, 5, 6 * kwh) == 0);
  const auto accepted = one.offer({mark(360), 7 * kwh});
  REQUIRE(accepted.size() == 3);
  CHECK(accepted[0].step_unknown);
  CHECK(accepted[0].reading.raw == 5 * kwh);
  CHECK(one.take_events() ==
        std::vector{StepEvent{at(240).utc, StepEvent::Kind::swap, 102 * kwh, 5 * kwh}});
}

TEST_CASE("a new register that goes on where the old one stood is not judged against it") {
  RegisterCourse one = believed();
  one.finish(mark(130), {});
  CHECK(read(one, 3, 103 * kwh) == 0);
  CHECK(read(one, 4, 104 * kwh) == 0);
  CHECK(read(one, 5, 105 * kwh) == 3);
}

TEST_CASE("a second change before the new register was believed keeps the first one's reading") {
  RegisterCourse one = believed();
  one.finish(mark(130), {});
  read(one, 3, 9 * kwh);
  CHECK_FALSE(one.finish(mark(190), 10 * kwh));
  one.start(mark(190), 1 * kwh);
  CHECK(one.take_events().at(0).before == 102 * kwh);
}

TEST_CASE("a change before the first course is no event") {
  RegisterCourse one = course();
  read(one, 0, 100 * kwh);
  CHECK_FALSE(one.finish(mark(30), 100 * kwh));
  CHECK(one.start(mark(30), 7 * kwh));
  CHECK(one.take_events().empty());
  CHECK(read(one, 1, 8 * kwh) == 1);
}

TEST_CASE("an entered reading beyond what any register shows counts as not entered") {
  constexpr Joules most{4'000'000'000'000'000'000};
  RegisterCourse one = course();
  CHECK_FALSE(one.start(mark(30), most + Joules{1}));
  CHECK(one.start(mark(30), most));
  RegisterCourse net = course(Flow::net);
  CHECK_FALSE(net.start(mark(30), -most - Joules{1}));
  CHECK(net.start(mark(30), -most));
}

TEST_CASE("what a swapped register showed last survives a restart") {
  RegisterCourse before = believed();
  before.finish(mark(130), {});
  StateWriter out(at(130));
  before.write(out);
  const std::string text = out.text();
  StateReader in(text, at(130));
  RegisterCourse after = course();
  after.read(in);
  REQUIRE(in.finished());
  for (const int minute : {3, 4, 5}) read(after, minute, minute * kwh);
  CHECK(after.take_events().at(0) ==
        StepEvent{at(180).utc, StepEvent::Kind::swap, 102 * kwh, 3 * kwh});
}

TEST_CASE("a net register may fall as far as it may rise") {
  RegisterCourse net = course(Flow::net);
  for (const int minute : {0, 1, 2}) read(net, minute, {});
  CHECK(read(net, 3, -6 * kwh) == 1);
  CHECK(read(net, 4, {}) == 1);
  CHECK(read(net, 5, -6 * kwh - Joules{1}) == 0);
}

TEST_CASE("a net register that falls too far is reset, whatever its modulus") {
  RegisterCourse net = course(Flow::net, 1000 * kwh);
  for (const int minute : {0, 1, 2}) read(net, minute, 999 * kwh);
  for (const int minute : {3, 4, 5}) read(net, minute, 1 * kwh);
  CHECK(net.take_events().at(0).kind == StepEvent::Kind::reset);
}

TEST_CASE("a glitch of a net register is dropped") {
  RegisterCourse net = course(Flow::net);
  for (const int minute : {0, 1, 2}) read(net, minute, -50 * kwh);
  CHECK(read(net, 3, {}) == 0);
  CHECK(read(net, 4, -51 * kwh) == 0);
  CHECK(read(net, 5, -50 * kwh) == 0);
  CHECK(read(net, 6, -52 * kwh) == 3);
  CHECK(net.take_events().at(0).kind == StepEvent::Kind::glitch);
}

TEST_CASE("a register that stood still may step by what its whole standstill allows") {
  // 200 kW: 3,333 Wh a minute; unchanged from 120 s (102 kWh) to 240 s, frozen by 6.7 kWh. At
  // 300 s, 3 minutes after its last step: 3 · 4 + 2 = 14 kWh, and not one minute's 6.
  for (const bool beyond : {false, true}) {
    RegisterCourse one = believed();
    one.offer({mark(180, 3333 * wh, 60), 102 * kwh});
    CHECK_FALSE(one.frozen());  // one reading
    one.offer({mark(240, 6667 * wh, 120), 102 * kwh});
    CHECK(one.frozen());
    const Joules step = 14 * kwh + Joules{beyond ? 1 : 0};
    const auto accepted = one.offer({mark(300, 10'000 * wh, 180), 102 * kwh + step});
    CHECK(accepted.empty() == beyond);
    if (beyond) continue;
    CHECK(accepted[0].standing == Standing::caught_up);
    CHECK(accepted[0].step == step);
    CHECK_FALSE(one.frozen());
  }
}

TEST_CASE("a register that moves steps by one reading's time, however long power was small") {
  RegisterCourse one = believed();
  for (const int minute : {3, 4, 5}) read(one, minute, 102 * kwh);
  CHECK(read(one, 6, 108 * kwh + Joules{1}) == 0);
}

TEST_CASE("only an entered final reading is a register's last") {
  RegisterCourse one = believed();
  CHECK_FALSE(one.offer({mark(180), 103 * kwh})[0].last);
  CHECK(one.finish(mark(200), 103 * kwh)->last);
}
