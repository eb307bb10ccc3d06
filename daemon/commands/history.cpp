#include "commands/history.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "base/rfc3339.h"
#include "commands/command_line.h"
#include "ledger/series.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_error.h"
#include "runtime/zone_database.h"

namespace pue::commands {

namespace {

/// Of meters, not of the site: what a rule has dropped is told as missing.
Result<void> note_drop(const std::string& path, const SeriesRequest& request, std::ostream& notes) {
  if (request.figure.kind != ledger::Figure::Kind::meter_energy) return {};
  return ledger::guarded(path, "cannot read", [&]() -> Result<void> {
    auto file = ledger::LedgerFile::open(path);
    if (!file) return file.error();
    const auto drop = file->dropped_detail();
    if (!drop) return drop.error();
    if (*drop && (*drop)->bound > request.period.start)
      notes << fmt::format(
          "puectl history: the meters' energies up to {} were dropped by a rule of {} years\n",
          format_rfc3339((*drop)->bound), (*drop)->years);
    return {};
  });
}

}  // namespace

Result<void> history(const SeriesOptions& options, const ZoneLookup& zone_of, std::ostream& out,
                     std::ostream& notes) {
  const auto site = ledger_site(options.ledger, zone_of);
  if (!site) return site.error();
  const auto request = parse_series(options, *site);
  if (!request) return Error{"--" + request.error().message};
  if (auto noted = note_drop(options.ledger, *request, notes); !noted) return noted;
  out << ledger::series_csv_header();
  return each_point(options.ledger, *site, *request, [&](const ledger::SeriesPoint& point) {
    out << ledger::series_csv_line(request->figure, point, site->zone);
  });
}

void add_history(CommandLine& line) {
  auto command = line.command("history", "A figure of the ledger as CSV");
  const auto options = std::make_shared<SeriesOptions>();
  command.option("--ledger", options->ledger, "The ledger file").required();
  command.option("--figure", options->figure, "pue, facility_energy, it_energy, coverage …")
      .required();
  command.option("--step", options->step, "15m, 1h, 1d, 1mo; all: one row for --from to --to")
      .with_default();
  command.option("--from", options->from, "A local date or an RFC 3339 time");
  command.option("--to", options->to, "The same");
  command.option("--as-of", options->as_of, "As it was known then; the same");
  command.run([options] { return history(*options, runtime::find_zone, std::cout, std::cerr); });
}

}  // namespace pue::commands
