#include "ledger/interval_record.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

Period span(std::int64_t start_ns, std::int64_t length_ns) {
  const UtcTime start{Duration{start_ns}};
  return {start, start + Duration{length_ns}};
}

/// Two meters, the second without a value; facility known, IT not.
site::SiteInterval small_interval() {
  site::SiteInterval interval;
  interval.interval = span(64, 10);
  interval.version = 2;
  interval.quality = Quality::missing;
  interval.facility = Joules{100};
  interval.overhead[1] = Joules{-3};
  interval.meters = {
      IntervalEnergy{interval.interval, Quality::recovered, Joules{100}, Joules{0}, span(60, 20)},
      IntervalEnergy{interval.interval, Quality::missing, Joules{0}, Joules{0}, std::nullopt}};
  return interval;
}

/// The same with what format 2 has on top.
site::SiteInterval interval_of_format_2() {
  auto interval = small_interval();
  interval.clock_stepped = true;
  interval.estimated_facility = Joules{3};
  interval.renewable_unknown = Joules{64};
  interval.meters[0].unconfirmed = true;
  interval.meters[0].resolution = Joules{3600};
  interval.meters[0].clamped = Joules{5};
  return interval;
}

/// And of format 3: heat that was reused, and water.
site::SiteInterval interval_of_format_3() {
  auto interval = interval_of_format_2();
  interval.reused_heat = Joules{50};
  interval.water = Millilitres{70};
  return interval;
}

// As version 1 wrote it: format 1; start 64 → folded 128 = 80 01; length 10; version 2; quality
// missing = 3; presence: facility bit 0, overhead[1] bit 3 → 9; 100 → 200 = c8 01; −3 → 5; two
// meters: number 4 missing = 3; number 7, three further, recovered | gap = 0x11, 100, 0, gap 4
// before the start → 7, length 20 = 0x14.
const auto small_bytes =
    "\x01\x80\x01\x0a\x02\x03\x09\xc8\x01\x05\x02\x04\x03\x03\x11\xc8\x01\x00\x07\x14"s;
// format 2; start, length, version, quality as above; flags 1: the clock was stepped; presence 9
// and two values as above; sums: 3 → 6, four zeros, 64 → 128 = 80 01; two meters: number 4 missing
// = 3; three further, recovered | gap | unconfirmed = 0x31, 100, 0, q 3600 = 28 · 128 + 16 = 90 1c,
// 5, gap as above.
const auto bytes_of_format_2 =
    "\x02\x80\x01\x0a\x02\x03\x01\x09\xc8\x01\x05\x06\x00\x00\x00\x00\x80\x01\x02\x04\x03"
    "\x03\x31\xc8\x01\x00\x90\x1c\x05\x07\x14"s;
// format 3: the same with presence 9 + 2^20 (reused_heat) + 2^21 (water) = 3'145'737 = 0x300009 →
// 89 80 c0 01, and after the two values 50 → 100 = 64 and 70 → 140 = 8c 01.
const auto bytes_of_format_3 =
    "\x03\x80\x01\x0a\x02\x03\x01\x89\x80\xc0\x01\xc8\x01\x05\x64\x8c\x01\x06\x00\x00\x00\x00\x80"
    "\x01\x02"
    "\x04\x03\x03\x31\xc8\x01\x00\x90\x1c\x05\x07\x14"s;
const std::vector<std::uint32_t> small_numbers = {7, 4};

site::SiteInterval with_meters_swapped(site::SiteInterval interval) {
  std::swap(interval.meters[0], interval.meters[1]);
  return interval;
}

}  // namespace

TEST_CASE("an interval has one form of bytes, worked out by hand") {
  CHECK(encode(interval_of_format_3(), small_numbers) == bytes_of_format_3);
}

TEST_CASE("a decoded record has its meters by rising number and absent values absent") {
  const auto record = decode(bytes_of_format_3);
  REQUIRE(record.has_value());
  CHECK(record->interval == with_meters_swapped(interval_of_format_3()));
  CHECK(record->meter_numbers == std::vector<std::uint32_t>{4, 7});
  CHECK_FALSE(record->interval.it);
}

TEST_CASE("a record of format 2 is read; it knows neither water nor heat") {
  const auto record = decode(bytes_of_format_2);
  REQUIRE(record.has_value());
  CHECK(record->interval == with_meters_swapped(interval_of_format_2()));
  CHECK_FALSE(record->interval.water);
}

TEST_CASE("a record of format 1 is read; what it did not know is absent or nothing") {
  const auto record = decode(small_bytes);
  REQUIRE(record.has_value());
  CHECK(record->interval == with_meters_swapped(small_interval()));
  CHECK(record->meter_numbers == std::vector<std::uint32_t>{4, 7});
}

TEST_CASE("an interval with every value comes back") {
  site::SiteInterval interval;
  interval.interval = span(1'772'323'200'000'000'000, 900'000'000'000);
  interval.quality = Quality::recovered;
  std::int64_t next = 1'000'000'000;
  interval.facility = Joules{next++};
  interval.it = Joules{next++};
  for (auto& energy : interval.overhead) energy = Joules{next++};
  for (auto& energy : interval.sources) energy = Joules{-next++};
  interval.renewable_used = Joules{0};  // a zero that was measured is not an absent value
  for (auto& energy : interval.it_levels) energy = Joules{next++};
  for (auto* energy :
       {&interval.exported, &interval.curtailed, &interval.off_site, &interval.battery_charge,
        &interval.battery_discharge, &interval.reused_heat})
    *energy = Joules{next++};
  interval.water = Millilitres{next++};
  for (auto* sum : {&interval.estimated_facility, &interval.estimated_it, &interval.battery_load,
                    &interval.battery_renewable_low, &interval.battery_renewable_high,
                    &interval.renewable_unknown})
    *sum = Joules{-next++};
  interval.unconfirmed = true;
  interval.gap = Period{interval.interval.start - 1h, interval.interval.end + 1ns};
  for (const auto quality : {Quality::measured, Quality::recovered, Quality::integrated,
                             Quality::substituted, Quality::edited, Quality::estimated}) {
    IntervalEnergy meter{interval.interval, quality, Joules{next++}, Joules{-next++}, {}};
    meter.resolution = Joules{next++};
    meter.clamped = Joules{next++};
    meter.unconfirmed = quality == Quality::edited;
    if (quality == Quality::recovered) meter.gap = interval.gap;
    interval.meters.push_back(meter);
  }
  const std::vector<std::uint32_t> numbers = {1, 2, 3, 4, 5, 4'294'967'295};
  const auto record = decode(encode(interval, numbers));
  REQUIRE(record.has_value());
  CHECK(record->interval == interval);
  CHECK(record->meter_numbers == numbers);
}

TEST_CASE("each optional energy has a bit of its own") {
  using Energy = std::optional<Joules> site::SiteInterval::*;
  for (const Energy energy :
       {&site::SiteInterval::facility, &site::SiteInterval::it, &site::SiteInterval::renewable_used,
        &site::SiteInterval::exported, &site::SiteInterval::curtailed,
        &site::SiteInterval::off_site, &site::SiteInterval::battery_charge,
        &site::SiteInterval::battery_discharge, &site::SiteInterval::reused_heat}) {
    site::SiteInterval interval;
    interval.interval = span(0, 10);
    interval.*energy = Joules{7};
    CHECK(decode(encode(interval, {}))->interval == interval);
  }
  site::SiteInterval interval;
  interval.interval = span(0, 10);
  interval.water = Millilitres{7};
  CHECK(decode(encode(interval, {}))->interval == interval);
}

TEST_CASE("a record cut off anywhere is refused") {
  for (const auto& whole : {small_bytes, bytes_of_format_2, bytes_of_format_3}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      INFO(size);
      CHECK(decode(whole.substr(0, size)).has_error());
    }
  }
}

TEST_CASE("a record that encode would not have written is refused") {
  const auto altered = [](std::string bytes, std::size_t position, char byte) {
    bytes[position] = byte;
    return decode(bytes).error().message;
  };
  CHECK(altered(small_bytes, 0, 4) == "byte 1: not an interval record of formats 1 to 3");
  CHECK(altered(small_bytes, 0, 0) == "byte 1: not an interval record of formats 1 to 3");
  CHECK(altered(small_bytes, 5, 7) == "byte 6: a quality that this version does not know");
  // The unconfirmed bit came with format 2.
  CHECK(altered(small_bytes, 12, 0x27) == "byte 13: a quality that this version does not know");
  CHECK(altered(small_bytes, 13, 0) == "byte 14: a meter twice");
  CHECK(altered(bytes_of_format_2, 6, 4) == "byte 7: a flag that is not known");
  CHECK(altered(bytes_of_format_2, 21, 0) == "byte 22: a meter twice");
  CHECK(altered(bytes_of_format_2, 22, 0x47) ==
        "byte 23: a quality that this version does not know");
  CHECK(decode(small_bytes + '\0').error().message == "byte 20: bytes after the end of the record");
  CHECK(decode(bytes_of_format_2 + '\0').error().message ==
        "byte 31: bytes after the end of the record");
  // Presence bit 13, one beyond the gap's of format 1, 21 of format 2, and 23 of format 3.
  CHECK(decode("\x01\x00\x0a\x02\x03\x80\x40\x00"s).error().message ==
        "byte 7: a value that this version does not know");
  CHECK(decode("\x02\x00\x0a\x02\x03\x00\x80\x80\x80\x01\x00"s).error().message ==
        "byte 10: a value that this version does not know");
  CHECK(decode("\x03\x00\x0a\x02\x03\x00\x80\x80\x80\x04\x00"s).error().message ==
        "byte 10: a value that this version does not know");
}

TEST_CASE("a record of times or meters beyond all bounds is refused without much ado") {
  // Length 2^63 from 0; 2^40 meters.
  CHECK(decode("\x01\x00\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01\x01\x00\x00\x00"s).has_error());
  CHECK(decode("\x01\x00\x0a\x01\x00\x00\x80\x80\x80\x80\x80\x20"s).has_error());
}

TEST_CASE("no single changed byte is taken for the same interval") {
  const auto original = decode(bytes_of_format_3);
  for (std::size_t position = 0; position < bytes_of_format_3.size(); ++position) {
    for (int change = 1; change < 256; ++change) {
      auto bytes = bytes_of_format_3;
      bytes[position] = static_cast<char>(bytes[position] ^ change);
      const auto record = decode(bytes);
      if (record) CHECK_FALSE(*record == *original);
    }
  }
}
