// What every section of a report is made from: the report, and how it is put into words. Units
// stand in the heads of tables, so quantities here come without theirs.
#pragma once

#include "exporters/page/wording.h"
#include "exporters/report/period_report.h"

namespace pue::report {

struct Context : page::Wording {
  Context(const PeriodReport& r, const config::Messages& m, config::Language l)
      : Wording{m, l, r.zone}, report(r) {}

  const PeriodReport& report;

  /// "1,234.5" in kWh, or the absent sign.
  std::string kwh(std::optional<Joules> energy) const;
  /// "98.5" in percent.
  std::string in_percent(std::optional<double> ratio) const;
  std::string number(std::optional<double> value, int decimals) const;
  /// "2026-03-01 00:00 to 2026-04-01 00:00", escaped.
  std::string from_to(const Period& period) const;
  /// The text of `prefix.name`; a name that the catalogue does not know as it is.
  std::string plain_word(std::string_view prefix, std::string_view name) const;
  /// The same, escaped.
  std::string word(std::string_view prefix, std::string_view name) const;
  /// The absent sign for an empty text; escaped.
  std::string or_absent(std::string_view text) const;
  /// PUE when the gate is passed, else the ratio that stands with the word "insufficient".
  std::optional<double> ratio() const;
  /// A PUE with at least 3 digits, until it differs from each cap in print; the absent sign.
  std::string beside_caps(std::optional<double> pue) const;
  /// "insufficient: the reason"; "" when the figures of the period are sufficient. Escaped.
  std::string insufficiency() const;
};

/// The first and the last calendar day that a period touches.
std::chrono::year_month_day first_day(const PeriodReport& report);
std::chrono::year_month_day last_day(const PeriodReport& report);

}  // namespace pue::report
