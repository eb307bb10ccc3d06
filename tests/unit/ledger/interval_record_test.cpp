#include "ledger/interval_record.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;
using energy::Quality;

namespace {

Period span(std::int64_t start_ns, std::int64_t length_ns) {
  const UtcTime start{Duration{start_ns}};
  return {start, start + Duration{length_ns}};
}

Hash filled(std::uint8_t byte) {
  Hash hash;
  hash.fill(byte);
  return hash;
}

/// Facility known, IT not; heat that was reused, and water; the clock was stepped.
site::SiteInterval small_interval() {
  site::SiteInterval interval;
  interval.interval = span(64, 10);
  interval.version = 2;
  interval.quality = Quality::missing;
  interval.facility = Joules{100};
  interval.overhead[1] = Joules{-3};
  interval.clock_stepped = true;
  interval.estimated_facility = Joules{3};
  interval.renewable_unknown = Joules{64};
  interval.reused_heat = Joules{50};
  interval.water = Millilitres{70};
  return interval;
}

// start 64 → folded 128 = 80 01; length 10; version 2; quality missing = 3; flags 1; presence:
// facility bit 0, overhead[1] bit 3, reused_heat bit 20, water bit 21 → 0x300009 = 89 80 c0 01;
// 100 → 200 = c8 01; −3 → 5; 50 → 100 = 64; 70 → 140 = 8c 01; sums: 3 → 6, four zeros, 64 → 128 =
// 80 01; two hashes.
const auto small_bytes =
    "\x80\x01\x0a\x02\x03\x01\x89\x80\xc0\x01\xc8\x01\x05\x64\x8c\x01"
    "\x06\x00\x00\x00\x00\x80\x01"s +
    std::string(32, '\xaa') + std::string(32, '\xbb');

/// Every value its own number.
site::SiteInterval full_interval() {
  site::SiteInterval interval;
  interval.interval = {UtcTime{1'767'225'600s}, UtcTime{1'767'226'500s}};
  interval.version = 4'294'967'295;
  interval.quality = Quality::recovered;
  interval.unconfirmed = true;
  std::int64_t next = 1;
  const auto value = [&] { return Joules{next++ * -1'000'000'007}; };
  interval.facility = value();
  interval.it = value();
  for (auto& one : interval.overhead) one = value();
  for (auto& one : interval.sources) one = value();
  interval.renewable_used = value();
  for (auto& one : interval.it_levels) one = value();
  for (auto* one : {&interval.exported, &interval.curtailed, &interval.off_site,
                    &interval.battery_charge, &interval.battery_discharge, &interval.reused_heat})
    *one = value();
  interval.water = Millilitres{next++};
  for (auto* one : {&interval.estimated_facility, &interval.estimated_it, &interval.battery_load,
                    &interval.battery_renewable_low, &interval.battery_renewable_high,
                    &interval.renewable_unknown})
    *one = value();
  interval.gap = Period{UtcTime{1'767'220'000s}, UtcTime{1'767'230'000s}};
  return interval;
}

}  // namespace

TEST_CASE("the entry of an interval, byte by byte") {
  CHECK(encode(small_interval(), filled(0xaa), filled(0xbb)) == small_bytes);
  const auto decoded = decode_interval(small_bytes);
  REQUIRE(decoded.has_value());
  CHECK(*decoded == IntervalEntry{small_interval(), filled(0xaa), filled(0xbb)});
}

TEST_CASE("every value of an interval comes back as itself") {
  const auto decoded = decode_interval(encode(full_interval(), filled(1), filled(2)));
  REQUIRE(decoded.has_value());
  CHECK(decoded->totals == full_interval());
}

TEST_CASE("meters are not in the entry but by their hashes") {
  auto interval = small_interval();
  interval.meters.resize(3);
  CHECK(encode(interval, filled(0xaa), filled(0xbb)) == small_bytes);
}

TEST_CASE("bytes that encode would not write are refused with their place") {
  const auto refusal = [](std::size_t at, char value) {
    auto bytes = small_bytes;
    bytes[at] = value;
    const auto decoded = decode_interval(bytes);
    REQUIRE(decoded.has_error());
    return decoded.error().message;
  };
  CHECK(refusal(4, 7) == "byte 5: a quality that this version does not know");
  CHECK(refusal(5, 4) == "byte 6: a flag that is not known");
  CHECK(refusal(9, 4).find("a value that this version does not know") != std::string::npos);
  for (std::size_t size = 0; size < small_bytes.size(); ++size)
    CHECK(decode_interval(small_bytes.substr(0, size)).has_error());
  CHECK(decode_interval(small_bytes + '\0').error().message ==
        "byte 87: bytes after the end of the record");
}
