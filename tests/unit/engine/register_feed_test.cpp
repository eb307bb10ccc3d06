#include "engine/register_feed.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::engine;
using namespace std::chrono_literals;
using meter::Quantity;
using site::Role;

TEST_CASE("of a meter only its role's registers are followed") {
  CHECK(is_followed(Role::water, Quantity::volume_m3));
  CHECK_FALSE(is_followed(Role::water, Quantity::energy_thermal_wh));
  CHECK_FALSE(is_followed(Role::water, Quantity::active_power_w));
  CHECK(is_followed(Role::heat_reuse, Quantity::energy_thermal_wh));
  CHECK_FALSE(is_followed(Role::heat_reuse, Quantity::volume_m3));
  CHECK_FALSE(is_followed(Role::heat_reuse, Quantity::energy_import_wh));
  for (const auto quantity : {Quantity::active_power_w, Quantity::energy_import_wh,
                              Quantity::energy_export_wh, Quantity::energy_net_wh})
    CHECK(is_followed(Role::cooling, quantity));
  CHECK_FALSE(is_followed(Role::cooling, Quantity::volume_m3));
  CHECK_FALSE(is_followed(Role::grid, Quantity::frequency_hz));
}

TEST_CASE("volumes are counted in millilitres, energies in joules") {
  CHECK(register_counts(Quantity::volume_m3, 1.234567) == Joules{1'234'567});
  CHECK(register_counts(Quantity::energy_thermal_wh, 10) == Joules{36'000});
  CHECK(register_counts(Quantity::energy_net_wh, -1) == Joules{-3'600});
}

TEST_CASE("a volume passes the tracker like an energy") {
  energy::TrackerSettings settings;
  settings.import = energy::RegisterSettings{Joules{1'000}, std::nullopt, std::nullopt};
  settings.max_power = Watts{5'000};  // 5 l/s
  settings.power_gap = 60s;
  settings.interval = 15min;
  energy::MeterTracker tracker(settings);
  const auto read = [&](Duration when, double cubic_metres) {
    feed(tracker, {{MonoTime{when}, UtcTime{when}}, MeterId{0}, Quantity::volume_m3, cubic_metres});
  };
  for (int i = 0; i < 3; ++i) read(i * 10s, 7 + i * 0.01);
  read(30s, 7.03);
  // 30 l since the first reading.
  CHECK(tracker.total_imported() == Joules{30'000});
}
