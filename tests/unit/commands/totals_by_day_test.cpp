#include "commands/totals_by_day.h"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "../store/fixture.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using commands::days_of;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);
constexpr int quarters = 400;  // from 8:00 of 1 March to 12:00 of the 5th, local

struct Ledger {
  TemporaryDirectory directory;
  std::string path = directory.file("ledger.db");
  StoreIdentity identity = identity_of({"grid", "it"});
  engine::Settings settings;
  std::optional<site::SiteModel> model;
  Period period{quarter(10), quarter(quarters)};

  Ledger() {
    std::vector<site::SiteInterval> intervals;
    for (int i = 0; i < quarters; ++i) intervals.push_back(usable_interval(i, 10 * i, 2));
    auto store = open_test_writer(path, identity).value();
    REQUIRE(store->commit(intervals, {quarter(quarters), ""}).has_value());
    settings.site.zone = shanghai;
    settings.site.meters = {{"grid", site::Role::grid}, {"it", site::Role::it}};
    settings.links.resize(1);
    settings.connections.resize(2);
    settings.trackers.resize(2);
    model = site::SiteModel::build(settings.site).value();
  }

  commands::DayReading reading(std::size_t threads) const {
    return {[this] { return open_ledger_reader(path, identity); }, threads};
  }
  Result<commands::PeriodTotals> read(const commands::DayReading& reading) const {
    const commands::PeriodTotals nothing{{settings, *model, period},
                                         {settings, *model, period, {}}};
    return totals_by_day(days_of(period, period, shanghai), nothing, reading);
  }

  void damage(int interval) const {
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec(
            fmt::format("UPDATE energies SET bytes = x'01' WHERE leaf = (SELECT leaf FROM interval "
                        "WHERE start_ns = {})",
                        quarter(interval).time_since_epoch().count()));
  }
};

}  // namespace

TEST_CASE("a period's days are local ones, cut by the period, where the ledger has intervals") {
  const auto midnight = quarter(0) + 16h;  // of 2 March in Shanghai
  const Period period{midnight - 3h, midnight + 50h};
  const std::vector<Period> days = {{midnight - 3h, midnight},
                                    {midnight, midnight + 24h},
                                    {midnight + 24h, midnight + 48h},
                                    {midnight + 48h, midnight + 50h}};
  CHECK(days_of(period, period, shanghai) == days);
  const Period narrow{midnight + 25h, midnight + 26h};
  CHECK(days_of(period, narrow, shanghai) == std::vector{days[2]});
  const Period wide{midnight - 1000h, midnight + 1000h};
  CHECK(days_of(period, wide, shanghai) == days);
  CHECK(days_of(period, {midnight + 80h, midnight + 81h}, shanghai).empty());
  CHECK(days_of(period, Period{}, shanghai).empty());
}

TEST_CASE("however many threads read the days, the period comes to the same") {
  const Ledger ledger;
  for (const std::size_t threads : {0, 1, 2, 3, 64}) {
    INFO(threads);
    auto reading = ledger.reading(threads);
    std::vector<double> progress;
    reading.progress = [&](double part) { progress.push_back(part); };
    auto totals = ledger.read(reading);
    REQUIRE(totals.has_value());
    const auto figures = totals->book.figures(std::chrono::year{2026} / 4 / 1);
    // Σ 10·i of 10 ≤ i < 400 is 5 · (400·399 − 10·9); the second meter has a joule more each.
    constexpr std::int64_t sum = 5 * (400 * 399 - 10 * 9);
    CHECK(figures.figures.it == Joules{sum});
    CHECK(figures.figures.facility == Joules{2 * sum});
    const auto lines = totals->tallies.lines(figures);
    CHECK(lines.at(0).imported == Joules{sum});
    CHECK(lines.at(1).imported == Joules{sum + 390});
    CHECK(progress == std::vector{0.2, 0.4, 0.6, 0.8, 1.0});
  }
}

TEST_CASE("the first damaged day is the one that is told, whoever read it") {
  const Ledger ledger;
  ledger.damage(350);
  ledger.damage(120);
  for (const std::size_t threads : {1, 4}) {
    const auto totals = ledger.read(ledger.reading(threads));
    REQUIRE(totals.has_error());
    CHECK_THAT(totals.error().message,
               Catch::Contains(fmt::format("the interval of {} s", 1'772'323'200 + 120 * 900)));
  }
}

TEST_CASE("a ledger that cannot be opened is told") {
  const Ledger ledger;
  auto reading = ledger.reading(2);
  reading.open = [&] { return open_ledger_reader(ledger.path + ".not", ledger.identity); };
  const auto totals = ledger.read(reading);
  REQUIRE(totals.has_error());
  CHECK_THAT(totals.error().message, Catch::Contains("ledger.db.not"));
}
