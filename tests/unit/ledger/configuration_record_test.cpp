#include "ledger/configuration_record.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

ConfigurationEntry small_entry() {
  ConfigurationEntry entry;
  entry.version = "0.1.0";
  entry.file = "pued.yaml";
  entry.text.fill(0x11);
  entry.zone = "UTC";
  entry.min_it_milliwatts = 300;
  entry.in_service = std::chrono::year{1970} / 1 / 3;
  entry.meters = {{1, "grid", "grid", UtcTime{64ns}, {}}, {4, "ups", "it", {}, {}}};
  entry.sums = {{"facility", {{1, 1'000'000}}}, {"it", {{4, -1}}}};
  entry.required = {1, 4};
  return entry;
}

// 300 = ac 02; day 2 → 4; meters: 1, from 64 → 80 01; three further; sums in the order of names:
// 1,000,000 → 2,000,000 = 80 89 7a; −1 → 1.
const auto small_bytes = "\x05"s + "0.1.0" + "\x09pued.yaml"s + std::string(32, '\x11') +
                         "\x03UTC\x03\xac\x02\x04"
                         "\x02\x01\x04grid\x04grid\x01\x80\x01\x03\x03ups\x02it\x00"
                         "\x02\x08"s +
                         "facility" +
                         "\x01\x01\x80\x89\x7a\x02it\x01\x04\x01"
                         "\x02\x01\x03"s;

}  // namespace

TEST_CASE("the entry of a configuration, byte by byte") {
  CHECK(encode(small_entry()) == small_bytes);
  const auto decoded = decode_configuration(small_bytes);
  REQUIRE(decoded.has_value());
  CHECK(*decoded == small_entry());
}

TEST_CASE("an entry that encode would not write is refused") {
  for (std::size_t size = 0; size < small_bytes.size(); ++size)
    CHECK(decode_configuration(small_bytes.substr(0, size)).has_error());
  CHECK(decode_configuration(small_bytes + '\0').has_error());
  auto entry = small_entry();
  entry.sums["it"][4] = 0;
  CHECK(decode_configuration(encode(entry)).has_error());
  auto twice = small_bytes;
  twice.back() = 0;  // the same required meter again
  CHECK(decode_configuration(twice).has_error());
}

TEST_CASE("the boundary is written out as sums of meters by their lasting numbers") {
  site::SiteSettings settings;
  site::MeterPlace grid{.name = "grid", .role = site::Role::grid};
  site::MeterPlace ups{.name = "ups", .role = site::Role::it};
  site::MeterPlace fan{.name = "fan", .role = site::Role::cooling};
  fan.to = UtcTime{900s};
  settings.meters = {grid, ups, fan};
  const auto model = site::SiteModel::build(settings);
  REQUIRE(model.has_value());
  ConfigurationEntry entry;
  describe_site(entry, *model, settings, {7, 3, 5});
  using Sum = ConfigurationEntry::Sum;
  CHECK(entry.sums.at("facility") == Sum{{7, 1'000'000}});
  CHECK(entry.sums.at("it") == Sum{{3, 1'000'000}});
  CHECK(entry.sums.at("overhead:cooling") == Sum{{5, 1'000'000}});
  CHECK(entry.sums.at("source:grid") == Sum{{7, 1'000'000}});
  CHECK(entry.required == std::vector<std::uint32_t>{3, 7});
  REQUIRE(entry.meters.size() == 3);
  CHECK(entry.meters[0].name == "ups");
  CHECK(entry.meters[1] ==
        ConfigurationEntry::Meter{5, "fan", "cooling", std::nullopt, UtcTime{900s}});
  CHECK(*decode_configuration(encode(entry)) == entry);
}

TEST_CASE("what stands beside the boundary equation is written out too") {
  using Sum = ConfigurationEntry::Sum;
  site::SiteSettings settings;
  site::MeterPlace grid{.name = "grid", .role = site::Role::grid};
  grid.export_unknown = true;
  site::MeterPlace pv{.name = "pv", .role = site::Role::solar};
  pv.max_power = Watts{1000};
  site::MeterPlace wind{.name = "wind", .role = site::Role::wind};
  wind.supplies = site::Supplies::virtual_;
  wind.max_power = Watts{0.5};
  settings.meters = {grid,
                     pv,
                     wind,
                     {.name = "ups", .role = site::Role::it},
                     {.name = "out", .role = site::Role::export_},
                     {.name = "lost", .role = site::Role::curtailed},
                     {.name = "bess", .role = site::Role::battery},
                     {.name = "make-up", .role = site::Role::water},
                     {.name = "heat", .role = site::Role::heat_reuse}};
  settings.meters[6].boundary = site::BatteryBoundary::inside;
  const auto model = site::SiteModel::build(settings);
  REQUIRE(model.has_value());
  ConfigurationEntry entry;
  describe_site(entry, *model, settings, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(entry.sums.at("exported") == Sum{{5, 1'000'000}});
  CHECK(entry.sums.at("export_unknown") == Sum{{1, 1'000'000}});
  CHECK(entry.sums.at("curtailed") == Sum{{6, 1'000'000}});
  CHECK(entry.sums.at("battery") == Sum{{7, 1'000'000}});
  CHECK(entry.sums.at("water") == Sum{{8, 1'000'000}});
  CHECK(entry.sums.at("heat_reuse") == Sum{{9, 1'000'000}});
  CHECK(entry.sums.at("off_site") == Sum{{3, 1'000'000}});
  CHECK(entry.sums.at("renewable_maximum") == Sum{{2, 1'000'000'000}, {3, 500'000}});
  CHECK(*decode_configuration(encode(entry)) == entry);
  // A site without any of it has the one sum that says so.
  settings.meters = {{.name = "grid", .role = site::Role::grid},
                     {.name = "ups", .role = site::Role::it}};
  ConfigurationEntry plain;
  describe_site(plain, site::SiteModel::build(settings).value(), settings, {1, 2});
  CHECK(plain.sums.at("exported").empty());
  CHECK(plain.sums.size() == 5);  // facility, it, it:1, source:grid, exported
}
