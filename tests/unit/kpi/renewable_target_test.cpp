#include "kpi/renewable_target.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono;

namespace {

constexpr Millionths half{500'000};

RenewableTarget row(std::string id, Millionths share, year_month_day valid_from, site::Park park) {
  RenewableTarget target;
  target.id = std::move(id);
  target.share = share;
  target.valid_from = valid_from;
  target.scope.park = park;
  target.source = "a plan";
  target.confidence = "read";
  return target;
}

std::vector<RenewableTarget> table() {
  return {row("low-2022", {300'000}, 2022y / January / 1, site::Park::low_carbon),
          row("low-2025", half, 2025y / January / 1, site::Park::low_carbon),
          row("zero-2025", {800'000}, 2025y / January / 1, site::Park::zero_carbon)};
}

site::SiteFacts in_park(std::optional<site::Park> park) {
  site::SiteFacts facts;
  facts.park = park;
  return facts;
}

std::vector<std::string> ids(const std::vector<RenewableTarget>& rows,
                             std::optional<site::Park> park, year_month_day today) {
  std::vector<std::string> found;
  for (const auto& applies : applicable(rows, in_park(park), today)) found.push_back(applies.id);
  return found;
}
using Ids = std::vector<std::string>;

ShareRange shares(std::int64_t low, std::int64_t high, std::int64_t whole) {
  return {{Joules{low}, Joules{whole}}, {Joules{high}, Joules{whole}}};
}

TargetAnswer answer(const RenewableTarget& target, const ShareRange& range) {
  return judge(target, ShareMethod::annual, range);
}

}  // namespace

TEST_CASE("a park's rows follow each other by date") {
  CHECK(ids(table(), site::Park::low_carbon, 2021y / December / 31).empty());
  CHECK(ids(table(), site::Park::low_carbon, 2022y / January / 1) == Ids{"low-2022"});
  CHECK(ids(table(), site::Park::low_carbon, 2024y / December / 31) == Ids{"low-2022"});
  CHECK(ids(table(), site::Park::low_carbon, 2025y / January / 1) == Ids{"low-2025"});
  CHECK(ids(table(), site::Park::zero_carbon, 2026y / January / 1) == Ids{"zero-2025"});
  CHECK(ids(table(), std::nullopt, 2026y / January / 1).empty());
}

TEST_CASE("a row of another method does not supersede") {
  auto rows = table();
  rows[1].method = ShareMethod::hourly;
  CHECK(ids(rows, site::Park::low_carbon, 2026y / January / 1) == Ids{"low-2022", "low-2025"});
}

TEST_CASE("a share that is the target meets it, unless the text says more than it") {
  auto target = table()[1];
  CHECK(answer(target, shares(50, 50, 100)) == TargetAnswer::met);
  CHECK(answer(target, shares(499'999, 499'999, 1'000'000)) == TargetAnswer::missed);
  target.exceeded = true;
  CHECK(answer(target, shares(50, 50, 100)) == TargetAnswer::missed);
  CHECK(answer(target, shares(500'001, 500'001, 1'000'000)) == TargetAnswer::met);
}

TEST_CASE("where missing data decides, the answer is open") {
  const auto target = table()[1];
  CHECK(answer(target, shares(40, 60, 100)) == TargetAnswer::open);
  CHECK(answer(target, shares(40, 50, 100)) == TargetAnswer::open);
  CHECK(answer(target, shares(40, 49, 100)) == TargetAnswer::missed);
  CHECK(answer(target, shares(50, 70, 100)) == TargetAnswer::met);
}

TEST_CASE("a share by another method is not judged") {
  const auto range = shares(100, 100, 100);
  CHECK(judge(table()[1], ShareMethod::hourly, range) == TargetAnswer::other_method);
  CHECK(judge(table()[1], ShareMethod::annual, range) == TargetAnswer::met);
}

TEST_CASE("a year of 100 MW is judged without overflow") {
  // Half of 3.1536e15 J; times a million 1.6e21 > 9.2e18.
  const auto target = table()[1];
  CHECK(answer(target, shares(1'576'800'000'000'000, 1'576'800'000'000'000,
                              3'153'600'000'000'000)) == TargetAnswer::met);
  CHECK(answer(target, shares(1'576'799'999'999'999, 1'576'799'999'999'999,
                              3'153'600'000'000'000)) == TargetAnswer::missed);
}

TEST_CASE("the derivation names method, number, date, facts and source") {
  auto target = table()[1];
  CHECK(derivation(target, in_park(site::Park::low_carbon)) ==
        "low-2025: renewable share by method annual >= 0.5 since 2025-01-01: low_carbon park (a "
        "plan, read)");
  target.exceeded = true;
  target.scope = {};
  CHECK(derivation(target, {}) ==
        "low-2025: renewable share by method annual > 0.5 since 2025-01-01: applies to every site "
        "(a plan, read)");
}

TEST_CASE("each answer has its name") {
  CHECK(name(TargetAnswer::met) == "met");
  CHECK(name(TargetAnswer::missed) == "missed");
  CHECK(name(TargetAnswer::open) == "open");
  CHECK(name(TargetAnswer::other_method) == "other_method");
}
