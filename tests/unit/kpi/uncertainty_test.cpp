#include "kpi/uncertainty.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "../site/small_site.h"
#include "quarters.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;
using energy::Quality;

namespace {

constexpr std::int64_t kwh = 3'600'000;

site::Accuracy limit(double percent) { return {.limit_percent = percent}; }
/// Class 0.5 with a CT of class 0.5 at 1.1 times its primary current, where the CT's limit is 0.5
/// %: √(0.5² + 0.5²) / √3 = 0.408248 %.
site::Accuracy class_05_ct_05(double kilowatts) {
  const double amperes = kilowatts * 1000 / (std::sqrt(3.0) * 400);
  return {.meter = site::MeterClass::c0_5,
          .ct = site::CtClass::c0_5,
          .ct_primary_amperes = amperes / 1.1,
          .nominal_volts = 400};
}

/// An hour; one input after another, in kWh.
struct Hour {
  PeriodSums sums;
  std::vector<InputChain> chain;
  double facility = 0;
  double it = 0;

  Hour() {
    sums.span = {UtcTime{}, UtcTime{1h}};
    sums.closed = sums.usable = sums.covered = 1h;
  }
  Hour& input(double in_facility, double in_it, std::int64_t kilowatt_hours,
              std::optional<site::Accuracy> accuracy) {
    MeterSum sum;
    sum.net = Joules{kilowatt_hours * kwh};
    sum.runs = 1;
    const MeterId meter{static_cast<std::uint32_t>(chain.size())};
    sums.meters.push_back(sum);
    chain.push_back({meter, in_facility, in_it, accuracy});
    facility += in_facility * static_cast<double>(sum.net.count);
    it += in_it * static_cast<double>(sum.net.count);
    sums.facility = Joules{std::llround(facility)};
    sums.it = Joules{std::llround(it)};
    return *this;
  }
  std::optional<PueUncertainty> result() const { return pue_uncertainty(sums, chain); }
};

Hour total_and_it(std::optional<site::Accuracy> total, std::optional<site::Accuracy> it) {
  return Hour().input(1, 0, 1250, total).input(0, 1, 1000, it);
}

}  // namespace

TEST_CASE("at PUE 1.25 with classes 0.5 and 0.5, independent total and IT give 0.0144") {
  // Each: 1.25 · 0.00408248 = 0.00510310; both: · √2 = 0.00721688; U = 2u = 0.0144338.
  const auto result = total_and_it(class_05_ct_05(1250), class_05_ct_05(1000)).result();
  REQUIRE(result);
  CHECK(result->expanded() == Approx(0.0144338).epsilon(1e-5));
  REQUIRE(result->contributions.size() == 2);
  CHECK(result->contributions[0].chain == Approx(0.00510310).epsilon(1e-5));
  CHECK(result->contributions[1].chain == Approx(0.00510310).epsilon(1e-5));
}

TEST_CASE("where the total is IT plus overhead the IT meter nearly cancels: 0.0029") {
  // IT: |1 − 1.25| · 0.00408248 = 0.00102062; overhead: 250/1000 · 0.00408248 = 0.00102062;
  // · √2 = 0.00144338; U = 0.00288675.
  const auto result =
      Hour().input(1, 1, 1000, class_05_ct_05(1000)).input(1, 0, 250, class_05_ct_05(250)).result();
  REQUIRE(result);
  CHECK(result->expanded() == Approx(0.00288675).epsilon(1e-5));
}

TEST_CASE("a CT without its primary current counts with its worst row") {
  // Class 0.5 CT at 5 % load: 1.5 %; √(0.5² + 1.5²) / √3 = 0.912871 %; 2 · 1.25 · √2 of it.
  const site::Accuracy blind{.meter = site::MeterClass::c0_5, .ct = site::CtClass::c0_5};
  CHECK(total_and_it(blind, blind).result()->expanded() == Approx(0.0322749).epsilon(1e-5));
}

TEST_CASE("a meter of facility or IT without a class leaves U unknown, if it carries energy") {
  CHECK_FALSE(total_and_it(std::nullopt, limit(0.5)).result());
  CHECK_FALSE(total_and_it(limit(0.5), std::nullopt).result());
  CHECK_FALSE(total_and_it(site::Accuracy{.ct = site::CtClass::c0_5}, limit(0.5)).result());
  auto idle = total_and_it(limit(0.5), limit(0.5));
  const auto before = idle.result()->expanded();
  CHECK(idle.input(1, 0, 0, std::nullopt).result()->expanded() == before);
}

TEST_CASE("a meter of a subsystem needs no class and moves nothing") {
  auto hour = total_and_it(limit(0.5), limit(0.5));
  const auto before = hour.result()->expanded();
  hour.input(0, 0, 200, std::nullopt);
  REQUIRE(hour.result());
  CHECK(hour.result()->expanded() == before);
  const auto of_subsystem = hour.result()->contributions[2];
  CHECK(of_subsystem.chain == 0);
  CHECK(of_subsystem.resolution == 0);
  CHECK(of_subsystem.estimate == 0);
}

TEST_CASE("without IT energy, inputs or single sums there is no U") {
  auto hour = total_and_it(limit(0.5), limit(0.5));
  CHECK_FALSE(pue_uncertainty(hour.sums, {}));
  CHECK_FALSE(pue_uncertainty(PeriodSums{}, hour.chain));
  auto without_it = hour.sums;
  without_it.it = Joules{0};
  CHECK_FALSE(pue_uncertainty(without_it, hour.chain));
  auto without_meters = hour.sums;
  without_meters.meters.clear();
  CHECK_FALSE(pue_uncertainty(without_meters, hour.chain));
}

TEST_CASE("a register's step enters once for each run, at q over root six") {
  // 1 kWh / √6 = 0.408248 kWh, of 1000 kWh IT: 0.000408248 from the total, 1.25 times from IT.
  auto hour = total_and_it(limit(0), limit(0));
  for (auto& meter : hour.sums.meters) meter.resolution = Joules{kwh};
  CHECK(hour.result()->contributions[0].resolution == Approx(0.000408248).epsilon(1e-5));
  CHECK(hour.result()->contributions[1].resolution == Approx(0.000510310).epsilon(1e-5));
  // √(0.408248² + 0.510310²) = 0.653516 thousandths
  CHECK(hour.result()->standard == Approx(0.000653516).epsilon(1e-5));
  for (auto& meter : hour.sums.meters) meter.runs = 4;
  CHECK(hour.result()->standard == Approx(2 * 0.000653516).epsilon(1e-5));
}

TEST_CASE("what a second meter measured has its class, and own and second are independent") {
  // 600 kWh at 0.5 % and 650 kWh at 1 %, each / √3: √(3² + 6.5²) / √3 = 4.13320 kWh, of 1000.
  auto hour = total_and_it(limit(0.5), limit(0));
  hour.sums.meters[0].substituted = Joules{650 * kwh};
  CHECK_FALSE(hour.result());  // nobody says what the second meter's class is
  hour.chain[0].second = {limit(1)};
  REQUIRE(hour.result());
  CHECK(hour.result()->contributions[0].chain == Approx(0.00413320).epsilon(1e-5));
  // Of two second meters, which may both have stood in, the worse counts, and an unknown one.
  hour.chain[0].second = {limit(0.2), limit(1)};
  CHECK(hour.result()->contributions[0].chain == Approx(0.00413320).epsilon(1e-5));
  hour.chain[0].second = {limit(1), std::nullopt};
  CHECK_FALSE(hour.result());
}

TEST_CASE("a meter that measured nothing itself needs no class of its own") {
  // 1250 kWh at 1 % / √3 = 7.21688 kWh.
  auto hour = total_and_it(std::nullopt, limit(0));
  hour.sums.meters[0].substituted = hour.sums.meters[0].net;
  hour.chain[0].second = {limit(1)};
  REQUIRE(hour.result());
  CHECK(hour.result()->contributions[0].chain == Approx(0.00721688).epsilon(1e-5));
}

TEST_CASE("energy from power alone has half a percent") {
  // 0.5 % of 200 kWh is 1 kWh of 1000.
  auto hour = total_and_it(limit(0), limit(0));
  hour.sums.meters[0].integrated = Joules{200 * kwh};
  CHECK(hour.result()->standard == Approx(0.001).epsilon(1e-9));
}

TEST_CASE("where power and a coarse register agree, half a percent of each part is left") {
  // Of 1250 kWh 200 come from power alone and 100 were estimated: 950 are bounded by the register.
  // √(950² + 200²) · 0.005 = 4.85412 kWh, of 1000; the step of a GWh would be far more.
  auto hour = total_and_it(limit(0), limit(0));
  auto& total = hour.sums.meters[0];
  total.resolution = Joules{1'000'000 * kwh};
  total.integrated = Joules{200 * kwh};
  total.estimated = Joules{100 * kwh};
  CHECK(hour.result()->contributions[0].resolution == Approx(0.00485412).epsilon(1e-6));
}

TEST_CASE("estimates enter with all of their energy") {
  // 10 kWh of the total are 0.01; of IT 1.25 times that.
  auto hour = total_and_it(limit(0), limit(0));
  hour.sums.meters[0].estimated = Joules{10 * kwh};
  CHECK(hour.result()->standard == Approx(0.01).epsilon(1e-9));
  hour.sums.meters[1].estimated = Joules{10 * kwh};
  CHECK(hour.result()->standard == Approx(std::sqrt(0.01 * 0.01 + 0.0125 * 0.0125)).epsilon(1e-9));
}

TEST_CASE("a year of identical days has the U of one day, apart from resolution") {
  const auto chain = total_and_it(limit(0.5), limit(0.5)).chain;
  const std::vector<MeterId> inputs = {chain[0].meter, chain[1].meter};
  Quarters quarters(UtcTime{});
  PeriodSums day;
  PeriodSums year;
  for (int i = 0; i < 365 * 96; ++i) {
    quarters.add(1250 * kwh, 1000 * kwh);
    auto& one = quarters.closed.back();
    for (const auto energy : {1250 * kwh, 1000 * kwh}) {
      energy::IntervalEnergy meter{one.interval, Quality::measured, Joules{energy}, {}, {}};
      meter.resolution = Joules{1000 * kwh};
      one.meters.push_back(meter);
    }
    append(year, sums_of(one, inputs));
    if (i < 96) append(day, sums_of(one, inputs));
  }
  const auto of_day = pue_uncertainty(day, chain);
  const auto of_year = pue_uncertainty(year, chain);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(of_year->contributions[i].chain == Approx(of_day->contributions[i].chain).epsilon(1e-12));
    // One step over the whole run, of 365 times the energy.
    CHECK(of_year->contributions[i].resolution ==
          Approx(of_day->contributions[i].resolution / 365).epsilon(1e-9));
  }
}

TEST_CASE("virtual meters count as the physical ones that they are made of") {
  // E_facility = grid − 0.5 plant; E_it = ups − fans.
  site::SmallSite site;
  site.meter("grid", site::Role::grid).meter("ups", site::Role::feeder);
  site.meter("fans", site::Role::cooling).meter("plant", site::Role::feeder);
  site.formula("it-net", site::Role::it, {{1, "ups"}, {-1, "fans"}});
  site.formula("shared", site::Role::excluded, {{0.5, "plant"}});
  for (auto& meter : site.settings.meters) meter.accuracy = limit(std::sqrt(3.0));  // u = 1 %
  const auto model = site::SiteModel::build(site.settings);
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  const auto chain = input_chains(*model, site.settings);
  REQUIRE(chain.size() == 4);
  const auto coefficients = [&](const char* name) {
    const auto& one = chain[site.ids.at(name).index];
    return std::pair{one.in_facility, one.in_it};
  };
  CHECK(coefficients("grid") == std::pair{1.0, 0.0});
  CHECK(coefficients("ups") == std::pair{0.0, 1.0});
  CHECK(coefficients("fans") == std::pair{0.0, -1.0});
  CHECK(coefficients("plant") == std::pair{-0.5, 0.0});

  // 1350 − 0.5 · 200 = 1250; 1020 − 20 = 1000. In thousandths: grid 13.5, ups 1.25 · 10.2 = 12.75,
  // fans 1.25 · 0.2 = 0.25, plant 0.5 · 2 = 1.
  PeriodSums sums;
  sums.usable = 1h;
  sums.facility = Joules{1250 * kwh};
  sums.it = Joules{1000 * kwh};
  for (const auto energy : {1350, 1020, 20, 200}) {
    MeterSum one;
    one.net = Joules{energy * kwh};
    sums.meters.push_back(one);
  }
  const auto result = pue_uncertainty(sums, chain);
  REQUIRE(result);
  const double squares = 13.5 * 13.5 + 12.75 * 12.75 + 0.25 * 0.25 + 1;
  CHECK(result->standard == Approx(std::sqrt(squares) / 1000).epsilon(1e-9));
}

TEST_CASE("drawn errors of meters spread the ratio as u says, and U holds 95 of 100") {
  // In both sums: 1000; overhead 150; half of 200; subtracted from IT: 20. 1250 / 980.
  const std::vector<double> limits = {1, 2, 1, 5};
  const std::vector<std::int64_t> energies = {1000, 150, 200, 20};
  Hour hour;
  hour.input(1, 1, energies[0], limit(limits[0])).input(1, 0, energies[1], limit(limits[1]));
  hour.input(0.5, 0, energies[2], limit(limits[2])).input(0, -1, energies[3], limit(limits[3]));
  const auto result = hour.result();
  REQUIRE(result);

  std::mt19937_64 dice(20260301);
  const auto rectangular = [&] { return 2 * std::ldexp(static_cast<double>(dice()), -64) - 1; };
  constexpr int trials = 20'000;
  int within = 0;
  double squares = 0;
  for (int trial = 0; trial < trials; ++trial) {
    double facility = 0;
    double it = 0;
    for (std::size_t i = 0; i < limits.size(); ++i) {
      const double read = static_cast<double>(energies[i]) * (1 + limits[i] / 100 * rectangular());
      facility += hour.chain[i].in_facility * read;
      it += hour.chain[i].in_it * read;
    }
    const double error = facility / it - 1250.0 / 980.0;
    squares += error * error;
    if (std::abs(error) <= result->expanded()) ++within;
  }
  CHECK(std::sqrt(squares / trials) == Approx(result->standard).epsilon(0.03));
  CHECK(within >= trials * 95 / 100);
}
