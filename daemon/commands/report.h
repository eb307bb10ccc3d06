// `puectl report`: what a period came to, as a document. It reads the ledger only.
#pragma once

#include <iosfwd>
#include <string>

#include "base/result.h"
#include "commands/period_report_of.h"

namespace pue::commands {

class CommandLine;

struct ReportOptions {
  ReportRequest request;
  std::string format = "html";  // html, csv, json, xlsx
  std::string language = "en";  // en, zh: of html and xlsx
};

/// The bytes of the document. Error: which option is wrong, or why the ledger cannot be read.
Result<std::string> report(const ReportOptions& options);

/// The report that was made, in one of its forms. Error: an unknown format or language, or no
/// message catalogue.
Result<std::string> rendered(const report::PeriodReport& report, const std::string& format,
                             const std::string& language, const std::string& ledger);

void add_report(CommandLine& line);

}  // namespace pue::commands
