#include "kpi/window_figures.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "quarters.h"

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono_literals;

namespace {

const UtcTime midnight{};  // 1970-01-01T00:00Z
const auto utc_zone = Zone::fixed("UTC", 0s);
constexpr auto cooling = static_cast<std::size_t>(site::Subsystem::cooling);
constexpr auto unexplained = static_cast<std::size_t>(site::Subsystem::unexplained);

WindowFigures of(Window window, const Quarters& quarters, Duration length,
                 std::optional<Watts> min_it_power = std::nullopt) {
  return figures(window, {midnight, midnight + length}, quarters.closed, utc_zone, min_it_power);
}
WindowFigures hour(const Quarters& quarters) { return of(Window::hour, quarters, 1h); }
WindowFigures day(const Quarters& quarters, Duration length = 24h) {
  return of(Window::day, quarters, length);
}
Quarters from_midnight() { return Quarters(midnight); }

}  // namespace

TEST_CASE("PUE is the ratio of the sums, never the mean of ratios") {
  // 1100/1000 = 1.1 and 200/100 = 2.0 have the mean 1.55; 1300/1100 = 1.1818…
  const auto half = of(Window::hour, from_midnight().add(1100, 1000).add(200, 100), 30min);
  CHECK(half.facility->count == 1300);
  CHECK(half.it->count == 1100);
  CHECK(*half.pue == Approx(1.181818182).epsilon(1e-9));
}

TEST_CASE("1250 over 1000 is 1.25 and 1250 over 980 is 1.2755") {
  CHECK(*of(Window::quarter_hour, from_midnight().add(1250, 1000), 15min).pue == 1.25);
  CHECK(*of(Window::quarter_hour, from_midnight().add(1250, 980), 15min).pue ==
        Approx(1.275510204).epsilon(1e-9));
}

TEST_CASE("a quarter hour has a PUE when it is covered") {
  const auto quarters = from_midnight().add(1250, 1000);
  const auto result = of(Window::quarter_hour, quarters, 15min);
  CHECK(result.insufficient == Insufficient::none);
  CHECK(result.covered == 15min);
  CHECK(result.elapsed == 15min);
  CHECK(result.coverage() == 1.0);
  CHECK(result.period == Period{midnight, midnight + 15min});
}

TEST_CASE("facility and IT are summed over the same intervals") {
  // 24 h, in 4 of which a meter was silent: 80 quarters of 1250 and 1000 are 1.25. 24 h of facility
  // over 20 h of IT would be 96 · 1250 / (80 · 1000) = 1.5.
  auto quarters = from_midnight().add(40, 1250, 1000).missing(16).add(40, 1250, 1000);
  const auto result = day(quarters);
  CHECK(result.facility->count == 100'000);
  CHECK(result.it->count == 80'000);
  CHECK(*result.pue_ungated == 1.25);
  CHECK(result.covered == 20h);
  // 20/24 is below 22/24: the value is there for page and API, the figure is not.
  CHECK_FALSE(result.pue.has_value());
  CHECK(result.insufficient == Insufficient::low_coverage);
}

TEST_CASE("an interval with one side only counts for neither side") {
  auto quarters = from_midnight().add(3, 1250, 1000).add(9999, 1000);
  quarters.closed.back().it.reset();
  const auto result = hour(quarters);
  CHECK(result.facility->count == 3750);
  CHECK(result.covered == 45min);
}

TEST_CASE("an hour needs 80 % of its time") {
  CHECK(hour(from_midnight().add(4, 1250, 1000)).pue.has_value());
  CHECK_FALSE(hour(from_midnight().add(3, 1250, 1000).missing(1)).pue.has_value());
  // Intervals of 12 minutes: 4 of 5 are 80 % exactly.
  auto fifths = from_midnight().add(4, 1250, 1000);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto start = midnight + static_cast<int>(i) * 12min;
    fifths.closed[i].interval = {start, start + 12min};
  }
  CHECK(hour(fifths).pue.has_value());
}

TEST_CASE("a day needs 22 of its 24 hours") {
  CHECK(*day(from_midnight().missing(8).add(88, 1250, 1000)).pue == 1.25);
  CHECK_FALSE(day(from_midnight().missing(9).add(87, 1250, 1000)).pue.has_value());
}

TEST_CASE("a day of 23 hours needs 22/24 of 23 hours") {
  // 23 h · 22/24 = 21 h 5 min: 85 quarters (21 h 15) pass, 84 (21 h) do not.
  CHECK(day(from_midnight().missing(7).add(85, 1250, 1000), 23h).pue.has_value());
  CHECK_FALSE(day(from_midnight().missing(8).add(84, 1250, 1000), 23h).pue.has_value());
}

TEST_CASE("a day of 25 hours needs 22/24 of 25 hours") {
  // 25 h · 22/24 = 22 h 55 min: 92 quarters (23 h) pass, 91 (22 h 45) do not.
  CHECK(day(from_midnight().missing(8).add(92, 1250, 1000), 25h).pue.has_value());
  CHECK_FALSE(day(from_midnight().missing(9).add(91, 1250, 1000), 25h).pue.has_value());
}

TEST_CASE("intervals outside the window do not enter it") {
  Quarters quarters(midnight - 30min);
  quarters.add(2, 9000, 1000).add(4, 1250, 1000).add(2, 9000, 1000);
  const auto result = hour(quarters);
  CHECK(*result.pue == 1.25);
  CHECK(result.covered == 1h);
}

TEST_CASE("an interval that reaches over the edge of a window is not cut") {
  Quarters quarters(midnight - 5min);
  CHECK(hour(quarters.add(4, 1250, 1000)).facility->count == 3750);
}

TEST_CASE("a recovered gap inside the window is covered: its total is measured") {
  const Period gap{midnight + 15min, midnight + 45min};
  auto quarters = from_midnight().add(1250, 1000).recovered(2, 1300, 1000, gap).add(1250, 1000);
  const auto result = hour(quarters);
  CHECK(result.covered == 1h);
  CHECK(result.facility->count == 5100);
  CHECK(*result.pue == 1.275);
}

TEST_CASE("a recovered gap that reaches beyond the window counts its energy but is not covered") {
  const Period gap{midnight - 2h, midnight + 30min};
  auto quarters = from_midnight().recovered(2, 1300, 1000, gap).add(2, 1250, 1000);
  const auto result = hour(quarters);
  CHECK(result.facility->count == 5100);
  CHECK(result.covered == 30min);
  CHECK_FALSE(result.pue.has_value());
  CHECK(*result.pue_ungated == 1.275);
  CHECK(result.insufficient == Insufficient::low_coverage);
}

TEST_CASE("a quarter hour within a longer recovered gap has no PUE of its own") {
  const Period gap{midnight, midnight + 30min};
  const auto quarters = from_midnight().recovered(2, 1300, 1000, gap);
  CHECK_FALSE(of(Window::quarter_hour, quarters, 15min).pue.has_value());
}

TEST_CASE("energy from power alone is covered") {
  auto quarters = from_midnight().add(4, 1250, 1000);
  quarters.closed[2].quality = energy::Quality::integrated;
  CHECK(hour(quarters).covered == 1h);
}

TEST_CASE("a window in which nothing is closed yet has no sums") {
  const auto result = hour(from_midnight());
  CHECK(result.insufficient == Insufficient::no_interval);
  CHECK_FALSE(result.facility.has_value());
  CHECK_FALSE(result.it.has_value());
  CHECK_FALSE(result.pue_ungated.has_value());
  CHECK_FALSE(result.overhead[unexplained].has_value());
  CHECK(result.coverage() == 0.0);
}

TEST_CASE("a window of nothing but missing intervals has no sums and says low coverage") {
  const auto result = hour(from_midnight().missing(4));
  CHECK(result.insufficient == Insufficient::low_coverage);
  CHECK_FALSE(result.facility.has_value());
  CHECK_FALSE(result.pue_ungated.has_value());
}

TEST_CASE("an empty window has a coverage of 0") { CHECK(WindowFigures{}.coverage() == 0.0); }

TEST_CASE("without IT energy there is no ratio, neither 0 nor infinity") {
  const auto none = hour(from_midnight().add(4, 1250, 0));
  CHECK(none.insufficient == Insufficient::no_it);
  CHECK_FALSE(none.pue.has_value());
  CHECK_FALSE(none.pue_ungated.has_value());
  CHECK(none.facility->count == 5000);
  CHECK(hour(from_midnight().add(4, 1250, -10)).insufficient == Insufficient::no_it);
}

TEST_CASE("below the least IT power short windows have no PUE, their energies stay") {
  // 4 quarters of 900 kJ are 1 kW; the site's least is 1001 W.
  const auto quarters = from_midnight().add(4, 1'800'000, 900'000);
  const auto low = of(Window::hour, quarters, 1h, Watts{1001});
  CHECK(low.insufficient == Insufficient::it_load_low);
  CHECK_FALSE(low.pue.has_value());
  CHECK(*low.pue_ungated == 2.0);
  CHECK(low.it->count == 3'600'000);
  CHECK(of(Window::hour, quarters, 1h, Watts{1000}).pue.has_value());
  CHECK_FALSE(of(Window::quarter_hour, quarters, 15min, Watts{1001}).pue.has_value());
}

TEST_CASE("the least IT power is compared with the mean over the usable time") {
  // 48 of 60 minutes at 1 kW: the mean is 1 kW, not 800 W.
  auto fifths = from_midnight().add(4, 1'440'000, 720'000);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto start = midnight + static_cast<int>(i) * 12min;
    fifths.closed[i].interval = {start, start + 12min};
  }
  CHECK(of(Window::hour, fifths, 1h, Watts{1000}).pue.has_value());
}

TEST_CASE("a day has its PUE whatever the IT power") {
  const auto quarters = from_midnight().add(96, 1'800'000, 900'000);
  CHECK(*of(Window::day, quarters, 24h, Watts{1001}).pue == 2.0);
}

TEST_CASE("a PUE below 1 is shown as it is") {
  CHECK(*hour(from_midnight().add(4, 900, 1000)).pue == 0.9);
}

TEST_CASE("subsystems are summed where they are known and the rest stays unexplained") {
  auto quarters = from_midnight().add(2, 1250, 1000);
  quarters.closed[0].overhead[cooling] = Joules{200};
  quarters.closed[0].overhead[unexplained] = Joules{50};
  quarters.closed[1].overhead[unexplained] = Joules{250};  // the chiller's meter was missing
  const auto result = hour(quarters);
  CHECK(result.overhead[cooling]->count == 200);
  CHECK(result.overhead[unexplained]->count == 300);
  CHECK_FALSE(result.overhead[static_cast<std::size_t>(site::Subsystem::lighting)].has_value());
}

TEST_CASE("a negative unexplained rest is summed as such") {
  auto quarters = from_midnight().add(2, 1250, 1000);
  quarters.closed[0].overhead[unexplained] = Joules{-70};
  quarters.closed[1].overhead[unexplained] = Joules{20};
  CHECK(hour(quarters).overhead[unexplained]->count == -50);
}

TEST_CASE("the renewable share is by interval in 15 minutes and by the hour in longer windows") {
  CHECK(matching_method(Window::quarter_hour) == ShareMethod::interval);
  CHECK(matching_method(Window::hour) == ShareMethod::hourly);
  CHECK(matching_method(Window::day) == ShareMethod::hourly);
  CHECK(matching_method(Window::twelve_months) == ShareMethod::hourly);
  // L = 100 four times, G = 200, 0, 100, 0: by the hour 300 of 400.
  auto quarters = from_midnight().green(100, 200).green(100, 0).green(100, 100).green(100, 0);
  CHECK(hour(quarters).renewable(ShareMethod::hourly)->low.ratio() == 0.75);
  CHECK_FALSE(hour(quarters).renewable(ShareMethod::interval).has_value());
  const auto first = of(Window::quarter_hour, quarters, 15min);
  CHECK(first.renewable(ShareMethod::interval)->low.ratio() == 1.0);
  CHECK_FALSE(first.renewable(ShareMethod::hourly).has_value());
}

TEST_CASE("the renewable share stands under the same gate as PUE, the ungated one does not") {
  auto quarters = from_midnight().green(100, 50).missing(3);
  CHECK_FALSE(hour(quarters).renewable(ShareMethod::hourly).has_value());
  const auto at = static_cast<std::size_t>(ShareMethod::hourly);
  CHECK(hour(quarters).renewable_ungated.at(at)->low.ratio() == 0.5);
}

TEST_CASE("unusable intervals lower neither side of the renewable share alone") {
  // 22 h of L = 100 with G = 50; in 2 h a meter is missing although the sun shone.
  auto quarters = from_midnight();
  for (int i = 0; i < 88; ++i) quarters.green(100, 50);
  quarters.missing(8);
  quarters.closed.back().renewable_used = Joules{1000};
  CHECK(day(quarters).renewable(ShareMethod::hourly)->low.ratio() == 0.5);
}

TEST_CASE("certificates have no share that is made of intervals") {
  const auto result = day(from_midnight().add(96, 1250, 1000));
  CHECK_FALSE(result.renewable(ShareMethod::attributes).has_value());
}

TEST_CASE("gates and reasons have their names") {
  CHECK(coverage_gate(Window::quarter_hour) == 1.0);
  CHECK(coverage_gate(Window::hour) == 0.8);
  CHECK(coverage_gate(Window::day) == 22.0 / 24.0);
  CHECK(coverage_gate(Window::month_to_date) == 0.9);
  CHECK(coverage_gate(Window::year_to_date) == 0.95);
  CHECK(coverage_gate(Window::twelve_months) == 0.95);
  CHECK(name(Insufficient::none) == "none");
  CHECK(name(Insufficient::no_interval) == "no_interval");
  CHECK(name(Insufficient::low_coverage) == "low_coverage");
  CHECK(name(Insufficient::it_load_low) == "it_load_low");
  CHECK(name(Insufficient::no_it) == "no_it");
}

namespace {

/// A window of so many quarter hours, so many of them covered, at PUE 1.25.
WindowFigures gated(Window window, std::int64_t covered, std::int64_t elapsed,
                    int valid_months = 12) {
  PeriodSums sums;
  sums.span = {midnight, midnight + elapsed * quarter};
  sums.closed = sums.span.length();
  sums.usable = sums.covered = covered * quarter;
  sums.facility = Joules{1250 * covered};
  sums.it = Joules{1000 * covered};
  return figures(window, sums.span, sums, WindowRules{std::nullopt, valid_months});
}

}  // namespace

TEST_CASE("each window passes exactly at its gate and fails a quarter hour below") {
  struct Row {
    Window window;
    std::int64_t covered;
    std::int64_t elapsed;
  };
  // 30 days are 2880 quarters: 0.9 are 2592; 31 days 2976: 2678.4. 365 days are 35,040: 0.95 are
  // 33,288. 20 quarters: 0.8 are 16. 96: 22/24 are 88.
  for (const auto& row :
       {Row{Window::quarter_hour, 1, 1}, Row{Window::hour, 16, 20}, Row{Window::day, 88, 96},
        Row{Window::month_to_date, 2592, 2880}, Row{Window::month_to_date, 2679, 2976},
        Row{Window::month_to_date, 9, 10}, Row{Window::year_to_date, 33'288, 35'040},
        Row{Window::year_to_date, 19, 20}, Row{Window::twelve_months, 33'288, 35'040}}) {
    INFO(name(row.window) << " " << row.elapsed);
    CHECK(gated(row.window, row.covered, row.elapsed).pue == 1.25);
    const auto below = gated(row.window, row.covered - 1, row.elapsed);
    CHECK_FALSE(below.pue);
    CHECK(below.insufficient == Insufficient::low_coverage);
  }
}

TEST_CASE("the annual window needs twelve valid months, the others none") {
  CHECK(gated(Window::twelve_months, 35'040, 35'040, 12).pue);
  CHECK_FALSE(gated(Window::twelve_months, 35'040, 35'040, 11).pue);
  CHECK(gated(Window::twelve_months, 35'040, 35'040, 11).pue_ungated == 1.25);
  CHECK(gated(Window::year_to_date, 35'040, 35'040, 11).pue);
}

TEST_CASE("a month is valid from 90 % on") {
  const auto valid = [](std::int64_t days, std::int64_t covered) {
    PeriodSums sums;
    sums.covered = covered * quarter;
    return is_valid_month(sums, {midnight, midnight + days * 24h});
  };
  // 28 days: 2688 quarters, nine tenths 2419.2; 30 days: 2592 exactly; 31 days: 2678.4.
  CHECK(valid(30, 2592));
  CHECK_FALSE(valid(30, 2591));
  CHECK(valid(28, 2420));
  CHECK_FALSE(valid(28, 2419));
  CHECK(valid(31, 2679));
  CHECK_FALSE(valid(31, 2678));
}

TEST_CASE("storage moves when the batteries moved more than 1 % of the facility's energy") {
  auto quarters = from_midnight().add(4, 2500, 2000);  // 1 % of 10,000 is 100
  quarters.closed[0].battery_discharge = Joules{100};
  CHECK_FALSE(hour(quarters).storage_moving);
  quarters.closed[0].battery_discharge = Joules{101};
  CHECK(hour(quarters).storage_moving);
  quarters.closed[0].battery_discharge = Joules{0};
  quarters.closed[0].battery_charge = Joules{101};
  CHECK(hour(quarters).storage_moving);
  CHECK_FALSE(day(quarters).storage_moving);  // of longer windows nobody is warned
}

TEST_CASE("the estimated share is that of the side with more of it, of the whole window") {
  auto quarters = from_midnight().add(4, 1250, 1000);
  CHECK(hour(quarters).estimated_share == 0.0);
  quarters.closed[0].estimated_facility = Joules{50};
  quarters.closed[1].estimated_it = Joules{20};
  quarters.closed[2].estimated_it = Joules{30};
  CHECK(*hour(quarters).estimated_share == Approx(0.0125));  // 50/4000 > 50/5000
  CHECK_FALSE(hour(from_midnight()).estimated_share);
  CHECK_FALSE(hour(from_midnight().missing(4)).estimated_share);
}

TEST_CASE("an estimate above 1 % uncovers its interval, and counts in the share") {
  auto quarters = from_midnight().add(4, 1250, 1000);
  quarters.closed[0].estimated_it = Joules{11};
  const auto result = hour(quarters);
  CHECK(result.covered == 45min);
  CHECK(result.facility->count == 5000);
  CHECK(*result.estimated_share == Approx(11.0 / 4000));
}

TEST_CASE("PUE1 to PUE3 stand side by side while the gate is passed") {
  auto quarters = from_midnight().add(4, 1250, 1000);
  for (auto& one : quarters.closed) one.it_levels = {Joules{1000}, Joules{980}, std::nullopt};
  const auto result = hour(quarters);
  CHECK(result.pue_by_category[0] == 1.25);
  CHECK(*result.pue_by_category[1] == Approx(1.275510204).epsilon(1e-9));
  CHECK_FALSE(result.pue_by_category[2]);
  CHECK_FALSE(day(quarters).pue_by_category[0]);
  for (auto& one : quarters.closed) one.it_levels[1] = Joules{0};
  CHECK_FALSE(hour(quarters).pue_by_category[1]);
}

TEST_CASE("U is there whenever there is a ratio and every meter has a class, gate or not") {
  auto quarters = from_midnight().add(2, 1250, 1000);
  for (auto& one : quarters.closed)
    one.meters = {{one.interval, energy::Quality::measured, Joules{1250}, {}, {}},
                  {one.interval, energy::Quality::measured, Joules{1000}, {}, {}}};
  const std::vector<MeterId> inputs = {MeterId{0}, MeterId{1}};
  PeriodSums sums;
  for (const auto& one : quarters.closed) append(sums, sums_of(one, inputs));
  std::vector<InputChain> chain = {{MeterId{0}, 1, 0, site::Accuracy{.limit_percent = 0.5}},
                                   {MeterId{1}, 0, 1, site::Accuracy{.limit_percent = 0.5}}};
  const Period window{midnight, midnight + 1h};
  const auto result = figures(Window::hour, window, sums, {}, chain);
  CHECK_FALSE(result.pue);
  // 2 · √2 · 1.25 · 0.005/√3 = 0.0102062
  CHECK(*result.uncertainty == Approx(0.0102062).epsilon(1e-5));
  chain[1].accuracy.reset();
  CHECK_FALSE(figures(Window::hour, window, sums, {}, chain).uncertainty);
  CHECK_FALSE(figures(Window::hour, window, sums, {}).uncertainty);
}

TEST_CASE("WUE and ERF stand when water and heat are known for as much of a window as its gate") {
  // A day of 96 quarter hours with 1,000 J of IT each; its gate is 22 h: 88 of them.
  const auto known = [](int count) {
    auto quarters = from_midnight().add(96, 1250, 1000);
    for (int i = 0; i < count; ++i) {
      quarters.closed[static_cast<std::size_t>(i)].water = Millilitres{5};
      quarters.closed[static_cast<std::size_t>(i)].reused_heat = Joules{250};
    }
    return day(quarters);
  };
  const auto enough = known(88);
  REQUIRE(enough.water_usage);
  CHECK(enough.water_usage->water == Millilitres{440});
  CHECK(enough.water_usage->it == Joules{88'000});
  CHECK(enough.energy_reuse->ratio() == 0.2);
  CHECK_FALSE(known(87).water_usage.has_value());
  CHECK_FALSE(known(87).energy_reuse.has_value());
  CHECK_FALSE(known(0).water_usage.has_value());
}

TEST_CASE("a window without a PUE has no WUE") {
  auto quarters = from_midnight().add(1, 1250, 1000);
  quarters.closed.back().water = Millilitres{5};
  quarters.missing(3);
  CHECK_FALSE(hour(quarters).water_usage.has_value());
}
