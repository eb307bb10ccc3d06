#include "ledger/detail_retention.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Catch::Contains;

namespace {

UtcTime at(const char* time) { return parse_rfc3339(time).value(); }

const auto shanghai = Zone::fixed("Asia/Shanghai", 8h);

/// Intervals 10 to 15 end at 1 h to 6 h after 1970, the one of entry 16 at 2 h, late.
DropCheck six_hours() {
  DropCheck check;
  for (std::uint64_t i = 0; i < 6; ++i)
    check.interval(10 + i, UtcTime{std::chrono::hours{1 + static_cast<int>(i)}});
  check.interval(16, UtcTime{2h});
  return check;
}

}  // namespace

TEST_CASE("an entry of a drop says rule, bound, first and last, how many and how much") {
  const DroppedDetail entry{10, UtcTime{64ns}, 3, 200, 150, 1000};
  // 64 ns folded is 128 = 80 01; 200 = c8 01; 150 = 96 01; 1000 = 7 · 128 + 104 = e8 07
  const auto bytes = encode(entry);
  CHECK(bytes == "\x0a\x80\x01\x03\xc8\x01\x96\x01\xe8\x07"s);
  CHECK(*decode_dropped_detail(bytes) == entry);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(decode_dropped_detail(bytes.substr(0, size)).has_error());
  CHECK(decode_dropped_detail(bytes + '\0').has_error());
}

TEST_CASE("an entry of a drop that cannot be is refused") {
  const auto refused = [](const DroppedDetail& entry) {
    return decode_dropped_detail(encode(entry)).has_error();
  };
  CHECK_FALSE(refused({3, UtcTime{}, 5, 5, 1, 0}));
  CHECK(refused({2, UtcTime{}, 5, 5, 1, 0}));
  CHECK_FALSE(refused({100, UtcTime{}, 5, 7, 3, 0}));
  CHECK(refused({101, UtcTime{}, 5, 7, 3, 0}));
  CHECK(refused({3, UtcTime{}, 5, 4, 1, 0}));
  CHECK(refused({3, UtcTime{}, 5, 7, 4, 0}));
  CHECK(refused({3, UtcTime{}, 5, 7, 0, 0}));
}

TEST_CASE("a rule cuts at the local new year, or at the four hours before it") {
  // 16:00 UTC is a multiple of four hours.
  CHECK(detail_bound(3, at("2029-06-01T00:00:00Z"), shanghai) == at("2025-12-31T16:00:00Z"));
  // In Shanghai it is 2029 already.
  CHECK(detail_bound(3, at("2028-12-31T15:59:59Z"), shanghai) == at("2024-12-31T16:00:00Z"));
  CHECK(detail_bound(3, at("2028-12-31T16:00:00Z"), shanghai) == at("2025-12-31T16:00:00Z"));
  // Midnight in Kathmandu is 18:15 UTC.
  const auto kathmandu = Zone::fixed("Asia/Kathmandu", 5h + 45min);
  CHECK(detail_bound(10, at("2036-02-01T00:00:00Z"), kathmandu) == at("2025-12-31T16:00:00Z"));
}

TEST_CASE("a drop covers what was entered before it and ended up to its bound") {
  DroppedDetails drops;
  drops.add(20, {3, UtcTime{4h}, 10, 13, 4, 0});
  drops.add(30, {3, UtcTime{8h}, 14, 22, 5, 0});
  CHECK(drops.cover(13, UtcTime{4h}));
  CHECK(drops.cover(13, UtcTime{5h}));  // by the second
  CHECK(drops.cover(25, UtcTime{3h}));
  CHECK_FALSE(drops.cover(25, UtcTime{9h}));
  CHECK_FALSE(drops.cover(30, UtcTime{1h}));
  CHECK_FALSE(DroppedDetails{}.cover(1, UtcTime{1h}));
}

TEST_CASE("a drop names exactly the intervals that its bound names") {
  auto check = six_hours();
  // Up to 4 h: entries 10 to 13 and 16.
  CHECK(check.drop({3, UtcTime{4h}, 10, 16, 5, 0}).has_value());
  // Then 14 and 15 up to 8 h.
  CHECK(check.drop({3, UtcTime{8h}, 14, 15, 2, 0}).has_value());
  for (const auto& wrong :
       {DroppedDetail{3, UtcTime{4h}, 10, 16, 4, 0}, DroppedDetail{3, UtcTime{4h}, 10, 16, 6, 0},
        DroppedDetail{3, UtcTime{4h}, 11, 16, 5, 0}, DroppedDetail{3, UtcTime{4h}, 10, 13, 5, 0},
        DroppedDetail{3, UtcTime{5h}, 10, 16, 5, 0}}) {
    const auto dropped = six_hours().drop(wrong);
    REQUIRE(dropped.has_error());
    CHECK_THAT(dropped.error().message, Contains("end up to its bound"));
  }
}

TEST_CASE("the bound of drops rises") {
  auto check = six_hours();
  REQUIRE(check.drop({3, UtcTime{4h}, 10, 16, 5, 0}).has_value());
  const auto again = check.drop({3, UtcTime{4h}, 10, 16, 5, 0});
  REQUIRE(again.has_error());
  CHECK_THAT(again.error().message, Contains("is not after that of the drop before"));
}

TEST_CASE("where entries were left out, a drop may name more than is known") {
  auto check = six_hours();
  check.forget_count();
  CHECK(check.drop({3, UtcTime{4h}, 1, 19, 14, 0}).has_value());
  auto fewer = six_hours();
  fewer.forget_count();
  CHECK(fewer.drop({3, UtcTime{4h}, 1, 19, 4, 0}).has_error());
  auto later = six_hours();
  later.forget_count();
  CHECK(later.drop({3, UtcTime{4h}, 11, 19, 8, 0}).has_error());
}
