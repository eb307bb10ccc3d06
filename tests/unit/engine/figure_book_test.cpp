#include "engine/figure_book.h"

#include <catch2/catch.hpp>

#include "site/balance.h"
#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using kpi::Window;

namespace {

constexpr std::int64_t kwh = 3'600'000;

/// A book of the site of two, told quarter hours of facility and IT energy one after the other.
struct Book {
  Settings settings = site_of_two();
  site::SiteModel model = site::SiteModel::build(settings.site).value();
  FigureBook book;
  UtcTime next = start;

  explicit Book(std::optional<std::chrono::year_month_day> in_service = {})
      : settings(with(in_service)), book(settings, model) {}

  static Settings with(std::optional<std::chrono::year_month_day> in_service) {
    Settings result = site_of_two();
    result.site.facts.in_service = in_service;
    return result;
  }

  void quarters(int count, std::int64_t facility_kwh, std::int64_t it_kwh) {
    for (int i = 0; i < count; ++i) {
      const Period interval{next, next + 15min};
      const auto energy = [&](std::int64_t joules) {
        energy::IntervalEnergy one;
        one.interval = interval;
        one.quality = energy::Quality::measured;
        one.imported = Joules{joules};
        return one;
      };
      book.put(
          site::balance(model, interval, 1, {energy(facility_kwh * kwh), energy(it_kwh * kwh)}));
      next += 15min;
    }
    book.refresh(next, next, start);
  }

  const kpi::WindowFigures& window(Window window) const {
    return book.figures().windows[kpi::position(window)];
  }
};

}  // namespace

TEST_CASE("a window's ratio stands beside the meters that it was summed from") {
  Book site;
  site.quarters(4, 125, 100);
  REQUIRE(site.window(Window::hour).pue);
  CHECK(*site.window(Window::hour).pue == 1.25);  // 500 kWh / 400 kWh
  const auto& explained = site.book.figures().explained[kpi::position(Window::hour)];
  REQUIRE(explained);
  REQUIRE(explained->inputs.size() == 2);
  CHECK(explained->inputs[grid].in_facility == 1);
  CHECK(explained->inputs[grid].in_it == 0);
  CHECK(explained->inputs[grid].sum.net == Joules{500 * kwh});
  CHECK(explained->inputs[it].in_facility == 0);
  CHECK(explained->inputs[it].in_it == 1);
  CHECK(explained->inputs[it].sum.net == Joules{400 * kwh});
  // No subsystem has a meter: the grid's part that is not IT is unexplained.
  const auto unexplained = static_cast<std::size_t>(site::Subsystem::unexplained);
  CHECK(explained->inputs[grid].in_subsystem[unexplained] == 1);
  CHECK(explained->inputs[it].in_subsystem[unexplained] == -1);
}

TEST_CASE("a cap is met by the number itself, and judged for each window that has a PUE") {
  Book site;
  site.quarters(4, 125, 100);
  REQUIRE(site.book.figures().caps.size() == 1);
  const auto cap = site.book.figures().caps[0];
  CHECK(cap.complies[kpi::position(Window::hour)] == true);
  CHECK(!cap.complies[kpi::position(Window::twelve_months)]);
  CHECK(cap.verdicts[kpi::position(Window::twelve_months)] == kpi::Verdict::insufficient);
  // Its meters have no class: what complies is still not shown to pass.
  CHECK(cap.verdicts[kpi::position(Window::hour)] == kpi::Verdict::inconclusive);
  site.quarters(1, 126, 100);
  const auto above = site.book.figures().caps.at(0);
  CHECK(above.complies[kpi::position(Window::quarter_hour)] == false);
}

TEST_CASE("a burn rate compares its trailing window with the target below the cap") {
  Book site;
  site.quarters(4 * 24, 122, 100);
  site.quarters(4 * 2, 131, 100);
  const auto& cap = site.book.figures().caps.at(0);
  REQUIRE(cap.target);
  CHECK(cap.target->annual == Approx(1.22));  // no own target: 1.25 − 0.03
  REQUIRE(cap.burn[0]);
  CHECK(*cap.burn[0] == Approx(3));  // 2h: (1.31 − 1.22) / 0.03
  // 6h: four hours of 1.22 and two of 1.31 are 1.25: the even rate.
  REQUIRE(cap.burn[1]);
  CHECK(*cap.burn[1] == Approx(1));
  CHECK(!cap.burn[4]);  // 3d: 26 hours of 72 are no window
  CHECK(!cap.budget);   // the mean load of 30 days is not known
}

TEST_CASE("what was measured before the site went into service enters no figure") {
  using std::chrono::year;
  Book site(year{2026} / 3 / 2);  // the day after `start`
  site.quarters(4 * 24, 200, 100);
  CHECK(!site.window(Window::hour).pue);
  site.quarters(4 * 6, 120, 100);
  CHECK(*site.window(Window::hour).pue == 1.2);
  CHECK(site.window(Window::month_to_date).elapsed == 6h);
  CHECK(*site.window(Window::month_to_date).pue == 1.2);
}

TEST_CASE("the hour is compared with the same hour of the day before") {
  Book site;
  site.quarters(4, 125, 100);
  site.quarters(4 * 23, 122, 100);
  site.quarters(4, 95, 70);
  const auto& change = site.book.figures().changes[static_cast<std::size_t>(ChangeOf::hour)];
  REQUIRE(change);
  // 25 kW of overhead at both times, IT from 100 to 70: 1.25 → 1.357, all of it the load's.
  CHECK(change->before == Approx(1.25));
  CHECK(change->after == Approx(95.0 / 70));
  CHECK(change->it == Approx(95.0 / 70 - 1.25));
  CHECK(change->is_it_drop());
}

TEST_CASE("without a closed interval the caps that apply are known, and nothing is judged") {
  Book site;
  site.book.refresh(start, std::nullopt, start);
  REQUIRE(site.book.figures().caps.size() == 1);
  CHECK(!site.book.figures().caps[0].target);
  CHECK(!site.book.figures().caps[0].verdicts[0]);
}
