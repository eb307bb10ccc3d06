// Targets of the renewable share: dated rows with a method, a scope and a source, like caps on PUE
// (policy.h). A share by another method than the row's is never judged by it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kpi/policy.h"
#include "kpi/renewable_sums.h"

namespace pue::kpi {

struct RenewableTarget {
  std::string id;  // label `policy`: "nm-2025-low-carbon-park"
  ShareMethod method = ShareMethod::annual;
  Millionths share;       // 0.5 is 500'000
  bool exceeded = false;  // the text says "more than": the number itself does not do
  std::chrono::year_month_day valid_from;
  PolicyScope scope;
  std::string source;
  std::string confidence;  // read, reported, assumed
};

/// Rows in force on `today` whose scope fits the facts; of rows with the same method and scope the
/// newest.
std::vector<RenewableTarget> applicable(const std::vector<RenewableTarget>& rows,
                                        const site::SiteFacts& facts,
                                        std::chrono::year_month_day today);
/// Why the row applies, in words of the facts, for check and page.
std::string derivation(const RenewableTarget& row, const site::SiteFacts& facts);

enum class TargetAnswer : std::uint8_t {
  met,           // even if what is missing counts as none
  missed,        // even if what is missing counts as the most that it can have been
  open,          // missing data decides
  other_method,  // not judged: method
};
std::string_view name(TargetAnswer answer);

/// By the row's method only; compared exactly, in 128 bits.
TargetAnswer judge(const RenewableTarget& row, ShareMethod method, const ShareRange& share);

}  // namespace pue::kpi
