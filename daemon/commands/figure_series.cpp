#include "commands/figure_series.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/named_period.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_error.h"

namespace pue::commands {
namespace {

using Take = std::function<void(const ledger::SeriesPoint&)>;

Error named(const char* option, const Error& error) {
  return Error{fmt::format("{}: {}", option, error.message)};
}

Result<Period> period_of(const SeriesOptions& options, const LedgerSite& site) {
  const auto& stored = site.facts.extent;
  auto period = stored.value_or(Period{});
  if (options.from) {
    const auto from = parse_bound(*options.from, site.zone);
    if (!from) return named("from", from.error());
    period.start = *from;
  }
  if (options.to) {
    const auto to = parse_bound(*options.to, site.zone);
    if (!to) return named("to", to.error());
    period.end = *to;
  }
  if (!stored) return Period{};
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

Result<void> each_of_meter(ledger::HistoryStore& store, const Zone& zone,
                           const SeriesRequest& request, const Take& take) {
  const auto points = store.meter(request.figure.meter, request.period);
  if (!points) return points.error();
  auto next = points->begin();
  for (const auto& step : ledger::local_steps(request.step, request.period, zone)) {
    const auto starts_before = [&](UtcTime limit) {
      return [limit](const ledger::MeterPoint& point) { return point.interval.start < limit; };
    };
    next = std::partition_point(next, points->end(), starts_before(step.start));
    const auto last = std::partition_point(next, points->end(), starts_before(step.end));
    take(ledger::meter_point(request.step, step, {next, last}));
  }
  return {};
}

Result<void> each_of_site(ledger::HistoryStore& store, const ledger::SeriesFacts& facts,
                          const SeriesRequest& request, const Take& take) {
  const auto steps = ledger::local_steps(request.step, request.period, facts.zone);
  const auto batch = steps_per_read(request.step);
  for (std::size_t first = 0; first < steps.size(); first += batch) {
    const auto last = std::min(first + batch, steps.size());
    const auto intervals = store.intervals({steps[first].start, steps[last - 1].end});
    if (!intervals) return intervals.error();
    for (auto i = first; i < last; ++i)
      take(ledger::series_point(request.figure, request.step, steps[i], *intervals, facts));
  }
  return {};
}

/// How many entries the ledger had then.
Result<std::uint64_t> entries_known(const std::string& path, const std::optional<UtcTime>& as_of) {
  if (!as_of) return ledger::all_entries;
  return ledger::guarded(path, "cannot read", [&]() -> Result<std::uint64_t> {
    auto file = ledger::LedgerFile::open(path);
    if (!file) return file.error();
    return file->size_at(*as_of);
  });
}

}  // namespace

Result<SeriesRequest> parse_series(const SeriesOptions& options, const LedgerSite& site) {
  const auto step = ledger::parse_step(options.step);
  if (!step) return named("step", step.error());
  const auto figure = ledger::parse_figure(options.figure, *step);
  if (!figure) return named("figure", figure.error());
  const auto period = period_of(options, site);
  if (!period) return period.error();
  SeriesRequest request{*figure, *step, *period, {}};
  if (!options.as_of) return request;
  const auto as_of = parse_bound(*options.as_of, site.zone);
  if (!as_of) return named("as-of", as_of.error());
  request.as_of = *as_of;
  return request;
}

Result<void> each_point(const std::string& ledger, const LedgerSite& site,
                        const SeriesRequest& request, const Take& take) {
  auto identity = site.facts.identity;
  const ledger::SeriesFacts facts{site.zone, identity.min_it_power, identity.in_service};
  // A series of the site needs no meters: their rows are skipped while reading.
  identity.meters.clear();
  const auto entries = entries_known(ledger, request.as_of);
  if (!entries) return entries.error();
  auto store = ledger::open_ledger_reader(ledger, identity, *entries);
  if (!store) return store.error();
  if (request.figure.kind == ledger::Figure::Kind::meter_energy)
    return each_of_meter(**store, site.zone, request, take);
  return each_of_site(**store, facts, request, take);
}

}  // namespace pue::commands
