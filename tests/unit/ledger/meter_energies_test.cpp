#include "ledger/meter_energies.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

const Period quarter{UtcTime{0s}, UtcTime{900s}};

IntervalEnergy meter(Quality quality, std::int64_t imported, std::int64_t exported = 0) {
  return {quarter, quality, Joules{imported}, Joules{exported}, std::nullopt};
}

/// Meters 3, 1 and 5; 5 has exported, 3 is missing, 1 was recovered over a gap.
struct Three {
  std::vector<IntervalEnergy> meters = {meter(Quality::missing, 0), meter(Quality::recovered, 258),
                                        meter(Quality::measured, -2, 7)};
  std::vector<std::uint32_t> numbers = {3, 1, 5};
  Three() {
    meters[1].gap = quarter;
    meters[1].unconfirmed = true;
  }
};

// 6 rows; codes of rows 0 to 5: none, recovered 1 | gap 0x10 | unconfirmed 0x20, none, missing 3,
// none, measured 0; imported: 258 = 0x0102 and -2; one exported energy: row 5, 7.
const auto three_bytes =
    "\x06\0\0\0"
    "\xff\x31\xff\x03\xff\0"
    "\0\0\0\0\0\0\0\0"
    "\x02\x01\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0"
    "\xfe\xff\xff\xff\xff\xff\xff\xff"
    "\x01\0\0\0"
    "\x05\0\0\0\x07\0\0\0\0\0\0\0"s;

}  // namespace

TEST_CASE("the energies of all meters are rows of fixed size") {
  const Three three;
  CHECK(encode_energies(three.meters, three.numbers) == three_bytes);
  const auto rows = decode_energies(three_bytes);
  REQUIRE(rows.has_value());
  CHECK(*rows ==
        std::vector<MeterRow>{{1, Quality::recovered, true, true, Joules{258}, {}},
                              {3, Quality::missing, false, false, {}, {}},
                              {5, Quality::measured, false, false, Joules{-2}, Joules{7}}});
}

TEST_CASE("one meter is read without the others") {
  CHECK((*energies_of(three_bytes, 5))->exported == Joules{7});
  CHECK((*energies_of(three_bytes, 1))->imported == Joules{258});
  CHECK((*energies_of(three_bytes, 3))->quality == Quality::missing);
  CHECK_FALSE(energies_of(three_bytes, 2)->has_value());
  CHECK_FALSE(energies_of(three_bytes, 6)->has_value());
}

TEST_CASE("an interval without meters is four bytes of rows and four of exports") {
  const auto bytes = encode_energies({}, {});
  CHECK(bytes == std::string(8, '\0'));
  CHECK(decode_energies(bytes)->empty());
}

TEST_CASE("bytes that encode would not write are refused") {
  const auto refused = [](std::size_t at, char value) {
    auto bytes = three_bytes;
    bytes[at] = value;
    return decode_energies(bytes).has_error();
  };
  CHECK(refused(0, 5));           // fewer rows than there are bytes for
  CHECK(refused(3, 1));           // more meters than a site can have
  CHECK(refused(5, 0x07));        // no such quality
  CHECK(refused(10, 1));          // an energy of no meter
  CHECK(refused(9, '\xff'));      // an exported energy of no meter, a last row without one
  CHECK(refused(4 + 6 + 24, 1));  // an energy of a missing meter
  CHECK(refused(62, 4));          // an exported energy of a row that is no meter
  CHECK(refused(66, 0));          // an exported energy of 0 is not written
  for (std::size_t size = 0; size < three_bytes.size(); ++size)
    CHECK(decode_energies(three_bytes.substr(0, size)).has_error());
  CHECK(decode_energies(three_bytes + '\0').has_error());
}
