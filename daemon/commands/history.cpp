#include "commands/history.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "ledger/series.h"
#include "runtime/zone_database.h"

namespace pue::commands {

Result<void> history(const SeriesOptions& options, const ZoneLookup& zone_of, std::ostream& out) {
  const auto site = ledger_site(options.ledger, zone_of);
  if (!site) return site.error();
  const auto request = parse_series(options, *site);
  if (!request) return Error{"--" + request.error().message};
  out << ledger::series_csv_header();
  return each_point(options.ledger, *site, *request, [&](const ledger::SeriesPoint& point) {
    out << ledger::series_csv_line(request->figure, point, site->zone);
  });
}

void add_history(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("history", "A figure of the ledger as CSV");
  const auto options = std::make_shared<SeriesOptions>();
  command->add_option("--ledger", options->ledger, "The ledger file")->required();
  command->add_option("--figure", options->figure, "pue, facility_energy, it_energy, coverage …")
      ->required();
  command->add_option("--step", options->step, "15m, 1h, 1d, 1mo; all: one row for --from to --to")
      ->capture_default_str();
  command->add_option("--from", options->from, "A local date or an RFC 3339 time");
  command->add_option("--to", options->to, "The same");
  command->add_option("--as-of", options->as_of, "As it was known then; the same");
  command->callback([options, &exit_code] {
    const auto done = history(*options, runtime::find_zone, std::cout);
    if (!done) std::cerr << "puectl history: " << done.error().message << '\n';
    exit_code = done ? 0 : 1;
  });
}

}  // namespace pue::commands
