#include "sim/site_power.h"

#include <catch2/catch.hpp>

#include "sim/power_chain.h"

using namespace pue::sim;

namespace {

constexpr double new_year = 1767196800.0;  // 2026-01-01 at +8

double mean_pue(double from, int days) {
  double facility = 0, it = 0;
  for (int i = 0; i < days * 48; ++i) {
    const SitePower power = site_power({}, 1, from + i * 1800.0, 1.0);
    facility += facility_power_w(power);
    it += it_power_w(power);
  }
  return facility / it;
}

}  // namespace

TEST_CASE("at each moment the facility is the sum of its parts") {
  const Plant plant;
  for (int i = 0; i < 20000; ++i) {
    const SitePower p = site_power(plant, 1, new_year + i * 1571.0, 1.0);
    const double ups_losses =
        p[Signal::ups_a_in] - p[Signal::ups_a_out] + p[Signal::ups_b_in] - p[Signal::ups_b_out];
    const double cooling = p[Signal::chiller_1] + p[Signal::chiller_2] + p[Signal::crah];
    const double transformed = p[Signal::ups_a_in] + p[Signal::ups_b_in] + cooling +
                               p[Signal::lighting] + p[Signal::other] - p[Signal::pv] -
                               p[Signal::battery];
    const double parts = it_power_w(p) + ups_losses + cooling + p[Signal::lighting] +
                         p[Signal::other] - p[Signal::battery] +
                         transformer_loss_w(transformed, plant.transformer_va);
    REQUIRE(facility_power_w(p) == Approx(parts).epsilon(1e-12));
    REQUIRE(ups_losses > 0.03 * it_power_w(p));
  }
}

TEST_CASE("PUE is about 1.2 in winter, below 1.35 in July and in between over the year") {
  CHECK(mean_pue(new_year, 31) == Approx(1.20).margin(0.01));
  CHECK(mean_pue(new_year + 181 * 86400.0, 31) == Approx(1.33).margin(0.02));
  const double year = mean_pue(new_year, 365);
  CHECK(year > 1.20);
  CHECK(year < 1.25);
}

TEST_CASE("inefficient cooling raises facility power and leaves IT alone") {
  const SitePower healthy = site_power({}, 1, new_year, 1.0);
  const SitePower broken = site_power({}, 1, new_year, 2.0);
  CHECK(it_power_w(broken) == it_power_w(healthy));
  const double cooling =
      healthy[Signal::chiller_1] + healthy[Signal::chiller_2] + healthy[Signal::crah];
  // Cooling once more, and a little more transformer loss.
  const double more = facility_power_w(broken) - facility_power_w(healthy);
  CHECK(more > cooling);
  CHECK(more < 1.02 * cooling);
}

TEST_CASE("signal names read back") {
  for (std::size_t i = 0; i < signal_count; ++i) {
    const auto signal = static_cast<Signal>(i);
    CHECK(signal_from_name(name(signal)) == signal);
  }
  CHECK_FALSE(signal_from_name("boiler"));
}
