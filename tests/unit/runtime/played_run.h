// Short runs of a small site over one ledger, for tests of what stands between engine and store.
#pragma once

#include <catch2/catch.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "../engine/site_of_two.h"
#include "../store/fixture.h"
#include "runtime/continued_accounting.h"
#include "runtime/ledger_opening.h"

namespace pue::runtime::test {

using namespace engine::test;

/// One run of the daemon: 1 kW of each meter, read each minute, closed intervals to the ledger.
class Run {
 public:
  Run(const std::string& path, Duration now) : opened_(open(path, settings(), now)) {
    auto accounting = continued_accounting(settings(), *opened_.store, at(now));
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

  static engine::Settings settings() {
    auto settings = site_of_two();
    settings.polling.interval = 1min;
    settings.site.zone = Zone::fixed("UTC", 0s);
    return settings;
  }
  static OpenedLedger open(const std::string& path, const engine::Settings& settings,
                           Duration now) {
    config::Configuration configuration;
    configuration.engine = settings;
    auto opened = open_ledger(path, configuration, at(now).utc);
    INFO((opened ? "" : opened.error().message));
    REQUIRE(opened.has_value());
    return std::move(*opened);
  }

 private:
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

  OpenedLedger opened_;
  std::optional<engine::Accounting> accounting_;
  Moment now_{};
};

}  // namespace pue::runtime::test
