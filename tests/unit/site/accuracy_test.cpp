#include "site/accuracy.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace pue;
using namespace pue::site;

namespace {

/// At 400 V and 400 A the full load is √3 · 400 · 400 = 277,128.13 W.
constexpr double full_load = 277'128.129;

Accuracy half_percent_chain() {
  Accuracy accuracy;
  accuracy.meter = MeterClass::c0_5;
  accuracy.ct = CtClass::c0_5;
  accuracy.ct_primary_amperes = 400;
  accuracy.nominal_volts = 400;
  return accuracy;
}

std::vector<double> limits(CtClass c) {
  std::vector<double> found;
  for (const double share : {0.01, 0.05, 0.2, 1.0, 1.2}) found.push_back(limit_percent(c, share));
  return found;
}

}  // namespace

TEST_CASE("the class of a meter is its limit of error") {
  for (const auto& [c, limit] :
       {std::pair{MeterClass::c0_1s, 0.1}, std::pair{MeterClass::c0_2s, 0.2},
        std::pair{MeterClass::c0_5s, 0.5}, std::pair{MeterClass::c0_2, 0.2},
        std::pair{MeterClass::c0_5, 0.5}, std::pair{MeterClass::c1, 1.0},
        std::pair{MeterClass::c2, 2.0}}) {
    CHECK(limit_percent(c) == limit);
  }
  CHECK(name(MeterClass::c0_2s) == "0.2S");
  CHECK(name(MeterClass::c2) == "2");
}

TEST_CASE("the limits of a CT are the rows of IEC 61869-2, tables 201 and 202") {
  using Rows = std::vector<double>;  // at 1, 5, 20, 100, 120 % of the rated primary current
  CHECK(limits(CtClass::c0_1) == Rows{0.4, 0.4, 0.2, 0.1, 0.1});
  CHECK(limits(CtClass::c0_2) == Rows{0.75, 0.75, 0.35, 0.2, 0.2});
  CHECK(limits(CtClass::c0_5) == Rows{1.5, 1.5, 0.75, 0.5, 0.5});
  CHECK(limits(CtClass::c1) == Rows{3.0, 3.0, 1.5, 1.0, 1.0});
  CHECK(limits(CtClass::c0_2s) == Rows{0.75, 0.35, 0.2, 0.2, 0.2});
  CHECK(limits(CtClass::c0_5s) == Rows{1.5, 0.75, 0.5, 0.5, 0.5});
  CHECK(name(CtClass::c0_5s) == "0.5S");
}

TEST_CASE("between two rows the worse one holds, outside them the worst of all") {
  CHECK(limit_percent(CtClass::c0_5, 0.049) == 1.5);
  CHECK(limit_percent(CtClass::c0_5, 0.199) == 1.5);
  CHECK(limit_percent(CtClass::c0_5, 0.21) == 0.75);
  CHECK(limit_percent(CtClass::c0_5, 0.999) == 0.75);
  CHECK(limit_percent(CtClass::c0_5, 1.1) == 0.5);
  CHECK(limit_percent(CtClass::c0_5, 1.21) == 1.5);  // the standard ends at 120 %
  CHECK(limit_percent(CtClass::c0_5s, 0.009) == 1.5);
  CHECK(limit_percent(CtClass::c0_5, std::nullopt) == 1.5);
}

TEST_CASE("beyond 120 % of its primary current no CT promises more than its worst row") {
  for (const auto c :
       {CtClass::c0_1, CtClass::c0_2, CtClass::c0_5, CtClass::c1, CtClass::c0_2s, CtClass::c0_5s}) {
    CHECK(limit_percent(c, 1.2) < limit_percent(c, std::nullopt));
    CHECK(limit_percent(c, 1.2001) == limit_percent(c, std::nullopt));
  }
}

TEST_CASE("the class of a VT is its limit of error") {
  CHECK(limit_percent(VtClass::c0_1) == 0.1);
  CHECK(limit_percent(VtClass::c0_2) == 0.2);
  CHECK(limit_percent(VtClass::c0_5) == 0.5);
  CHECK(limit_percent(VtClass::c1) == 1.0);
  CHECK(limit_percent(VtClass::c3) == 3.0);
  CHECK(name(VtClass::c3) == "3");
}

TEST_CASE("the load of a CT is the current of a balanced load at power factor 1") {
  const auto accuracy = half_percent_chain();
  CHECK(*load_share(accuracy, Watts{full_load}) == Approx(1));
  CHECK(*load_share(accuracy, Watts{-full_load / 2}) == Approx(0.5));  // feeding back
  auto unknown = accuracy;
  unknown.nominal_volts.reset();
  CHECK_FALSE(load_share(unknown, Watts{full_load}).has_value());
  unknown = accuracy;
  unknown.ct_primary_amperes.reset();
  CHECK_FALSE(load_share(unknown, Watts{full_load}).has_value());
}

TEST_CASE("meter and CT of 0.5 have 0.408 % at full load") {
  // √(0.5² + 0.5²) / √3 = 0.70711 / 1.73205 = 0.40825 %. A little above full load, so that rounding
  // does not take the row below.
  const auto u = relative_uncertainty(half_percent_chain(), Watts{full_load * 1.01});
  CHECK(*u == Approx(0.0040825).epsilon(1e-4));
}

TEST_CASE("at low or unknown load the CT costs more") {
  // 30 %: √(0.5² + 0.75²) / √3 = 0.90139 / 1.73205 = 0.52042 %.
  CHECK(*relative_uncertainty(half_percent_chain(), Watts{full_load * 0.3}) ==
        Approx(0.0052042).epsilon(1e-4));
  // Worst row: √(0.5² + 1.5²) / √3 = 1.58114 / 1.73205 = 0.91287 %.
  CHECK(*relative_uncertainty(half_percent_chain(), std::nullopt) ==
        Approx(0.0091287).epsilon(1e-4));
  auto unrated = half_percent_chain();
  unrated.ct_primary_amperes.reset();
  CHECK(*relative_uncertainty(unrated, Watts{full_load}) == Approx(0.0091287).epsilon(1e-4));
}

TEST_CASE("the VT is part of the chain, and a plain limit stands for a class") {
  Accuracy accuracy;
  accuracy.limit_percent = 1.2;
  // 1.2 / √3 = 0.69282 %
  CHECK(*relative_uncertainty(accuracy, std::nullopt) == Approx(0.0069282).epsilon(1e-4));
  accuracy.vt = VtClass::c0_5;
  // √(1.2² + 0.5²) / √3 = 1.3 / 1.73205 = 0.75056 %
  CHECK(*relative_uncertainty(accuracy, std::nullopt) == Approx(0.0075056).epsilon(1e-4));
}

TEST_CASE("a chain whose meter has no class has no uncertainty") {
  Accuracy accuracy;
  accuracy.ct = CtClass::c0_5;
  accuracy.vt = VtClass::c0_5;
  CHECK_FALSE(relative_uncertainty(accuracy, Watts{1000}).has_value());
}
