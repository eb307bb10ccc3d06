#include "ledger/bundle_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/csv_cell.h"
#include "base/rfc3339.h"
#include "ledger/meter_energies.h"
#include "ledger/published_figures.h"
#include "ledger/record.h"
#include "ledger/series.h"
#include "ledger/site_records.h"

namespace pue::ledger {
namespace {

template <class Unit>
std::string cell(const std::optional<Unit>& number) {
  return number ? fmt::format("{}", number->count) : std::string();
}

std::string cell(const std::optional<std::int64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

std::string line_of(UtcTime written, const EventEntry& event) {
  return fmt::format("{},{},{},{},{},{},{},{},{}\n", format_rfc3339(written),
                     format_rfc3339(event.at), csv_cell(event.meter), csv_cell(event.kind),
                     cell(event.final_reading), cell(event.initial_reading), csv_cell(event.who),
                     csv_cell(event.why), csv_cell(event.ticket));
}

std::string line_of(UtcTime written, const Correction& one) {
  return fmt::format(
      "{},{},{},{},{},{},{},{},{},{}\n", format_rfc3339(written), csv_cell(one.meter),
      one.direction == energy::Direction::imported ? "imported" : "exported",
      format_rfc3339(one.period.start), format_rfc3339(one.period.end), cell(one.before),
      one.after.count, csv_cell(one.who), csv_cell(one.why), csv_cell(one.ticket));
}

std::string line_of(UtcTime written, const ClockState& clock) {
  const auto error = clock.maximum_error;
  return fmt::format("{},{},{},{}\n", format_rfc3339(written), format_rfc3339(clock.at),
                     name(clock.sync), error ? fmt::format("{}", error->count()) : "");
}

std::int64_t seconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

std::string figures_line(std::string_view step, const PublishedFigures& sums) {
  const bool ratio = sums.facility && sums.it && sums.it->count > 0;
  const auto pue = ratio ? fmt::format("{}", static_cast<double>(sums.facility->count) /
                                                 static_cast<double>(sums.it->count))
                         : std::string();
  return fmt::format("{},{},{},{},{},{},{},{}\n", step, format_rfc3339(sums.period.start),
                     format_rfc3339(sums.period.end), cell(sums.facility), cell(sums.it), pue,
                     seconds(sums.covered), seconds(sums.period.length()));
}

}  // namespace

Result<void> BundleTables::entry(std::string_view bytes, std::uint64_t number) {
  const auto record = open_record(bytes);
  if (!record) return record.error();
  const auto& body = record->body;
  if (record->kind == RecordKind::event) {
    const auto event = decode_event(body);
    if (!event) return event.error();
    events_ += line_of(record->written_at, *event);
  } else if (record->kind == RecordKind::correction) {
    const auto correction = decode_correction(body);
    if (!correction) return correction.error();
    corrections_ += line_of(record->written_at, *correction);
  } else if (record->kind == RecordKind::clock_state) {
    const auto clock = decode_clock_state(body);
    if (!clock) return clock.error();
    clock_ += line_of(record->written_at, *clock);
  } else if (record->kind == RecordKind::configuration) {
    auto configuration = decode_configuration(body);
    if (!configuration) return configuration.error();
    configuration_ = std::move(*configuration);
    for (const auto& meter : configuration_.meters) names_[meter.number] = meter.name;
  } else if (record->kind == RecordKind::interval) {
    auto interval = decode_interval(body);
    if (!interval) return interval.error();
    const auto start = interval->totals.interval.start;
    starts_[number] = start;
    newest_[start] = {number, std::move(interval->totals), {}};
  }
  return {};
}

Result<void> BundleTables::energies(std::uint64_t number, std::string_view bytes) {
  const auto start = starts_.find(number);
  if (start == starts_.end()) return Error{"energies of an entry that is no interval"};
  auto& interval = newest_.at(start->second);
  if (interval.number == number) interval.energies = bytes;
  return {};
}

Result<std::map<std::string, std::string>> BundleTables::finish(const Period& period,
                                                                const ZoneLookup& zone_of) const {
  const auto zone = zone_of(configuration_.zone);
  if (!zone)
    return Error{
        fmt::format("this machine does not know the time zone {}; install the package "
                    "tzdata",
                    configuration_.zone)};
  return std::map<std::string, std::string>{{"readings.csv", readings(period)},
                                            {"intervals.csv", interval_totals(period)},
                                            {"figures.csv", figures(period, *zone)},
                                            {"events.csv", events_},
                                            {"corrections.csv", corrections_},
                                            {"meters.csv", meters()},
                                            {"clock.csv", clock_}};
}

std::string BundleTables::description(const std::string& site, const Period& period,
                                      std::uint64_t entries) const {
  namespace json = boost::json;
  return json::serialize(
             json::object{{"format", 1},
                          {"site", site},
                          {"period", json::object{{"start", format_rfc3339(period.start)},
                                                  {"end", format_rfc3339(period.end)}}},
                          {"zone", configuration_.zone},
                          {"entries", entries}}) +
         "\n";
}

std::vector<const BundleTables::Interval*> BundleTables::within(const Period& period) const {
  std::vector<const Interval*> found;
  for (auto one = newest_.lower_bound(period.start); one != newest_.end(); ++one)
    if (period.contains(one->second.totals.interval)) found.push_back(&one->second);
  return found;
}

std::uint64_t BundleTables::intervals(const Period& period) const { return within(period).size(); }

std::string BundleTables::readings(const Period& period) const {
  std::string text = "start,end,version,meter,quality,imported_joules,exported_joules\n";
  for (const auto* interval : within(period)) {
    const auto rows = decode_energies(interval->energies);
    if (!rows) continue;  // the detail was dropped
    std::map<std::string, const MeterRow*> by_name;
    for (const auto& row : *rows)
      if (const auto name = names_.find(row.number); name != names_.end())
        by_name[name->second] = &row;
    const auto& span = interval->totals.interval;
    for (const auto& [meter, row] : by_name) {
      const bool known = row->quality != energy::Quality::missing;
      text += fmt::format("{},{},{},{},{},{},{}\n", format_rfc3339(span.start),
                          format_rfc3339(span.end), interval->totals.version, csv_cell(meter),
                          energy::name(row->quality),
                          cell(known ? std::optional(row->imported) : std::nullopt),
                          cell(known ? std::optional(row->exported) : std::nullopt));
    }
  }
  return text;
}

std::string BundleTables::interval_totals(const Period& period) const {
  std::string text = "start,end,version,quality,facility_joules,it_joules\n";
  for (const auto* interval : within(period)) {
    const auto& totals = interval->totals;
    text += fmt::format("{},{},{},{},{},{}\n", format_rfc3339(totals.interval.start),
                        format_rfc3339(totals.interval.end), totals.version,
                        energy::name(totals.quality), cell(totals.facility), cell(totals.it));
  }
  return text;
}

std::string BundleTables::figures(const Period& period, const Zone& zone) const {
  std::vector<site::SiteInterval> intervals;
  for (const auto* interval : within(period)) intervals.push_back(interval->totals);
  const auto in_service = service_start(configuration_.in_service, zone);
  const auto of = [&](PublishedFigures::Part part, const Period& span) {
    return figures_of(part, span, intervals, in_service);
  };
  std::string text =
      "step,start,end,facility_joules,it_joules,pue,covered_seconds,elapsed_seconds\n";
  for (const auto& day : local_steps(kpi::Window::day, period, zone))
    text += figures_line("day", of(PublishedFigures::Part::day, day));
  for (const auto& month : local_steps(kpi::Window::month_to_date, period, zone))
    text += figures_line("month", of(PublishedFigures::Part::month, month));
  return text + figures_line("period", of(PublishedFigures::Part::month, period));
}

std::string BundleTables::meters() const {
  std::string text = "number,name,role,from,to,required,facility,it\n";
  const auto coefficient = [&](const char* sum, std::uint32_t number) -> std::string {
    const auto terms = configuration_.sums.find(sum);
    if (terms == configuration_.sums.end()) return {};
    const auto term = terms->second.find(number);
    if (term == terms->second.end()) return {};
    return fmt::format("{}", static_cast<double>(term->second) / 1e6);
  };
  for (const auto& meter : configuration_.meters) {
    const auto& required = configuration_.required;
    const bool needed = std::binary_search(required.begin(), required.end(), meter.number);
    text += fmt::format("{},{},{},{},{},{},{},{}\n", meter.number, csv_cell(meter.name),
                        csv_cell(meter.role), meter.from ? format_rfc3339(*meter.from) : "",
                        meter.to ? format_rfc3339(*meter.to) : "", needed ? "yes" : "no",
                        coefficient("facility", meter.number), coefficient("it", meter.number));
  }
  return text;
}

}  // namespace pue::ledger
