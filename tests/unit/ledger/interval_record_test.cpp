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

// format 1; start 64 → folded 128 = 80 01; length 10; version 2; quality missing = 3;
// presence: facility bit 0, overhead[1] bit 3 → 9; 100 → 200 = c8 01; −3 → 5; two meters:
// number 4 missing = 3; number 7, three further, recovered | gap = 0x11, 100, 0, gap 4 before the
// start → 7, length 20 = 0x14.
const auto small_bytes =
    "\x01\x80\x01\x0a\x02\x03\x09\xc8\x01\x05\x02\x04\x03\x03\x11\xc8\x01\x00\x07\x14"s;
const std::vector<std::uint32_t> small_numbers = {7, 4};

}  // namespace

TEST_CASE("an interval has one form of bytes, worked out by hand") {
  CHECK(encode(small_interval(), small_numbers) == small_bytes);
}

TEST_CASE("a decoded record has its meters by rising number and absent values absent") {
  const auto record = decode(small_bytes);
  REQUIRE(record.has_value());
  auto expected = small_interval();
  std::swap(expected.meters[0], expected.meters[1]);
  CHECK(record->interval == expected);
  CHECK(record->meter_numbers == std::vector<std::uint32_t>{4, 7});
  CHECK_FALSE(record->interval.it);
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
  interval.gap = Period{interval.interval.start - 1h, interval.interval.end + 1ns};
  CHECK(decode(encode(interval, {}))->interval == interval);
}

TEST_CASE("a record cut off anywhere is refused") {
  for (std::size_t size = 0; size < small_bytes.size(); ++size) {
    INFO(size);
    CHECK(decode(small_bytes.substr(0, size)).has_error());
  }
}

TEST_CASE("a record that encode would not have written is refused") {
  const auto altered = [](std::size_t position, char byte) {
    auto bytes = small_bytes;
    bytes[position] = byte;
    return decode(bytes).error().message;
  };
  CHECK(altered(0, 2) == "byte 1: not an interval record of format 1");
  CHECK(altered(5, 4) == "byte 6: a quality that this version does not know");
  CHECK(altered(12, 0x23) == "byte 13: a quality that this version does not know");
  CHECK(altered(13, 0) == "byte 14: a meter twice");
  CHECK(decode(small_bytes + '\0').error().message == "byte 20: bytes after the end of the record");
  // Presence bit 13, one beyond the gap's.
  CHECK(decode("\x01\x00\x0a\x02\x03\x80\x40\x00"s).error().message ==
        "byte 7: a value that this version does not know");
}

TEST_CASE("a record of times or meters beyond all bounds is refused without much ado") {
  // Length 2^63 from 0; 2^40 meters.
  CHECK(decode("\x01\x00\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01\x01\x00\x00\x00"s).has_error());
  CHECK(decode("\x01\x00\x0a\x01\x00\x00\x80\x80\x80\x80\x80\x20"s).has_error());
}

TEST_CASE("no single changed byte is taken for the same interval") {
  const auto original = decode(small_bytes);
  for (std::size_t position = 0; position < small_bytes.size(); ++position) {
    for (int change = 1; change < 256; ++change) {
      auto bytes = small_bytes;
      bytes[position] = static_cast<char>(bytes[position] ^ change);
      const auto record = decode(bytes);
      if (record) CHECK_FALSE(*record == *original);
    }
  }
}
