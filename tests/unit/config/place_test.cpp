#include "config/place.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config::test;
using namespace std::chrono;

namespace {

std::string with(const std::string& role, const std::string& keys) {
  return with_meter(
      "name: m, link: \"modbus+tcp://h\", unit: 1, profile: test/full, max_power: "
      "2kW, role: " +
      role + ", " + keys);
}
site::MeterPlace place(const std::string& role, const std::string& keys) {
  return loaded(with(role, keys)).engine.site.meters[0];
}

}  // namespace

TEST_CASE("every key of a meter's place reaches it") {
  const auto meter = place("other",
                           "subsystem: cooling, zone: row 3, serial: 0815, from: "
                           "2026-03-01T00:15:00+08:00, to: 2026-03-02T00:00:00+08:00, calibration: "
                           "{certificate: C-7, valid_until: 2027-02-28}");
  CHECK(meter.subsystem == site::Subsystem::cooling);
  CHECK(meter.zone == "row 3");
  CHECK(meter.serial == "0815");
  CHECK(meter.from == UtcTime{sys_days{2026y / February / 28} + 16h + 15min - sys_days{}});
  CHECK(*meter.to - *meter.from == 23h + 45min);
  CHECK(meter.calibration == site::Calibration{"C-7", 2027y / February / 28});
  CHECK(meter.max_power == Watts{2000});
  CHECK_FALSE(meter.counts_export);  // test/full has an import register only
  CHECK(place("other", "reverse: true").counts_export);
  CHECK(place("solar", "supplies: virtual").supplies == site::Supplies::virtual_);
  CHECK(place("battery", "battery: {boundary: outside}").boundary ==
        site::BatteryBoundary::outside);
  CHECK(place("battery", "zone: a").boundary == site::BatteryBoundary::inside);
}

TEST_CASE("keys that the role has no use for are told") {
  check_all({
      {with("cooling", "supplies: grid, battery: {boundary: inside}, checks: ups"),
       {{"supplies: |grid",
         "\"supplies\": only a source (grid, solar, wind, genset) supplies anything; remove it"},
        {"battery: |{",
         "\"battery\": only a meter with role: battery has a side of the boundary; remove it"},
        {"checks: |ups", "\"checks\": only a meter with role: check checks another; remove it"}}},
      {with("grid", "supplies: virtual, subsystem: cooling"),
       {{"virtual", "\"supplies\": the grid supplies the site; remove it"},
        {"subsystem: |cooling",
         "\"subsystem\": only a meter with role: cooling, power_loss, lighting or other is in a "
         "subsystem; remove it"}}},
      {with("genset", "supplies: virtual"),
       {{"virtual",
         "\"supplies\": virtual is for solar and wind elsewhere, which enter renewable figures "
         "only; write supplies: grid"}}},
  });
}

TEST_CASE("words and times of a place are strict") {
  check_all({
      {with("solar", "supplies: gird"),
       {{"gird", "unknown supplies \"gird\", did you mean \"grid\"?"}}},
      {with("battery", "battery: {boundary: outsid}"),
       {{"outsid", "unknown boundary \"outsid\", did you mean \"outside\"?"}}},
      {with("battery", "battery: {}"),
       {{"battery: |{}",
         "\"battery\" has no \"boundary\"; write boundary: inside or boundary: outside"}}},
      {with("other", "subsystem: unexplained"),
       {{"unexplained",
         "unknown subsystem \"unexplained\"; known are cooling, power_loss, lighting, other"}}},
      {with("other", "from: 2026-03-01T00:10:00+08:00"),
       {{"from: |2026",
         "\"from\": is within an interval of 15m; write its start or end, for example "
         "2026-03-01T10:15:00+08:00"}}},
      {with("other", "from: 2026-03-01T00:00:00Z, to: 2026-03-01T08:00:00+08:00"),
       {{"to: |2026", "\"to\": is not after from"}}},
      {with("other", "calibration: {valid_until: 2027-02-28}"),
       {{"calibration: |{", "\"calibration\" has no \"certificate\"; write its number"}}},
  });
}

TEST_CASE("solar power without a register needs a bound of what it can have generated") {
  const auto solar = [](const std::string& keys) {
    return good_site + good_meters +
           "  - {name: pv, link: \"modbus+tcp://h\", unit: 3, role: " + keys +
           "points: [{quantity: active_power_w, address: 30001, type: float32}]}\n";
  };
  CHECK(loaded(solar("solar, max_power: 1kW, ")).engine.site.meters[2].counts_export);
  check_all({{solar("wind, "),
              {{"|{name: pv",
                "meter \"pv\" has no \"max_power\"; what it can have generated while it does not "
                "answer is bounded by it; write for example max_power: 1MW"}}}});
  CHECK(messages(solar("lighting, ")).empty());
}
