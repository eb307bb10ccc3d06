// A report of a period from a ledger and the configuration that it holds: reads, sums, and words
// nothing (exporters/report/ does).
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "base/result.h"
#include "commands/named_period.h"
#include "exporters/report/period_report.h"
#include "ledger/history_store.h"

namespace pue::commands {

struct ReportRequest {
  std::string ledger;
  std::string period;                 // named_period.h
  std::optional<std::string> as_of;   // RFC 3339 or a local date: as it was known then
  std::optional<std::string> config;  // else the text in the ledger, in the place it was read from
  /// Told how far it has come, 0 to 1, now and then.
  std::function<void(double)> progress = {};
  /// How many read and sum. A daemon that polls and commits beside it has one core to give.
  std::size_t threads = 1;
};

/// Error: which option is wrong, or why ledger or configuration cannot be read.
Result<report::PeriodReport> period_report_of(const ReportRequest& request);

}  // namespace pue::commands
