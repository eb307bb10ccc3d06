#include "commands/period_report_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "base/rfc3339.h"
#include "commands/ledger_site.h"
#include "commands/totals_by_day.h"
#include "ledger/configuration_record.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_error.h"
#include "ledger/store/sqlite_store.h"
#include "runtime/load_configuration.h"
#include "runtime/options.h"
#include "runtime/store_identity.h"
#include "runtime/zone_database.h"

namespace pue::commands {
namespace {

using ledger::LedgerFile;
using ledger::RecordKind;
using report::PeriodReport;

Result<config::Configuration> loaded(
    std::variant<config::Configuration, config::LocatedErrors> result) {
  if (auto* configuration = std::get_if<config::Configuration>(&result))
    return std::move(*configuration);
  return Error{config::text_of(std::get<config::LocatedErrors>(result))};
}

/// The configuration that was in force when the ledger had so many entries.
Result<config::Configuration> configuration_in(LedgerFile& file, std::uint64_t entries) {
  const auto all = file.of_kind(RecordKind::configuration, 0, entries);
  if (all.empty()) return Error{fmt::format("ledger {}: no configuration yet", file.path())};
  const auto record = ledger::open_record(all.back().bytes);
  if (!record) return record.error();
  const auto entry = ledger::decode_configuration(record->body);
  if (!entry) return entry.error();
  const auto text = file.configuration_text(entry->text);
  if (!text) return Error{fmt::format("ledger {}: its configuration is missing", file.path())};
  return loaded(config::load({entry->file, *text}, runtime::lookups_for(entry->file)));
}

template <class Entry, class Decode, class Take>
Result<void> each(LedgerFile& file, RecordKind kind, std::uint64_t entries, Decode decode,
                  Take take) {
  for (const auto& one : file.of_kind(kind, 0, entries)) {
    const auto record = ledger::open_record(one.bytes);
    if (!record) return record.error();
    const Result<Entry> entry = decode(record->body);
    if (!entry) return entry.error();
    take(record->written_at, *entry);
  }
  return {};
}

bool within(UtcTime at, const Period& period) { return at >= period.start && at < period.end; }

class Assembly {
 public:
  Assembly(const ReportRequest& request, LedgerFile& file) : request_(request), file_(file) {}

  Result<PeriodReport> operator()() {
    if (auto read = read_settings(); !read) return read.error();
    const auto model = site::SiteModel::build(configuration_.engine.site);
    if (!model) return model.error();
    const auto& site = configuration_.engine.site;
    report_.site = site.facts;
    report_.zone_name = site.zone.name();
    report_.zone = site.zone;
    report_.equation = model->equation(site);
    report_.category = model->category();
    report_.version = runtime::version();
    if (auto summed = sum(*model); !summed) return summed.error();
    if (auto told = tell_entries(); !told) return told.error();
    return std::move(report_);
  }

 private:
  Result<void> read_settings() {
    entries_ = file_.size();
    // After it: the extent contains all of those entries, whatever is written meanwhile.
    const auto site = ledger_site(request_.ledger, runtime::find_zone);
    if (!site) return site.error();
    extent_ = site->facts.extent.value_or(Period{});
    const auto period = parse_period(request_.period, site->zone);
    if (!period) return Error{"--period: " + period.error().message};
    report_.period = period->period;
    report_.period_name = period->name;
    if (request_.as_of) {
      const auto as_of = parse_bound(*request_.as_of, site->zone);
      if (!as_of) return Error{"--as-of: " + as_of.error().message};
      entries_ = file_.size_at(*as_of);
      report_.as_of = *as_of;
    }
    auto configuration = request_.config ? loaded(runtime::load_configuration(*request_.config))
                                         : configuration_in(file_, entries_);
    if (!configuration) return configuration.error();
    configuration_ = std::move(*configuration);
    return {};
  }

  Result<void> sum(const site::SiteModel& model) {
    const auto& settings = configuration_.engine;
    const auto& zone = settings.site.zone;
    auto readings = references();
    if (!readings) return readings.error();
    DayReading reading;
    reading.open = [&] {
      return ledger::open_ledger_reader(request_.ledger, runtime::store_identity(settings),
                                        entries_);
    };
    reading.threads = request_.threads;
    reading.progress = request_.progress;
    const PeriodTotals nothing{{settings, model, report_.period},
                               {settings, model, report_.period, std::move(*readings)}};
    auto totals = totals_by_day(days_of(report_.period, extent_, zone), nothing, reading);
    if (!totals) return totals.error();
    if (report_.as_of == UtcTime{}) report_.as_of = last_written();
    report_.figures = totals->book.figures(zone.date_at(report_.as_of).ymd);
    const auto& tallies = totals->tallies;
    report_.meters = tallies.lines(report_.figures);
    report_.gaps = tallies.gaps();
    report_.references = tallies.references();
    return {};
  }

  UtcTime last_written() {
    const auto bytes = entries_ == 0 ? std::nullopt : file_.bytes(entries_ - 1);
    if (!bytes) return {};
    const auto record = ledger::open_record(*bytes);
    return record ? record->written_at : UtcTime{};
  }

  Result<std::vector<ledger::EventEntry>> references() {
    std::vector<ledger::EventEntry> readings;
    auto read = each<ledger::EventEntry>(file_, RecordKind::event, entries_, ledger::decode_event,
                                         [&](UtcTime, const ledger::EventEntry& event) {
                                           if (event.kind == "reference" && event.final_reading)
                                             readings.push_back(event);
                                         });
    if (!read) return read.error();
    return readings;
  }

  Result<void> tell_entries() {
    const auto& period = report_.period;
    auto told = each<ledger::EventEntry>(file_, RecordKind::event, entries_, ledger::decode_event,
                                         [&](UtcTime, const ledger::EventEntry& event) {
                                           if (within(event.at, period))
                                             report_.events.push_back(event);
                                         });
    if (told)
      told = each<ledger::Correction>(
          file_, RecordKind::correction, entries_, ledger::decode_correction,
          [&](UtcTime written, const ledger::Correction& one) {
            if (one.period.start < period.end && one.period.end > period.start)
              report_.corrections.push_back({written, one.meter, one.direction, one.period,
                                             one.before, one.after, one.who, one.why, one.ticket});
          });
    if (told) told = tell_runs();
    if (!told) return told;
    report_.corrected_after = file_.later_versions(period, entries_);
    report_.entries = entries_;
    if (const auto note = file_.newest_checkpoint(entries_)) report_.checkpoint = note->note;
    const auto inception = file_.inception();
    if (!inception) return inception.error();
    report_.key = to_text(ledger::VerifierKey{inception->key_name, inception->public_key});
    return {};
  }

  Result<void> tell_runs() {
    const auto add = [&](UtcTime at, RecordKind kind, std::string detail) {
      if (within(at, report_.period))
        report_.runs.push_back({at, std::string(name(kind)), std::move(detail)});
    };
    auto told = each<ledger::Start>(
        file_, RecordKind::start, entries_, ledger::decode_start,
        [&](UtcTime at, const auto& one) { add(at, RecordKind::start, one.version); });
    if (told)
      told = each<ledger::Stop>(
          file_, RecordKind::stop, entries_, ledger::decode_stop,
          [&](UtcTime at, const auto& one) { add(at, RecordKind::stop, one.version); });
    if (told)
      told = each<ledger::Import>(
          file_, RecordKind::import, entries_, ledger::decode_import,
          [&](UtcTime at, const auto& one) { add(at, RecordKind::import, one.source); });
    if (told)
      told = each<ledger::ClockStep>(
          file_, RecordKind::clock, entries_, ledger::decode_clock_step,
          [&](UtcTime at, const auto& one) {
            add(at, RecordKind::clock,
                fmt::format("{} → {}", format_rfc3339(one.from), format_rfc3339(one.to)));
          });
    if (told) told = tell_clock_states();
    if (told) told = tell_drop();
    std::sort(report_.runs.begin(), report_.runs.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    return told;
  }

  /// Whenever it was: what the report cannot tell of the meters was dropped by rule.
  Result<void> tell_drop() {
    const auto drop = file_.dropped_detail();
    if (!drop) return drop.error();
    if (*drop && (*drop)->bound > report_.period.start)
      report_.runs.push_back({(*drop)->bound, std::string(name(RecordKind::detail_dropped)),
                              fmt::format("{}y", (*drop)->years)});
    return {};
  }

  /// Its first word of the period may lie before it: nothing has changed since.
  Result<void> tell_clock_states() {
    return each<ledger::ClockState>(
        file_, RecordKind::clock_state, entries_, ledger::decode_clock_state,
        [&](UtcTime, const ledger::ClockState& one) {
          if (!within(one.at, report_.period)) return;
          const auto error = one.maximum_error;
          report_.runs.push_back(
              {one.at, fmt::format("clock_{}", name(one.sync)),
               error ? fmt::format("± {:.3f} ms", static_cast<double>(error->count()) / 1e6)
                     : std::string()});
        });
  }

  const ReportRequest& request_;
  LedgerFile& file_;
  config::Configuration configuration_;
  std::uint64_t entries_ = 0;
  Period extent_;  // of the intervals
  PeriodReport report_;
};

}  // namespace

Result<PeriodReport> period_report_of(const ReportRequest& request) {
  return ledger::guarded(request.ledger, "cannot read", [&]() -> Result<PeriodReport> {
    auto file = LedgerFile::open(request.ledger);
    if (!file) return file.error();
    return Assembly(request, *file)();
  });
}

}  // namespace pue::commands
