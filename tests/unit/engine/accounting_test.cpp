#include "engine/accounting.h"

#include <catch2/catch.hpp>

#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace pue::engine::test;
using namespace std::chrono_literals;
using meter::Quantity;

namespace {

/// Feeds constant powers every 5 s with registers floored to 1 Wh. Power 125 kW and 100 kW.
class Bus {
 public:
  explicit Bus(Accounting& accounting) : accounting_(&accounting) {}

  void use(Accounting& accounting) { accounting_ = &accounting; }
  void run_until(Duration end) {
    for (; now_ <= end; now_ += 5s) {
      if (!grid_silent) read(grid, 125'000);
      if (!it_silent) read(it, 100'000);
      accounting_->advance(at(now_));
      for (auto& interval : accounting_->take_closed()) closed.push_back(interval);
    }
  }

  bool grid_silent = false, it_silent = false;
  std::vector<site::SiteInterval> closed;

 private:
  void read(std::uint32_t meter, double watts) {
    const double hours = static_cast<double>(now_ / 1s) / 3600.0;
    accounting_->accept({at(now_), MeterId{meter}, Quantity::active_power_w, watts});
    accounting_->accept({at(now_), MeterId{meter}, Quantity::energy_import_wh,
                         1e6 + static_cast<double>(static_cast<std::int64_t>(watts * hours))});
  }

  Accounting* accounting_;
  Duration now_{0};
};

const kpi::WindowFigures& quarter_hour(const Snapshot& snapshot) {
  return snapshot.closed.windows[0];
}
const kpi::WindowFigures& hour(const Snapshot& snapshot) { return snapshot.closed.windows[1]; }

bool continued(Accounting& accounting, const std::string& state,
               const std::vector<site::SiteInterval>& stored, Moment now) {
  if (!accounting.restore(state, now)) return false;
  for (const auto& interval : stored) accounting.recall(interval);
  accounting.resume();
  return true;
}

}  // namespace

TEST_CASE("a steady site has the PUE of its powers, live and over closed windows") {
  Accounting accounting(site_of_two());
  Bus bus(accounting);
  bus.run_until(1h + 10s);
  const auto snapshot = accounting.snapshot();
  REQUIRE(snapshot.live.pue);
  CHECK(*snapshot.live.pue == Approx(1.25));
  // 125 kW over 15 min = 31,250 Wh = 112,500,000 J; known to one register step of 3,600 J.
  REQUIRE(bus.closed.size() == 4);
  CHECK(std::abs(bus.closed[1].facility->count - 112'500'000) <= 3600);
  CHECK(std::abs(bus.closed[1].it->count - 90'000'000) <= 3600);
  REQUIRE(hour(snapshot).pue);
  CHECK(*hour(snapshot).pue == Approx(1.25).margin(1e-4));
  CHECK(hour(snapshot).coverage() == 1);
  REQUIRE(snapshot.counters);
  CHECK(std::abs(snapshot.counters->facility.count - 450'000'000) <= 3600);
  CHECK(snapshot.counters->covered_seconds == 3600);
  CHECK(snapshot.meters[grid].up);
}

TEST_CASE("a silent IT meter makes ratios absent and coverage fall, never a wrong PUE") {
  Accounting accounting(site_of_two());
  Bus bus(accounting);
  bus.run_until(1h);
  bus.it_silent = true;
  bus.run_until(2h + 3min);
  const auto snapshot = accounting.snapshot();
  CHECK(!snapshot.live.pue);
  CHECK(snapshot.live.absent_because == LiveAbsence::stale_input);
  CHECK(snapshot.live.stale_meters == std::vector<std::string>{"ups-out"});
  CHECK(!snapshot.meters[it].up);
  CHECK(!snapshot.meters[it].power);
  CHECK(!snapshot.meters[it].energy_imported);
  CHECK(!quarter_hour(snapshot).pue);
  CHECK(!hour(snapshot).pue);
  CHECK(hour(snapshot).coverage() == 0);
  REQUIRE(snapshot.counters);
  CHECK(snapshot.counters->elapsed_seconds == 7200);
  CHECK(snapshot.counters->covered_seconds == 3600);
}

TEST_CASE("a meter that returns brings the energy of its absence as new versions, counted once") {
  Accounting accounting(site_of_two());
  Bus bus(accounting);
  bus.run_until(1h);
  bus.it_silent = true;
  bus.run_until(2h + 3min);
  bus.it_silent = false;
  bus.run_until(2h + 10min);
  // Four intervals first, four closed as missing, those four again as recovered.
  REQUIRE(bus.closed.size() == 12);
  Joules recovered{0};
  for (std::size_t i = 8; i < 12; ++i) {
    CHECK(bus.closed[i].version == 2);
    CHECK(bus.closed[i].quality == energy::Quality::recovered);
    REQUIRE(bus.closed[i].it);
    recovered += *bus.closed[i].it;
  }
  // 100 kW · 1 h = 360,000,000 J, the total from the register, the split estimated.
  CHECK(std::abs(recovered.count - 360'000'000) <= 3 * 3600);
  const auto counters = accounting.snapshot().counters;
  REQUIRE(counters);
  CHECK(std::abs(counters->it.count - 720'000'000) <= 2 * 3600);
  CHECK(counters->covered_seconds == 7200);
}

TEST_CASE("a restart continues every counter and recovers the downtime from the registers") {
  Accounting before(site_of_two());
  Bus bus(before);
  bus.run_until(1h + 7min);
  const auto state = before.save();

  Accounting after(site_of_two());
  // Two hours pass without a daemon; the stored intervals come back from the store.
  REQUIRE(continued(after, state, bus.closed, at(3h + 7min)));
  CHECK(after.snapshot().meters[grid].last_interval == energy::Quality::measured);
  bus.grid_silent = bus.it_silent = true;
  bus.run_until(3h + 7min);  // nobody reads; `before` is dead
  const auto known = bus.closed.size();
  bus.use(after);
  bus.grid_silent = bus.it_silent = false;
  bus.run_until(4h + 10s);
  CHECK(known >= 4);
  const auto snapshot = after.snapshot();
  REQUIRE(snapshot.counters);
  // Four hours of 125 kW and 100 kW.
  CHECK(std::abs(snapshot.counters->facility.count - 1'800'000'000) <= 2 * 3600);
  CHECK(std::abs(snapshot.counters->it.count - 1'440'000'000) <= 2 * 3600);
  CHECK(snapshot.counters->elapsed_seconds == 4 * 3600);
}

TEST_CASE("a daemon that died long after its last save never shows a smaller meter counter") {
  Accounting before(site_of_two());
  Bus bus(before);
  bus.run_until(1h);
  const auto state = before.save();
  const auto stored = bus.closed;
  bus.run_until(1h + 7min);  // shown to the world, never saved
  const auto shown = before.snapshot().meters[grid].energy_imported;
  REQUIRE(shown);

  Accounting after(site_of_two());
  REQUIRE(continued(after, state, stored, at(1h + 7min)));
  bus.use(after);
  bool seen = false;
  for (auto t = 1h + 7min + 5s; t <= 1h + 8min; t += 5s) {
    bus.run_until(t);
    const auto counter = after.snapshot().meters[grid].energy_imported;
    if (!counter) continue;
    seen = true;
    CHECK(*counter >= *shown);
  }
  CHECK(seen);
}

TEST_CASE("a swap acts once, over restarts too, one that is entered too late is told") {
  auto settings = site_of_two();
  settings.events = {{start + 10min, MeterId{it}, MeterEvent::Kind::swap, 1.0, 2.0, "a", "b", ""}};
  Accounting before(settings);
  Bus bus(before);
  bus.run_until(20min);

  Accounting after(settings);
  REQUIRE(continued(after, before.save(), {}, at(20min)));
  CHECK(after.late_changes().empty());
  CHECK(after.save() == before.save());

  settings.events.push_back(
      {start + 19min, MeterId{grid}, MeterEvent::Kind::swap, 1.0, 2.0, "a", "b", ""});
  Accounting corrected(settings);
  REQUIRE(continued(corrected, before.save(), {}, at(20min)));
  REQUIRE(corrected.late_changes().size() == 1);
  CHECK(corrected.late_changes()[0].at == start + 19min);
  CHECK(corrected.late_changes()[0].meter == "grid");
}

TEST_CASE("a state of another site is refused and the accounting starts afresh") {
  Accounting other(site_of_two());
  auto settings = site_of_two();
  settings.site.facts.name = "elsewhere";
  Accounting accounting(settings);
  CHECK_FALSE(accounting.restore(other.save(), at(0s)));
  CHECK_FALSE(accounting.restore("not a state", at(0s)));
}

TEST_CASE("the same readings give the same bytes however often time is advanced") {
  Accounting often(site_of_two()), seldom(site_of_two());
  Bus bus(often);
  bus.run_until(45min);
  for (Duration t{0}; t <= 45min; t += 5s) {
    const double hours = static_cast<double>(t / 1s) / 3600.0;
    for (auto [meter, watts] : {std::pair{grid, 125'000.0}, std::pair{it, 100'000.0}}) {
      seldom.accept({at(t), MeterId{meter}, Quantity::active_power_w, watts});
      seldom.accept({at(t), MeterId{meter}, Quantity::energy_import_wh,
                     1e6 + static_cast<double>(static_cast<std::int64_t>(watts * hours))});
    }
    if (t % 40s == 0s) seldom.advance(at(t));
  }
  seldom.advance(at(45min));
  CHECK(seldom.take_closed() == bus.closed);
  CHECK(seldom.save() == often.save());
}

TEST_CASE("power beyond the meter's limit is refused and counted, and the last good value stands") {
  Accounting accounting(site_of_two());
  accounting.accept({at(0s), MeterId{it}, Quantity::active_power_w, 100'000});
  accounting.accept({at(5s), MeterId{it}, Quantity::active_power_w, 1.3e6});    // max 1 MW · 1.2
  accounting.accept({at(6s), MeterId{it}, Quantity::active_power_w, -20'000});  // −2 % of max
  accounting.advance(at(7s));
  const auto meters = accounting.snapshot().meters;
  CHECK(meters[it].implausible == 2);
  CHECK(meters[it].power == Watts{100'000});
}

TEST_CASE("a clock set forward by decades does not make millions of intervals") {
  Accounting accounting(site_of_two());
  const Duration step = 24h * 20'000;
  std::size_t closed = 0;
  for (Duration t{0}; t <= 1h + 10s; t += 5s) {
    // Set after ten minutes: what is open closes, and the next interval is the clock's.
    const Moment now{MonoTime{t}, start + t + (t < 10min ? 0s : step)};
    const double hours = static_cast<double>(t / 1s) / 3600.0;
    for (auto [meter, watts] : {std::pair{grid, 125'000.0}, std::pair{it, 100'000.0}}) {
      accounting.accept({now, MeterId{meter}, Quantity::active_power_w, watts});
      accounting.accept({now, MeterId{meter}, Quantity::energy_import_wh,
                         1e6 + static_cast<double>(static_cast<std::int64_t>(watts * hours))});
    }
    accounting.advance(now);
    closed += accounting.take_closed().size();
  }
  // 00:00 before the step, then 00:00, 00:15, 00:30 and 00:45 of the new day.
  CHECK(closed == 5);
  REQUIRE(quarter_hour(accounting.snapshot()).pue);
  CHECK(*quarter_hour(accounting.snapshot()).pue == Approx(1.25).margin(1e-4));
}

TEST_CASE("intervals before the site is in service are closed but enter no figure") {
  auto settings = site_of_two();
  settings.site.facts.in_service = std::chrono::year{2026} / 3 / 2;
  Accounting accounting(settings);
  Bus bus(accounting);
  bus.run_until(1h + 10s);
  CHECK(bus.closed.size() == 4);
  CHECK(!hour(accounting.snapshot()).pue);
  CHECK(accounting.snapshot().counters->elapsed_seconds == 0);
}

TEST_CASE("a closed window is explained by its meters and their coefficients in every part") {
  // Unexplained = facility − IT − chiller: grid +1, UPS −1, chiller −1.
  auto settings = site_of_two();
  settings.site.meters.push_back({"chiller", site::Role::cooling});
  settings.trackers.push_back(settings.trackers[0]);
  settings.connections.push_back(settings.connections[0]);
  Accounting accounting(settings);
  Bus bus(accounting);
  bus.run_until(32min);
  const auto explanation = accounting.snapshot().closed.explained[0];
  REQUIRE(explanation);
  REQUIRE(explanation->inputs.size() == 3);
  using Parts = std::array<double, site::subsystem_count>;
  CHECK(explanation->inputs[0].in_subsystem == Parts{0, 0, 0, 0, 1});
  CHECK(explanation->inputs[1].in_subsystem == Parts{0, 0, 0, 0, -1});
  CHECK(explanation->inputs[2].in_subsystem == Parts{1, 0, 0, 0, -1});
  CHECK(explanation->inputs[0].in_source == std::array<double, 4>{1, 0, 0, 0});
  CHECK(explanation->inputs[2].in_source == std::array<double, 4>{});
}
