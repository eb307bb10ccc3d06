#include "ledger/meter_evidence.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;
using energy::BoundaryEvidence;
using energy::Direction;
using energy::DirectionEvidence;
using energy::IntervalEnergy;
using energy::Quality;

namespace {

const Period quarter{UtcTime{0s}, UtcTime{900s}};

/// x between a reading of `raw` 2 s before `at` and one of raw + 10, 3 s after it.
BoundaryEvidence bounded(UtcTime at, std::int64_t raw, std::int64_t x) {
  energy::RegisterBounds bounds;
  bounds.before = {at - 2s, Joules{raw}};
  bounds.after = {at + 3s, Joules{raw + 10}};
  bounds.base = Joules{raw + 1000};
  bounds.step = Joules{10};
  bounds.above = Joules{7};
  return {Joules{x}, bounds};
}

IntervalEnergy meter(std::int64_t energy, std::vector<DirectionEvidence> directions) {
  IntervalEnergy result{quarter, Quality::measured, Joules{energy}, {}, std::nullopt};
  result.resolution = Joules{7};
  result.clamped = Joules{1};
  result.evidence = energy::SharedEvidence({std::move(directions)});
  return result;
}

DirectionEvidence direction(Direction of, BoundaryEvidence start, BoundaryEvidence end,
                            std::int64_t integral) {
  return {of, std::move(start), std::move(end), Joules{integral}, 899s, Joules{2}};
}

const std::vector<std::uint32_t> one_number = {4};

std::vector<MeterEvidence> there_and_back(const std::vector<IntervalEnergy>& meters,
                                          const std::vector<std::uint32_t>& numbers,
                                          const EvidenceChain& before = {}) {
  const auto rows = decode_energies(encode_energies(meters, numbers)).value();
  const auto bytes = encode_evidence(meters, numbers, quarter, before);
  const auto decoded = decode_evidence(bytes, rows, quarter);
  REQUIRE(decoded.has_value());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(decode_evidence(bytes.substr(0, size), rows, quarter).has_error());
  CHECK(decode_evidence(bytes + '\0', rows, quarter).has_error());
  const auto head = decode_evidence_head(bytes, rows, quarter).value();
  REQUIRE(head.resolution.size() == decoded->size());
  for (std::size_t i = 0; i < decoded->size(); ++i) {
    CHECK(head.resolution[i] == (*decoded)[i].resolution);
    CHECK(head.clamped[i] == (*decoded)[i].clamped);
    CHECK((head.gap.empty() ? std::nullopt : head.gap[i]) == (*decoded)[i].gap);
  }
  return *decoded;
}

}  // namespace

TEST_CASE("the evidence of a register, byte by byte") {
  const auto start = bounded(quarter.start, 100, 1101);
  const auto end = bounded(quarter.end, 200, 1205);
  const std::vector meters = {meter(104, {direction(Direction::imported, start, end, 106)})};
  EvidenceChain before;
  auto earlier = meters;
  earlier[0].evidence = energy::SharedEvidence({{direction(Direction::imported, start, start, 0)}});
  before.follow(earlier, one_number, quarter.start);
  // q 7; clamps 1; mask imported | end bounded = 0x11; ∫P − E = 2 → 4; unseen 1 s = 1e9 ns → 2e9 =
  // 80 a8 d6 b9 07; clamps 2; before 200 → 400 = 90 03; base 1000 further → 2000 = d0 0f; x − base
  // 1205 − 1200 = 5 → 10; step 10 → 20; after 0; below 0, above 7, withheld 0; 2000 ms → 4000 = a0
  // 1f; 3000 ms → 6000 = f0 2e.
  CHECK(encode_evidence(meters, one_number, quarter, before) ==
        "\x07\x01\x11\x04\x80\xa8\xd6\xb9\x07\x02\x90\x03\xd0\x0f\x0a\x14\x00\x00\x07\x00\xa0\x1f"
        "\xf0\x2e"s);
  const auto decoded = there_and_back(meters, one_number, before);
  REQUIRE(decoded.size() == 1);
  CHECK(decoded[0].number == 4);
  CHECK(decoded[0].resolution == Joules{7});
  CHECK(decoded[0].clamped == Joules{1});
  REQUIRE(decoded[0].directions.size() == 1);
  const auto& of = decoded[0].directions[0];
  CHECK_FALSE(of.start);
  CHECK(of.end == end);
  CHECK(of.integral == Joules{106});
  CHECK(of.observed == 899s);
  CHECK(of.clamped == Joules{2});
}

TEST_CASE("a start that is not the end of the interval before is given") {
  const auto start = bounded(quarter.start, 100, 1101);
  const auto end = bounded(quarter.end, 200, 1205);
  const std::vector meters = {meter(104, {direction(Direction::imported, start, end, 106)})};
  CHECK(there_and_back(meters, one_number)[0].directions[0].start == start);
  // Another end, another time, another direction: none of them is this start.
  EvidenceChain other;
  auto earlier = meters;
  other.follow(earlier, one_number, quarter.start);
  CHECK(there_and_back(meters, one_number, other)[0].directions[0].start == start);
  earlier[0].evidence = energy::SharedEvidence({{direction(Direction::imported, start, start, 0)}});
  other.follow(earlier, one_number, quarter.start - 900s);
  CHECK(there_and_back(meters, one_number, other)[0].directions[0].start == start);
  other.follow(earlier, one_number, quarter.start);
  CHECK_FALSE(there_and_back(meters, one_number, other)[0].directions[0].start);
  other = EvidenceChain{};
  CHECK(there_and_back(meters, one_number, other)[0].directions[0].start == start);
}

TEST_CASE("both directions, power alone, and meters without evidence stand side by side") {
  const BoundaryEvidence by_power{Joules{-5}, std::nullopt};
  const BoundaryEvidence later{Joules{95}, std::nullopt};
  std::vector meters = {
      meter(104, {direction(Direction::exported, by_power, later, 100),
                  direction(Direction::imported, bounded(quarter.start, 100, 1101),
                            bounded(quarter.end, 200, 1205), 106)}),
      meter(3, {}), meter(9, {direction(Direction::imported, by_power, later, 8)})};
  meters[0].exported = Joules{100};
  meters[1].evidence = {};
  meters[1].quality = Quality::estimated;
  meters[1].gap = Period{quarter.start - 900s, quarter.end};
  meters.push_back({quarter, Quality::missing, {}, {}, std::nullopt});
  const auto decoded = there_and_back(meters, {9, 2, 7, 1});
  REQUIRE(decoded.size() == 3);  // 2, 7, 9: the missing one has none
  CHECK(decoded[0].gap == meters[1].gap);
  CHECK(decoded[0].directions.empty());
  CHECK(decoded[1].directions[0].start == by_power);
  CHECK(decoded[1].directions[0].end == later);
  REQUIRE(decoded[2].directions.size() == 2);
  CHECK(decoded[2].directions[0].direction == Direction::imported);
  CHECK(decoded[2].directions[0].end == bounded(quarter.end, 200, 1205));
  CHECK(decoded[2].directions[1].end == later);
  CHECK(decoded[2].directions[1].integral == Joules{100});
}

TEST_CASE("times are rounded away from the boundary, energies never") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  auto end = bounded(quarter.end, 0, std::numeric_limits<std::int64_t>::min());
  end.bounds->before.raw = Joules{most - 10};
  end.bounds->after.raw = Joules{most};
  end.bounds->base = Joules{-most};
  end.bounds->before.at = quarter.end - 1500001ns;
  end.bounds->after.at = quarter.end + 1ns;
  const auto decoded = there_and_back(
      {meter(104, {direction(Direction::imported, bounded(quarter.start, 0, 0), end, most)})},
      one_number);
  auto expected = end;
  expected.bounds->before.at = quarter.end - 2ms;
  expected.bounds->after.at = quarter.end + 1ms;
  CHECK(decoded[0].directions[0].end == expected);
  CHECK(decoded[0].directions[0].integral == Joules{most});
}

TEST_CASE("the head of the evidence ends before the masks, wherever the bytes end behind it") {
  std::vector meters = {meter(5, {}), meter(0, {}), meter(6, {})};
  meters[1].quality = Quality::missing;
  meters[2].clamped = Joules{200};
  meters[2].gap = Period{quarter.start, quarter.start + 2ns};
  const std::vector<std::uint32_t> numbers = {1, 2, 3};
  const auto rows = decode_energies(encode_energies(meters, numbers)).value();
  // q 7, 7; clamps 1, 200; the gap from 0 on, 2 ns.
  const auto bytes = "\x07\x07\x01\xc8\x01\x00\x02"s;
  const auto head = decode_evidence_head(bytes, rows, quarter);
  REQUIRE(head.has_value());
  CHECK(*head ==
        EvidenceHead{{Joules{7}, Joules{7}}, {Joules{1}, Joules{200}}, {{}, meters[2].gap}, 7});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(decode_evidence_head(bytes.substr(0, size), rows, quarter).has_error());
  const auto all = encode_evidence(meters, numbers, quarter, {});
  CHECK(all.substr(0, bytes.size()) == bytes);
  CHECK(*decode_evidence_head(all, rows, quarter) == *head);
}

TEST_CASE("a mask that says nothing is refused") {
  const std::vector meters = {meter(0, {})};
  const auto rows = decode_energies(encode_energies(meters, one_number)).value();
  CHECK(decode_evidence("\x07\x01\x00"s, rows, quarter).has_value());
  for (const char mask : {'\x04', '\x10', '\x20', '\x40'})
    CHECK(decode_evidence("\x07\x01"s + mask, rows, quarter).has_error());
}
