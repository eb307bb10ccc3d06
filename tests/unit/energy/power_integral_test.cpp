#include "energy/power_integral.h"

#include <catch2/catch.hpp>

#include "meter_feed.h"

using namespace pue;
using namespace pue::energy;
using namespace pue::energy::testing;

namespace {

PowerSample sample(double second, double watts) { return {at(second), std::llround(watts * 1000)}; }

std::int64_t joules(const PowerMark& mark, Flow flow = Flow::imported) {
  return millijoules_between(PowerMark{}, mark, flow) / 1000;
}

}  // namespace

TEST_CASE("power is integrated by trapezoid") {
  PowerIntegral integral(60s);
  integral.add(sample(0, 100));
  integral.add(sample(10, 200));
  // (100 W + 200 W) / 2 · 10 s
  CHECK(joules(integral.mark(at(10))) == 1500);
  CHECK(integral.mark(at(10)).known == 10s);
}

TEST_CASE("a moment between two powers takes the part of the trapezoid before it") {
  PowerIntegral integral(60s);
  integral.add(sample(0, 100));
  const auto middle = integral.mark(at(4), sample(10, 200));
  // at 4 s power is 140 W: (100 + 140) / 2 · 4 s
  CHECK(joules(middle) == 480);
  CHECK(middle.known == 4s);
  CHECK(middle.milliwatts == 140'000);
}

TEST_CASE("powers exactly one gap apart are joined, further apart leave the time unknown") {
  PowerIntegral joined(60s);
  joined.add(sample(0, 100));
  joined.add(sample(60, 100));
  CHECK(joules(joined.mark(at(60))) == 6000);
  CHECK(joined.mark(at(60)).known == 60s);
  CHECK(joined.mark(at(90), sample(120, 100)).known == 90s);

  PowerIntegral apart(60s);
  apart.add(sample(0, 100));
  apart.add(sample(60.001, 100));
  CHECK(joules(apart.mark(at(60.001))) == 0);
  CHECK(apart.mark(at(60.001)).known == 0s);
  CHECK(apart.mark(at(90), sample(120.002, 100)).known == 0s);
}

TEST_CASE("a sign change splits the trapezoid exactly at zero") {
  PowerIntegral integral(60s);
  integral.add(sample(0, 300));
  integral.add(sample(40, -100));
  // zero at 40 s · 300/400 = 30 s: in 300 W · 30 s / 2, out 100 W · 10 s / 2
  CHECK(joules(integral.mark(at(40))) == 4500);
  CHECK(joules(integral.mark(at(40)), Flow::exported) == 500);
}

TEST_CASE("a moment after the sign change sees the whole of one side and part of the other") {
  PowerIntegral integral(60s);
  integral.add(sample(0, -100));
  const auto late = integral.mark(at(30), sample(40, 300));
  // zero at 10 s: out 100 · 10 / 2; at 30 s power is 200 W: in 200 · 20 / 2
  CHECK(joules(late, Flow::exported) == 500);
  CHECK(joules(late) == 2000);
  CHECK(milliwatts(late, Flow::imported) == 200'000);
  CHECK(milliwatts(late, Flow::exported) == 0);
}

TEST_CASE("parts of a millijoule are not lost from sample to sample") {
  PowerIntegral integral(60s);
  // 1 mW for 1 ms is 1 µJ; a million of them are 1 J = 1000 mJ
  for (int i = 0; i <= 1'000'000; ++i) integral.add(sample(i * 0.001, 0.001));
  CHECK(millijoules_between(PowerMark{}, integral.mark(at(1000)), Flow::imported) == 1000);
}

TEST_CASE("a gigawatt over an hour does not overflow") {
  PowerIntegral integral(3600s);
  integral.add(sample(0, 0));
  const auto middle = integral.mark(at(1800), sample(3600, 1e9));
  // 0.5 GW / 2 · 1800 s
  CHECK(joules(middle) == 450'000'000'000);
}

TEST_CASE("a milliwatt that turns its sign is split like a megawatt") {
  PowerIntegral integral(60s);
  integral.add({at(0), 1});
  integral.add({at(60), -1});
  // zero at 30 s: 1 mW · 30 s / 2 each way
  CHECK(millijoules_between(PowerMark{}, integral.mark(at(60)), Flow::imported) == 15);
  CHECK(millijoules_between(PowerMark{}, integral.mark(at(60)), Flow::exported) == 15);
}

TEST_CASE("the power of a flow is that of its direction, else exactly 0") {
  PowerMark mark;
  mark.milliwatts = -5;
  CHECK(milliwatts(mark, Flow::imported) == 0);
  CHECK(milliwatts(mark, Flow::exported) == 5);
  CHECK(milliwatts(mark, Flow::net) == -5);
  mark.milliwatts = 5;
  CHECK(milliwatts(mark, Flow::imported) == 5);
  CHECK(milliwatts(mark, Flow::exported) == 0);
}

TEST_CASE("a moment is decided when no later power can change it") {
  PowerIntegral integral(60s);
  CHECK(integral.decided(at(5).mono));
  integral.add(sample(10, 1));
  CHECK(integral.decided(at(10).mono));
  CHECK_FALSE(integral.decided(at(11).mono));
  CHECK_FALSE(integral.decided(at(70).mono));
  CHECK(integral.decided(at(70.001).mono));
  CHECK_FALSE(integral.given_up(at(69).mono));
  CHECK(integral.given_up(at(70).mono));
}

TEST_CASE("a power that comes from zero or ends at it flows one way only") {
  for (const double watts : {100.0, -100.0}) {
    PowerIntegral integral(60s);
    integral.add(sample(0, 0));
    integral.add(sample(10, watts));
    integral.add(sample(20, 0));
    integral.add(sample(30, 0));
    // 100 W · 10 s / 2, twice
    const bool in = watts > 0;
    CHECK(joules(integral.mark(at(30)), Flow::imported) == (in ? 1000 : 0));
    CHECK(joules(integral.mark(at(30)), Flow::exported) == (in ? 0 : 1000));
  }
}

TEST_CASE("a second power at the time of the last one leaves what stood there") {
  PowerIntegral integral(60s);
  integral.add(sample(10, 100));
  CHECK(integral.mark(at(10), sample(10, 300)) == integral.mark(at(10)));
}

TEST_CASE("the parts of a millijoule in a state are less than one") {
  // Halves of a milliwatt nanosecond: 2e9 are a millijoule.
  const auto reads = [](const std::string& remainder) {
    const std::string text = "state 3\nreference 0\npower 0\nintegral 7 8 " + remainder + " 9\n";
    StateReader in(text, at(0));
    PowerIntegral integral(60s);
    integral.read(in);
    return in.finished();
  };
  CHECK(reads("0 1999999999"));
  CHECK_FALSE(reads("2000000000 0"));
  CHECK_FALSE(reads("0 2000000000"));
}

TEST_CASE("a moment within a rise of one milliwatt takes its part to the millijoule") {
  PowerIntegral integral(60s);
  integral.add({at(0), 0});
  // 59/60 mW at 59 s: 59 s · 59/60 mW / 2 = 29.008 mJ
  const auto late = integral.mark(at(59), {at(60), 1});
  CHECK(millijoules_between(PowerMark{}, late, Flow::imported) == 29);
}
