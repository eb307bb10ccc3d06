#include "kpi/renewable_target.h"

#include <fmt/format.h>

#include <algorithm>

#include "energy/exact.h"

namespace pue::kpi {
namespace {

using Date = std::chrono::year_month_day;

bool supersedes(const RenewableTarget& newer, const RenewableTarget& row, const Date& today) {
  return newer.method == row.method && newer.scope == row.scope &&
         newer.valid_from > row.valid_from && newer.valid_from <= today;
}

bool meets(const RenewableTarget& row, const Share& share) {
  const auto is = energy::Wide{share.part.count} * 1'000'000;
  const auto wanted = energy::Wide{row.share.count} * share.whole.count;
  return row.exceeded ? is > wanted : is >= wanted;
}

}  // namespace

std::vector<RenewableTarget> applicable(const std::vector<RenewableTarget>& rows,
                                        const site::SiteFacts& facts, Date today) {
  std::vector<RenewableTarget> found;
  for (const auto& row : rows) {
    if (row.valid_from > today || !fits(row.scope, facts, today)) continue;
    const auto newer = [&](const RenewableTarget& other) { return supersedes(other, row, today); };
    if (std::none_of(rows.begin(), rows.end(), newer)) found.push_back(row);
  }
  return found;
}

std::string derivation(const RenewableTarget& row, const site::SiteFacts& facts) {
  return fmt::format("{}: renewable share by method {} {} {} since {}: {} ({}, {})", row.id,
                     name(row.method), row.exceeded ? ">" : ">=", to_text(row.share),
                     to_text(row.valid_from), to_text(reasons(row.scope, facts)), row.source,
                     row.confidence);
}

std::string_view name(TargetAnswer answer) {
  switch (answer) {
    case TargetAnswer::met:
      return "met";
    case TargetAnswer::missed:
      return "missed";
    case TargetAnswer::open:
      return "open";
    case TargetAnswer::other_method:
      return "other_method";
  }
  return "";
}

TargetAnswer judge(const RenewableTarget& row, ShareMethod method, const ShareRange& share) {
  if (method != row.method) return TargetAnswer::other_method;
  if (meets(row, share.low)) return TargetAnswer::met;
  return meets(row, share.high) ? TargetAnswer::open : TargetAnswer::missed;
}

}  // namespace pue::kpi
