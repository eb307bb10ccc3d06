// Policy rows: a cap on PUE is dated data with a scope and a source, never a constant. Which rows
// apply is derived from the site's facts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "site/site_settings.h"

namespace pue::kpi {

/// An exact decimal: 1.25 is 1'250'000 millionths.
struct Millionths {
  std::int64_t count = 0;
  auto operator<=>(const Millionths&) const = default;
};
std::string to_text(Millionths value);  // "1.25", "1.3"

struct PolicyScope {
  std::optional<bool> hub_node;                                    // absent: either
  std::optional<int> racks_from;                                   // standard racks at least
  std::optional<std::chrono::year_month_day> commissioned_from;    // "new" sites: on or after
  std::optional<std::chrono::year_month_day> commissioned_before;  // "existing" sites
  std::optional<bool> retrofitted;
  std::optional<site::Park> park;
  bool operator==(const PolicyScope&) const = default;
};

/// A fact that the site does not state fits no scope that asks for it.
bool fits(const PolicyScope& scope, const site::SiteFacts& facts,
          std::chrono::year_month_day today);
/// Why a scope fits, for one of its conditions.
struct Reason {
  std::string text;  // in words of the facts, English
  /// For other languages: "racks", with {"racks", "4200"}, {"from", "3000"}.
  std::string key;
  std::map<std::string, std::string, std::less<>> values = {};
  bool operator==(const Reason&) const = default;
};
/// One for each condition; "applies to every site" for a scope without any.
std::vector<Reason> reasons(const PolicyScope& scope, const site::SiteFacts& facts);
/// The texts, "; " between them.
std::string to_text(const std::vector<Reason>& reasons);
std::string to_text(std::chrono::year_month_day date);  // "2025-01-01"

struct PolicyRow {
  std::string id;  // label `policy`: "nm-2025-hub-new-large"
  Millionths cap;  // PUE ≤ cap complies (以下 includes the number)
  std::chrono::year_month_day valid_from;
  PolicyScope scope;
  std::string source;
  std::string confidence;  // read, reported, assumed
};

/// Rows in force on `today` whose scope fits the facts; of rows with the same scope the newest.
/// Empty: no row applies, figures are shown without a verdict.
std::vector<PolicyRow> applicable(const std::vector<PolicyRow>& rows, const site::SiteFacts& facts,
                                  std::chrono::year_month_day today);
/// Why the row applies, in words of the facts, for check and page.
std::string derivation(const PolicyRow& row, const site::SiteFacts& facts);

/// E_facility · 10^6 ≤ cap · E_it, exactly (full-value comparison, GB/T 8170; products in 128
/// bits). Precondition: it > 0.
bool complies(Joules facility, Joules it, Millionths cap);

}  // namespace pue::kpi
