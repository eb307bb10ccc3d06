#include "kpi/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace pue::kpi {
namespace {

using Date = std::chrono::year_month_day;

/// 100 MW for a year times a million overflows 64 bits.
__extension__ typedef __int128 Wide;

bool is_retrofitted(const site::SiteFacts& facts, const Date& today) {
  return facts.retrofit_completed && *facts.retrofit_completed <= today;
}

bool supersedes(const PolicyRow& newer, const PolicyRow& row, const Date& today) {
  return newer.scope == row.scope && newer.valid_from > row.valid_from && newer.valid_from <= today;
}

Reason commissioning(const PolicyScope& scope, const Date& commissioned) {
  Reason reason{"commissioned " + to_text(commissioned), "commissioned", {}};
  reason.values["date"] = to_text(commissioned);
  if (const auto& from = scope.commissioned_from) {
    reason.text += ", not before " + to_text(*from);
    reason.key += "_from";
    reason.values["from"] = to_text(*from);
  }
  if (const auto& before = scope.commissioned_before) {
    reason.text += ", before " + to_text(*before);
    reason.key += "_before";
    reason.values["before"] = to_text(*before);
  }
  return reason;
}

Reason retrofit(const site::SiteFacts& facts, bool retrofitted) {
  if (!retrofitted || !facts.retrofit_completed)
    return {"no retrofit completed", "no_retrofit", {}};
  const auto date = to_text(*facts.retrofit_completed);
  return {"retrofit completed " + date, "retrofit", {{"date", date}}};
}

}  // namespace

std::string to_text(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

bool fits(const PolicyScope& scope, const site::SiteFacts& facts, Date today) {
  if (scope.hub_node && *scope.hub_node != facts.hub_node) return false;
  // An absent value is below every other one.
  if (facts.standard_racks < scope.racks_from) return false;
  const auto& commissioned = facts.commissioned;
  if (commissioned < scope.commissioned_from) return false;
  const auto& before = scope.commissioned_before;
  if (before && (!commissioned || *commissioned >= *before)) return false;
  if (scope.park && scope.park != facts.park) return false;
  return !scope.retrofitted || *scope.retrofitted == is_retrofitted(facts, today);
}

std::vector<Reason> reasons(const PolicyScope& scope, const site::SiteFacts& facts) {
  std::vector<Reason> found;
  if (scope.hub_node) {
    found.push_back(*scope.hub_node ? Reason{"inside a computing-hub node", "hub_node", {}}
                                    : Reason{"outside the hub nodes", "outside_hub", {}});
  }
  if (scope.racks_from && facts.standard_racks) {
    found.push_back(
        {fmt::format("{} standard racks, at least {}", *facts.standard_racks, *scope.racks_from),
         "racks",
         {{"racks", fmt::format("{}", *facts.standard_racks)},
          {"from", fmt::format("{}", *scope.racks_from)}}});
  }
  if ((scope.commissioned_from || scope.commissioned_before) && facts.commissioned) {
    found.push_back(commissioning(scope, *facts.commissioned));
  }
  if (scope.retrofitted) found.push_back(retrofit(facts, *scope.retrofitted));
  if (scope.park) {
    const auto park = site::name(*scope.park);
    found.push_back({fmt::format("{} park", park), fmt::format("park_{}", park), {}});
  }
  if (found.empty()) found.push_back({"applies to every site", "every_site", {}});
  return found;
}

std::string to_text(const std::vector<Reason>& reasons) {
  std::string text;
  for (const auto& one : reasons) text += (text.empty() ? "" : "; ") + one.text;
  return text;
}

std::string to_text(Millionths value) {
  constexpr std::int64_t one = 1'000'000;
  const auto magnitude = std::abs(value.count);
  auto text = fmt::format("{}{}", value.count < 0 ? "-" : "", magnitude / one);
  if (magnitude % one == 0) return text;
  auto fraction = fmt::format("{:06}", magnitude % one);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

std::vector<PolicyRow> applicable(const std::vector<PolicyRow>& rows, const site::SiteFacts& facts,
                                  Date today) {
  std::vector<PolicyRow> found;
  for (const auto& row : rows) {
    if (row.valid_from > today || !fits(row.scope, facts, today)) continue;
    const auto newer = [&](const PolicyRow& other) { return supersedes(other, row, today); };
    if (std::none_of(rows.begin(), rows.end(), newer)) found.push_back(row);
  }
  return found;
}

std::string derivation(const PolicyRow& row, const site::SiteFacts& facts) {
  return fmt::format("{}: PUE <= {} since {}: {} ({}, {})", row.id, to_text(row.cap),
                     to_text(row.valid_from), to_text(reasons(row.scope, facts)), row.source,
                     row.confidence);
}

bool complies(Joules facility, Joules it, Millionths cap) {
  return Wide{facility.count} * 1'000'000 <= Wide{cap.count} * it.count;
}

}  // namespace pue::kpi
