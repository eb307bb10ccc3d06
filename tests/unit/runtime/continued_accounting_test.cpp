#include "runtime/continued_accounting.h"

#include <catch2/catch.hpp>

#include "../engine/site_of_two.h"
#include "../store/fixture.h"
#include "ledger/store/verify_ledger.h"
#include "runtime/ledger_opening.h"

using namespace pue;
using namespace pue::engine::test;
using ledger::TemporaryDirectory;

namespace {

/// One run of the daemon: 1 kW of each meter, read each minute, closed intervals to the ledger.
class Run {
 public:
  Run(const std::string& path, Duration now) : opened_(open(path, now)) {
    auto accounting = runtime::continued_accounting(settings(), *opened_.store, at(now));
    REQUIRE(accounting.has_value());
    accounting_.emplace(std::move(*accounting));
  }
  ~Run() { CHECK(opened_.store->close(now_.utc).has_value()); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void poll(Duration from, Duration until, bool ups_replies) {
    for (Duration t = from; t <= until; t += 1min) {
      now_ = at(t);
      read(grid);
      if (ups_replies) read(it);
      accounting_->advance(now_);
      commit();
    }
  }

 private:
  static engine::Settings settings() {
    auto settings = site_of_two();
    settings.polling.interval = 1min;
    settings.site.zone = Zone::fixed("UTC", 0s);
    return settings;
  }
  static runtime::OpenedLedger open(const std::string& path, Duration now) {
    config::Configuration configuration;
    configuration.engine = settings();
    auto opened = runtime::open_ledger(path, configuration, at(now).utc);
    INFO((opened ? "" : opened.error().message));
    REQUIRE(opened.has_value());
    return std::move(*opened);
  }
  void read(std::uint32_t meter) {
    using meter::Quantity;
    const double wh =
        1000.0 *
        std::chrono::duration<double, std::ratio<3600>>(now_.mono.time_since_epoch()).count();
    accounting_->accept({now_, MeterId{meter}, Quantity::active_power_w, 1000.0});
    accounting_->accept({now_, MeterId{meter}, Quantity::energy_import_wh, std::floor(wh)});
  }
  void commit() {
    auto closed = accounting_->take_closed();
    REQUIRE(opened_.store
                ->commit(closed, {now_.utc, accounting_->save(), accounting_->take_clock_steps()})
                .has_value());
  }

  runtime::OpenedLedger opened_;
  std::optional<engine::Accounting> accounting_;
  Moment now_{};
};

}  // namespace

// A new version says all of its interval again: also what the other meters' energies rest on.
TEST_CASE("a meter that is silent over a restart leaves a ledger that is proven") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  // Silent from minute 31 on. At the stop 00:30 to 00:45 is closed without it, or still open.
  const auto stop = GENERATE(50min, 46min);
  {
    Run run(path, 0min);
    run.poll(0min, 30min, true);
    run.poll(31min, stop, false);
  }
  {
    Run run(path, 52min);
    run.poll(52min, 64min, true);
  }
  const auto verified = ledger::verify_ledger(path, {});
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  const auto store = ledger::open_ledger_reader(path, ledger::read_store_facts(path)->identity);
  const auto intervals = (*store)->intervals({start, start + 1h});
  REQUIRE(intervals->size() == 4);
  for (const auto& interval : *intervals) {
    // A quarter of an hour of 1 kW: 250 Wh, as far as registers of 1 Wh tell.
    CHECK(std::abs(interval.it->count - 900'000) <= 3600);
    CHECK(std::abs(interval.facility->count - 900'000) <= 3600);
  }
  CHECK((*intervals)[2].version == (stop == 50min ? 2 : 1));
}
