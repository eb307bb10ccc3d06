#include "kpi/pue_change.h"

#include <catch2/catch.hpp>
#include <numeric>

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

constexpr auto cooling = static_cast<std::size_t>(site::Subsystem::cooling);
constexpr auto power_loss = static_cast<std::size_t>(site::Subsystem::power_loss);
constexpr auto unexplained = static_cast<std::size_t>(site::Subsystem::unexplained);

/// Usable for so many seconds; joules.
PeriodSums window(std::int64_t seconds, std::int64_t facility, std::int64_t it,
                  std::optional<std::int64_t> cooled = {}, std::optional<std::int64_t> lost = {}) {
  PeriodSums sums;
  sums.closed = sums.usable = std::chrono::seconds{seconds};
  sums.facility = Joules{facility};
  sums.it = Joules{it};
  if (cooled) sums.overhead[cooling] = Joules{*cooled};
  if (lost) sums.overhead[power_loss] = Joules{*lost};
  return sums;
}

double sum_of(const PueChange& change) {
  return std::accumulate(change.subsystem.begin(), change.subsystem.end(), change.it);
}

}  // namespace

TEST_CASE("overhead unchanged and IT down by 30 % is all the effect of IT") {
  // 1.25 → 1 + 0.25/0.7 = 1.357142857
  const auto change = pue_change(window(1, 1250, 1000, 200, 40), window(1, 950, 700, 200, 40));
  REQUIRE(change);
  CHECK(change->before == 1.25);
  CHECK(change->after == Approx(1.357142857).epsilon(1e-9));
  for (const auto part : change->subsystem) CHECK(part == 0);
  CHECK(change->it == Approx(0.107142857).epsilon(1e-8));
  CHECK(change->it_relative == Approx(-0.3).epsilon(1e-12));
}

TEST_CASE("more cooling at the same IT is all the effect of cooling") {
  const auto change = pue_change(window(1, 1250, 1000, 200), window(1, 1300, 1000, 250));
  CHECK(change->subsystem[cooling] == Approx(0.05).epsilon(1e-12));
  CHECK(change->subsystem[unexplained] == Approx(0).margin(1e-12));
  CHECK(change->it == 0);
}

TEST_CASE("both at once, by hand") {
  // Cooling 200 → 260, losses 50 → 40, IT 1000 → 800: (1/1000 + 1/800) / 2 = 0.001125.
  // Cooling 60 · 0.001125 = 0.0675, losses −10 · 0.001125 = −0.01125,
  // IT (250 + 300)/2 · (1/800 − 1/1000) = 275 · 0.00025 = 0.06875. 1.25 → 1.375: 0.125.
  const auto change = pue_change(window(1, 1250, 1000, 200, 50), window(1, 1100, 800, 260, 40));
  CHECK(change->subsystem[cooling] == Approx(0.0675).epsilon(1e-12));
  CHECK(change->subsystem[power_loss] == Approx(-0.01125).epsilon(1e-12));
  CHECK(change->it == Approx(0.06875).epsilon(1e-12));
  CHECK(sum_of(*change) == Approx(0.125).epsilon(1e-12));
}

TEST_CASE("what is unexplained is the rest, whatever the windows say of it") {
  // Overhead 250 → 300 at 1000: 0.05, of which cooling 200 → 230 is 0.03.
  auto before = window(1, 1250, 1000, 200);
  auto after = window(1, 1300, 1000, 230);
  before.overhead[unexplained] = Joules{50};
  after.overhead[unexplained] = Joules{70};
  const auto change = pue_change(before, after);
  CHECK(change->subsystem[cooling] == Approx(0.03).epsilon(1e-12));
  CHECK(change->subsystem[unexplained] == Approx(0.02).epsilon(1e-12));
}

TEST_CASE("the effects add up exactly to the change, whatever the windows") {
  for (std::int64_t i = 1; i < 200; ++i) {
    const auto before = window(86'400, 100'000'000 + 977'131 * i, 90'000'000 + 31'337 * i,
                               5'000'000 + 771 * i, 1'000'000 - 99 * i);
    const auto after = window(3600 + 900 * i, 130'000'000 - 200'003 * i, 60'000'000 + 65'537 * i,
                              9'000'000 - 1771 * i);
    const auto change = pue_change(before, after);
    REQUIRE(change);
    CHECK(std::abs(sum_of(*change) - (change->after - change->before)) < 1e-12);
  }
}

TEST_CASE("windows of different length are compared by their mean powers") {
  // An hour and a day of the same load.
  const auto change =
      pue_change(window(3600, 1250, 1000, 200), window(86'400, 24 * 1250, 24 * 1000, 24 * 200));
  CHECK(sum_of(*change) == Approx(0).margin(1e-12));
  CHECK(change->it_relative == Approx(0).margin(1e-12));
}

TEST_CASE("a subsystem that one window does not know is unexplained in both") {
  const auto change = pue_change(window(1, 1250, 1000, 200), window(1, 1300, 1000));
  CHECK(change->subsystem[cooling] == 0);
  CHECK(change->subsystem[unexplained] == Approx(0.05).epsilon(1e-12));
}

TEST_CASE("without energy in one of the windows nothing is said") {
  const auto some = window(1, 1250, 1000);
  CHECK_FALSE(pue_change(PeriodSums{}, some));
  CHECK_FALSE(pue_change(some, PeriodSums{}));
  CHECK_FALSE(pue_change(some, window(1, 1250, 0)));
}

TEST_CASE("a drop of IT by a fifth beside nearly the same overhead is told from a worse plant") {
  // IT takes half a point; up to a fifth of it, 0.1, may be of the plant, either way.
  const auto is_drop = [](double after, double it, double it_relative) {
    PueChange change;
    change.before = 1.25;
    change.after = after;
    change.it = it;
    change.it_relative = it_relative;
    return change.is_it_drop();
  };
  CHECK(is_drop(1.75, 0.5, -0.2));
  CHECK_FALSE(is_drop(1.75, 0.5, -0.199));
  CHECK(is_drop(1.849, 0.5, -0.3));
  CHECK_FALSE(is_drop(1.851, 0.5, -0.3));
  CHECK(is_drop(1.651, 0.5, -0.3));
  CHECK_FALSE(is_drop(1.649, 0.5, -0.3));
  CHECK_FALSE(is_drop(1.25, 0, -0.3));
}
