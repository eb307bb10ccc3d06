#include "commands/history.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "commands/named_period.h"
#include "ledger/series.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_error.h"
#include "ledger/store/sqlite_store.h"
#include "runtime/zone_database.h"

namespace pue::commands {
namespace {

Result<Period> period_of(const HistoryOptions& options, const Zone& zone,
                         const std::optional<Period>& stored) {
  if (!stored) return Period{};
  auto period = *stored;
  if (options.from) {
    const auto from = parse_bound(*options.from, zone);
    if (!from) return Error{fmt::format("--from: {}", from.error().message)};
    period.start = *from;
  }
  if (options.to) {
    const auto to = parse_bound(*options.to, zone);
    if (!to) return Error{fmt::format("--to: {}", to.error().message)};
    period.end = *to;
  }
  // What has not happened yet is not a gap.
  period.end = std::min(period.end, stored->end);
  return period;
}

/// About a local day at a time: memory stays small and a reader never holds up the daemon.
std::size_t steps_per_read(kpi::Window step) {
  switch (step) {
    case kpi::Window::quarter_hour:
      return 96;
    case kpi::Window::hour:
      return 24;
    case kpi::Window::day:
    case kpi::Window::month_to_date:
    case kpi::Window::year_to_date:
    case kpi::Window::twelve_months:
      return 1;
  }
  return 1;
}

struct Request {
  ledger::Figure figure;
  kpi::Window step = kpi::Window::hour;
  Period period;
  ledger::SeriesFacts facts;
};

Result<void> write_meter(ledger::HistoryStore& store, const Request& request, std::ostream& out) {
  const auto points = store.meter(request.figure.meter, request.period);
  if (!points) return points.error();
  out << ledger::series_csv_header();
  const auto& zone = request.facts.zone;
  auto next = points->begin();
  for (const auto& step : ledger::local_steps(request.step, request.period, zone)) {
    const auto starts_before = [&](UtcTime limit) {
      return [limit](const ledger::MeterPoint& point) { return point.interval.start < limit; };
    };
    next = std::partition_point(next, points->end(), starts_before(step.start));
    const auto last = std::partition_point(next, points->end(), starts_before(step.end));
    out << ledger::series_csv_line(request.figure,
                                   ledger::meter_point(request.step, step, {next, last}), zone);
  }
  return {};
}

Result<void> write_series(ledger::HistoryStore& store, const Request& request, std::ostream& out) {
  out << ledger::series_csv_header();
  const auto& zone = request.facts.zone;
  const auto steps = ledger::local_steps(request.step, request.period, zone);
  const auto batch = steps_per_read(request.step);
  for (std::size_t first = 0; first < steps.size(); first += batch) {
    const auto last = std::min(first + batch, steps.size());
    const auto intervals = store.intervals({steps[first].start, steps[last - 1].end});
    if (!intervals) return intervals.error();
    for (auto i = first; i < last; ++i) {
      const auto point =
          ledger::series_point(request.figure, request.step, steps[i], *intervals, request.facts);
      out << ledger::series_csv_line(request.figure, point, zone);
    }
  }
  return {};
}

Result<Request> parse_request(const HistoryOptions& options, const ledger::StoreFacts& stored,
                              const ZoneLookup& zone_of) {
  const auto step = ledger::parse_step(options.step);
  if (!step) return Error{fmt::format("--step: {}", step.error().message)};
  const auto figure = ledger::parse_figure(options.figure, *step);
  if (!figure) return Error{fmt::format("--figure: {}", figure.error().message)};
  const auto zone = zone_of(stored.identity.zone);
  if (!zone) {
    return Error{
        fmt::format("ledger {}: this machine does not know its time zone {}; install the "
                    "package tzdata",
                    options.ledger, stored.identity.zone)};
  }
  const auto period = period_of(options, *zone, stored.extent);
  if (!period) return period.error();
  return Request{
      *figure, *step, *period,
      ledger::SeriesFacts{*zone, stored.identity.min_it_power, stored.identity.in_service}};
}

/// How many entries the ledger had at --as-of.
Result<std::uint64_t> entries_known(const HistoryOptions& options, const Zone& zone) {
  if (!options.as_of) return ledger::all_entries;
  const auto time = parse_bound(*options.as_of, zone);
  if (!time) return Error{fmt::format("--as-of: {}", time.error().message)};
  return ledger::guarded(options.ledger, "cannot read", [&]() -> Result<std::uint64_t> {
    auto file = ledger::LedgerFile::open(options.ledger);
    if (!file) return file.error();
    return file->size_at(*time);
  });
}

}  // namespace

Result<void> history(const HistoryOptions& options, const ZoneLookup& zone_of, std::ostream& out) {
  auto stored = ledger::read_store_facts(options.ledger);
  if (!stored) return stored.error();
  const auto request = parse_request(options, *stored, zone_of);
  if (!request) return request.error();
  // A series of the site needs no meters: their rows are skipped while reading.
  stored->identity.meters.clear();
  const auto entries = entries_known(options, request->facts.zone);
  if (!entries) return entries.error();
  auto store = ledger::open_ledger_reader(options.ledger, stored->identity, *entries);
  if (!store) return store.error();
  if (request->figure.kind == ledger::Figure::Kind::meter_energy)
    return write_meter(**store, *request, out);
  return write_series(**store, *request, out);
}

void add_history(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("history", "A figure of the ledger as CSV");
  const auto options = std::make_shared<HistoryOptions>();
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
