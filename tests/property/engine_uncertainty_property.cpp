// Whether the PUE of a month to date lies within its stated uncertainty: meters with errors
// anywhere within their classes, registers fine and coarse, and everything that goes wrong.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/rfc3339.h"
#include "told_accounting.h"

using namespace pue;
using namespace pue::property;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t days = 7;

SiteShape shape(Dice& dice) {
  constexpr Joules wh{3600}, kwh{3'600'000}, coarse{400 * 3'600'000LL};
  SiteShape shape;
  shape.begin = *parse_rfc3339("2026-02-28T23:50:00Z");
  shape.seconds = 600 + days * 86'400 + 600;
  for (auto& step : shape.steps) step = std::array{wh, kwh, coarse}[dice.roll(3)];
  return shape;
}

// About three outages a meter, twenty glitches, two restarts, two clock steps, a reset and a swap.
SiteFaults everything() {
  constexpr std::uint64_t polls = days * 1440;
  SiteFaults faults;
  faults.outage = polls / 3;
  faults.glitch = polls / 20;
  faults.restart = polls / 2;
  faults.clock_step = polls / 2;
  faults.reset = 3 * polls;
  faults.swap = 3 * polls;
  faults.wraps = true;
  return faults;
}

struct Figure {
  double pue = 0;
  double truth = 0;
  double uncertainty = 0;
  double coverage = 0;
  double error() const { return std::abs(pue - truth); }
};

Figure month_to_date(const SiteShape& shape, const SiteFaults& faults, std::uint64_t seed) {
  const SiteStory story(shape, faults, seed);
  ToldAccounting told(story.settings());
  told.tell(story);
  REQUIRE(told.restored());
  const auto snapshot = told.accounting().snapshot();
  const auto& month = snapshot.closed.windows[kpi::position(kpi::Window::month_to_date)];
  REQUIRE(month.pue_ungated);
  REQUIRE(month.uncertainty);
  const auto from = MonoTime{100h + 600s};  // before the first clock step
  const auto to = story.steady_at(month.period.end);
  Figure figure;
  figure.pue = *month.pue_ungated;
  figure.truth = (story.true_facility(to) - story.true_facility(from)) /
                 (story.true_it(to) - story.true_it(from));
  figure.uncertainty = *month.uncertainty;
  figure.coverage = month.coverage();
  return figure;
}

}  // namespace

TEST_CASE("PUE lies within its stated uncertainty of the truth in at least 95 % of seeds") {
  const std::uint64_t count = seeds(60);  // three may lie outside
  std::uint64_t outside = 0;
  std::uint64_t outside_without_faults = 0;
  double sum = 0;
  double without_faults = 0;
  double coverage = 0;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const SiteShape site = shape(dice);
    const Figure faulty = month_to_date(site, everything(), seed);
    const Figure clean = month_to_date(site, {}, seed);
    outside += faulty.error() > faulty.uncertainty ? 1 : 0;
    outside_without_faults += clean.error() > clean.uncertainty ? 1 : 0;
    sum += faulty.uncertainty;
    without_faults += clean.uncertainty;
    coverage += faulty.coverage;
  }
  const auto mean = [&](double total) { return total / static_cast<double>(count); };
  WARN(outside << " of " << count << " outside U with faults, " << outside_without_faults
               << " without; mean U " << mean(sum) << " and " << mean(without_faults)
               << "; mean coverage with faults " << mean(coverage));
  CHECK(20 * outside <= count);
  CHECK(20 * outside_without_faults <= count);
  CHECK(sum <= 2 * without_faults);
}
