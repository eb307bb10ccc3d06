#include "sim/energy_account.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace pue::sim;

namespace {
constexpr std::int64_t start = 1772294400;  // 2026-03-01T00:00 at +8

EnergyAccount fresh() { return {Plant{}, 1, start, {}, 1.0}; }

// Simpson's rule over `seconds` with steps of 4 s: an integral by another method.
double integral_j(Signal signal, std::int64_t from, int seconds) {
  const auto at = [&](double t) { return site_power({}, 1, t, 1.0)[signal]; };
  double sum = 0;
  for (int i = 0; i < seconds; i += 4) {
    const auto t = static_cast<double>(from + i);
    sum += 4.0 / 6.0 * (at(t) + 4 * at(t + 2) + at(t + 4));
  }
  return sum;
}

}  // namespace

TEST_CASE("a straight line through zero gives two equal triangles") {
  // From 2 W to -2 W in 10 s: 5 s at 1 W on average each way.
  const EnergyStep step = linear_step(2, -2, 10);
  CHECK(step.import_j == Approx(5.0));
  CHECK(step.export_j == Approx(5.0));
  // From -1 W to 3 W in 4 s: zero after 1 s; out 0.5 J, in 3 s · 1.5 W = 4.5 J.
  const EnergyStep rising = linear_step(-1, 3, 4);
  CHECK(rising.import_j == Approx(4.5));
  CHECK(rising.export_j == Approx(0.5));
}

TEST_CASE("energies equal the integral of power to a tenth of a watt-hour an hour") {
  auto account = fresh();
  while (account.time() < start + 3600) account.step_to(account.time() + 1);
  for (const Signal signal : {Signal::grid, Signal::ups_a_out, Signal::chiller_1, Signal::other}) {
    const double energy = account.energies().import(signal);
    CHECK(energy == Approx(integral_j(signal, start, 3600)).margin(360.0));
  }
}

TEST_CASE("steps of a minute and of a second agree to 10 Wh in a day of 180 MWh") {
  auto fine = fresh();
  auto coarse = fresh();
  while (fine.time() < start + 86400) fine.step_to(fine.time() + 1);
  while (coarse.time() < start + 86400) coarse.step_to(coarse.time() + 60);
  const double difference_j = it_energy_j(fine.energies()) - it_energy_j(coarse.energies());
  CHECK(std::abs(difference_j) < 10 * 3600.0);
}

TEST_CASE("between two seconds power and energy go on where they were") {
  auto account = fresh();
  const auto half = account.at_part(0.5);
  account.step_to(start + 1);
  const double whole = account.energies().import(Signal::grid);
  CHECK(half.energies.import(Signal::grid) == Approx(whole / 2).epsilon(1e-4));
  CHECK(account.at_part(0).energies.import(Signal::grid) == whole);
}

TEST_CASE("facility energy counts grid import less export plus PV, the battery stays inside") {
  SignalEnergies energies;
  const auto index = [](Signal s) { return static_cast<std::size_t>(s); };
  energies.import_j[index(Signal::grid)] = 100;
  energies.export_j[index(Signal::grid)] = 10;
  energies.import_j[index(Signal::pv)] = 25;
  energies.import_j[index(Signal::battery)] = 7;
  energies.import_j[index(Signal::ups_a_out)] = 50;
  energies.import_j[index(Signal::ups_b_out)] = 40;
  CHECK(facility_energy_j(energies) == 115);
  CHECK(it_energy_j(energies) == 90);
}

TEST_CASE("a cooling factor acts from the second after next and not on the past") {
  auto account = fresh();
  account.step_to(start + 1);
  const double before = account.power()[Signal::crah];
  account.set_cooling_factor(2.0);
  CHECK(account.power()[Signal::crah] == before);
  account.step_to(start + 2);
  account.step_to(start + 3);
  CHECK(account.power()[Signal::crah] == Approx(2 * before).epsilon(1e-3));
}
