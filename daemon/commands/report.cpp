#include "commands/report.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <thread>

#include "commands/command_line.h"
#include "exporters/report/csv_report.h"
#include "exporters/report/html_report.h"
#include "exporters/report/json_report.h"
#include "exporters/report/xlsx_report.h"
#include "runtime/load_messages.h"

namespace pue::commands {
namespace {

Result<void> write(const std::string& document, const std::string& path) {
  if (path.empty()) {
    std::cout << document << std::flush;
    return {};
  }
  std::ofstream file(path, std::ios::binary);
  file << document << std::flush;
  if (!file) return Error{fmt::format("{}: it cannot be written", path)};
  return {};
}

Result<void> make(const ReportOptions& options, const std::string& output) {
  const auto document = report(options);
  if (!document) return document.error();
  return write(*document, output);
}

}  // namespace

Result<std::string> rendered(const report::PeriodReport& report, const std::string& format,
                             const std::string& language, const std::string& ledger) {
  if (format == "json") return report::to_json(report);
  if (format == "csv") return report::to_csv(report);
  const auto which = config::language_from_name(language);
  if (!which) return Error{fmt::format("--lang: \"{}\" is neither en nor zh", language)};
  const auto catalogue = runtime::load_messages(ledger);
  if (!catalogue) return catalogue.error();
  if (format == "html") return report::to_html(report, catalogue->in(*which), *which);
  if (format == "xlsx") return report::to_xlsx(report, catalogue->in(*which), *which);
  return Error{fmt::format("--format: \"{}\" is none of html, csv, json, xlsx", format)};
}

Result<std::string> report(const ReportOptions& options) {
  const auto report = period_report_of(options.request);
  if (!report) return report.error();
  return rendered(*report, options.format, options.language, options.request.ledger);
}

void add_report(CommandLine& line) {
  auto command = line.command("report", "What a period came to: HTML, CSV, JSON or XLSX");
  const auto options = std::make_shared<ReportOptions>();
  const auto output = std::make_shared<std::string>();
  auto& request = options->request;
  request.threads = std::thread::hardware_concurrency();
  command.option("--ledger", request.ledger, "The ledger file").required();
  command.option("--period", request.period, "2026-03, 2026-Q1, 2026, or START/END").required();
  command.option("--format", options->format, "html, csv, json, xlsx").with_default();
  command.option("--lang", options->language, "en, zh").with_default();
  command.option("--as-of", request.as_of,
                 "As it was known then: a local date or an RFC 3339 time");
  command.option("--config", request.config,
                 "A configuration in the place of the one in the ledger");
  command.option("-o,--output", *output, "The file; else standard output");
  command.run([=] {
    if (isatty(STDERR_FILENO) == 1)
      options->request.progress = [](double part) {
        std::cerr << fmt::format("\rreport {:3.0f} %{}", 100 * part, part >= 1 ? "\n" : "");
      };
    return make(*options, *output);
  });
}

}  // namespace pue::commands
