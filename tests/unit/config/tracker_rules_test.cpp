#include "config/tracker_rules.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::config;
using namespace std::chrono_literals;
using meter::Quantity;
using meter::ValueType;

namespace {

meter::Point point(Quantity quantity, ValueType type, double scale = 1) {
  meter::Point made;
  made.quantity = quantity;
  made.type = type;
  made.scale = scale;
  return made;
}

energy::TrackerSettings settings_of(std::vector<meter::Point> points, bool reverse = false) {
  engine::MeterConnection connection;
  connection.points = std::move(points);
  connection.reverse = reverse;
  return tracker_settings(connection, {Watts{1000}, 3s}, 5s, 15min);
}

}  // namespace

TEST_CASE("an integer register steps by its scale, in joules") {
  auto register_point = point(Quantity::energy_import_wh, ValueType::uint32, 10);
  register_point.modulus = 1e9;
  const auto settings = settings_of({register_point});
  CHECK(settings.import->step == Joules{36'000});                // 10 Wh × 3600
  CHECK(settings.import->modulus == Joules{3'600'000'000'000});  // 1e9 Wh × 3600
  CHECK_FALSE(settings.import->float32_unit.has_value());
  CHECK_FALSE(settings.export_.has_value());
  CHECK_FALSE(settings.has_power);
}

TEST_CASE("a float32 register steps by its declared resolution and tells its unit") {
  auto register_point = point(Quantity::energy_import_wh, ValueType::float32, 1000);
  CHECK(settings_of({register_point}).import->step == Joules{1});  // no finer than our own unit
  register_point.resolution = 10;
  const auto import = settings_of({register_point}).import;
  CHECK(import->step == Joules{36'000});             // 10 Wh
  CHECK(import->float32_unit == Joules{3'600'000});  // 1 kWh
}

TEST_CASE("a net register counts in steps and does not wrap") {
  const auto settings = settings_of({point(Quantity::energy_net_wh, ValueType::int32, 10)});
  CHECK(settings.net->step == Joules{36'000});  // 10 Wh × 3600
  CHECK_FALSE(settings.net->modulus.has_value());
  CHECK_FALSE(settings.import.has_value());
  CHECK_FALSE(settings.export_.has_value());
}

TEST_CASE("a profile below high confidence is unconfirmed, a meter's own points are not") {
  engine::MeterConnection connection;
  CHECK_FALSE(tracker_settings(connection, {}, 5s, 15min).unconfirmed);
  connection.confidence = meter::Confidence::medium;
  CHECK(tracker_settings(connection, {}, 5s, 15min).unconfirmed);
  connection.confidence = meter::Confidence::low;
  CHECK(tracker_settings(connection, {}, 5s, 15min).unconfirmed);
}

TEST_CASE("power, limits and times reach the tracker") {
  const auto settings = settings_of({point(Quantity::active_power_w, ValueType::float32)});
  CHECK(settings.has_power);
  CHECK(settings.max_power == Watts{1000});
  CHECK(settings.update_period == 3s);
  CHECK(settings.power_gap == 60s);  // the larger of 60 s and 3 × 5 s
  CHECK(settings.interval == 15min);
  CHECK_FALSE(settings.import.has_value());
}

TEST_CASE("with reverse the import tracker has the settings of the export register") {
  const auto import = point(Quantity::energy_import_wh, ValueType::uint32, 10);
  const auto exported = point(Quantity::energy_export_wh, ValueType::uint32, 1);
  const auto settings = settings_of({import, exported}, true);
  CHECK(settings.import->step == Joules{3600});
  CHECK(settings.export_->step == Joules{36'000});
  const auto only_import = settings_of({import}, true);
  CHECK_FALSE(only_import.import.has_value());
  CHECK(only_import.export_->step == Joules{36'000});
}
