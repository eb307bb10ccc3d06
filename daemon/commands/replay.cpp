#include "commands/replay.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <ostream>
#include <set>

#include "base/rfc3339.h"
#include "commands/command_line.h"
#include "commands/load_or_explain.h"
#include "commands/replay_report.h"
#include "config/scalar.h"
#include "engine/readings_csv.h"
#include "engine/replay.h"
#include "exporters/api/status.h"
#include "runtime/ledger_opening.h"
#include "runtime/options.h"

namespace pue::commands {
namespace {

namespace json = boost::json;
using meter::Reading;

constexpr std::string_view replay_schema = "pued-replay/1";
constexpr std::size_t stride = 20'000;  // readings between commits and progress

Result<std::vector<Reading>> read_csv(const std::string& path, const engine::Settings& settings) {
  std::ifstream file(path);
  if (!file) return Error{fmt::format("{}: cannot be opened", path)};
  engine::ReadingsCsv csv(settings);
  std::vector<Reading> readings;
  std::string text;
  for (std::size_t line = 1; std::getline(file, text); ++line) {
    const auto reading = csv.line(text);
    if (!reading) return Error{fmt::format("{}:{}: {}", path, line, reading.error().message)};
    if (*reading) readings.push_back(**reading);
  }
  if (file.bad()) return Error{fmt::format("{}: read error", path)};
  engine::sort_for_replay(readings);
  return readings;
}

engine::Settings settings_for(const ReplayOptions& options, const engine::Settings& settings,
                              const std::vector<Reading>& readings, std::ostream& notes) {
  auto steps = engine::median_steps(readings, settings.site.meters.size());
  if (options.period) std::fill(steps.begin(), steps.end(), options.period);
  std::set<std::int64_t> seconds;
  for (const auto& step : steps)
    if (step) seconds.insert(std::chrono::duration_cast<std::chrono::seconds>(*step).count());
  for (const auto step : seconds) notes << fmt::format("readings every {} s\n", step);
  return engine::settings_for_replay(settings, steps);
}

/// Collects what closes, in batches, for the ledger and the CSV.
class Sink {
 public:
  Sink(const ReplayOptions& options, engine::Accounting& accounting, std::ostream& out,
       ledger::HistoryStore* store)
      : options_(options), accounting_(accounting), out_(out), store_(store) {}

  Result<void> take(UtcTime now) {
    const auto closed = accounting_.take_closed();
    intervals_ += closed.size();
    if (options_.format == "csv")
      for (const auto& interval : closed) out_ << interval_csv_line(interval);
    if (!store_ || closed.empty()) return {};
    ledger::StoredState state{now, accounting_.save(), accounting_.take_clock_steps()};
    for (const auto& swap : accounting_.take_seen_swaps())
      state.events.push_back(ledger::entry_of(swap));
    return store_->commit(closed, state);
  }
  std::size_t intervals() const { return intervals_; }

 private:
  const ReplayOptions& options_;
  engine::Accounting& accounting_;
  std::ostream& out_;
  ledger::HistoryStore* store_;  // none: nothing is kept
  std::size_t intervals_ = 0;
};

/// SHA-256 of the readings, as evidence of what was imported. They may be larger than memory.
Result<ledger::Import> import_of(const std::string& readings) {
  namespace ipc = boost::interprocess;
  try {
    const ipc::file_mapping file(readings.c_str(), ipc::read_only);
    const ipc::mapped_region region(file, ipc::read_only);
    const std::string_view bytes(static_cast<const char*>(region.get_address()), region.get_size());
    return ledger::Import{std::filesystem::path(readings).filename().string(),
                          ledger::sha256(bytes), runtime::version()};
  } catch (const ipc::interprocess_exception& error) {
    return Error{fmt::format("{}: {}", readings, error.what())};
  }
}

Result<runtime::OpenedLedger> open_empty_ledger(const ReplayOptions& options,
                                                const config::Configuration& configuration,
                                                UtcTime first) {
  const auto& path = *options.ledger;
  if (std::filesystem::exists(path)) {
    const auto facts = ledger::read_store_facts(path);
    if (!facts) return facts.error();
    if (facts->extent)
      return Error{fmt::format("{}: holds history already; replay fills a new ledger", path)};
  }
  auto import = import_of(options.readings);
  if (!import) return import.error();
  return runtime::open_ledger(path, configuration, first, std::move(*import));
}

/// One configuration over all the readings; the figures at the end.
Result<json::object> run(const ReplayOptions& options, const config::Configuration& configuration,
                         const std::vector<Reading>& readings, std::ostream& out,
                         std::ostream& notes, bool show_progress) {
  const auto& settings = configuration.engine;
  runtime::OpenedLedger ledger;
  if (options.ledger) {
    const auto first = readings.empty() ? UtcTime{} : readings.front().at.utc;
    auto opened = open_empty_ledger(options, configuration, first);
    if (!opened) return opened.error();
    ledger = std::move(*opened);
  }
  engine::Accounting accounting(settings);
  Sink sink(options, accounting, out, ledger.store.get());
  Result<void> result;
  const auto settling = settings.polling.timeout + std::chrono::seconds{2};
  engine::replay(accounting, readings, settling, stride, [&](std::size_t position) {
    if (result) result = sink.take(readings[position - 1].at.utc);
    if (show_progress)
      notes << fmt::format("\rreplay {:3.0f} %", 100.0 * static_cast<double>(position) /
                                                     static_cast<double>(readings.size()))
            << std::flush;
  });
  if (show_progress) notes << '\n';
  if (result && ledger.store && !readings.empty())
    result = ledger.store->close(readings.back().at.utc);
  if (!result) return result.error();
  auto figures = api::closed_figures(accounting.snapshot());
  figures["readings"] = readings.size();
  figures["dropped_readings"] = accounting.dropped_readings();
  figures["interval_versions"] = sink.intervals();
  return figures;
}

Result<json::object> replay_one(const ReplayOptions& options,
                                const config::Configuration& configuration, std::ostream& out,
                                std::ostream& notes, bool show_progress) {
  const auto readings = read_csv(options.readings, configuration.engine);
  if (!readings) return readings.error();
  auto spaced = configuration;
  spaced.engine = settings_for(options, configuration.engine, *readings, notes);
  return run(options, spaced, *readings, out, notes, show_progress);
}

json::array to_json(const std::vector<Difference>& differences) {
  const auto number = [](const std::optional<double>& value) {
    return value ? json::value(*value) : json::value(nullptr);
  };
  json::array array;
  for (const auto& one : differences)
    array.push_back(
        {{"figure", one.figure}, {"this", number(one.here)}, {"other", number(one.there)}});
  return array;
}

}  // namespace

Result<void> replay(const ReplayOptions& options, const config::Configuration& configuration,
                    std::ostream& out, std::ostream& notes, bool show_progress) {
  const bool csv = options.format == "csv";
  if (csv) out << interval_csv_header();
  auto figures = replay_one(options, configuration, out, notes, show_progress);
  if (!figures) return figures.error();
  figures->insert({{"schema", replay_schema}});
  if (!csv) out << json::serialize(*figures) << '\n';
  return {};
}

Result<void> compare(const ReplayOptions& options, const config::Configuration& configuration,
                     const config::Configuration& other, std::ostream& out, std::ostream& notes,
                     bool show_progress) {
  auto quiet = options;
  quiet.format = "json";
  quiet.ledger.reset();
  auto here = replay_one(quiet, configuration, out, notes, show_progress);
  if (!here) return here.error();
  auto there = replay_one(quiet, other, out, notes, show_progress);
  if (!there) return Error{fmt::format("with the other configuration: {}", there.error().message)};
  const auto found = differences(*here, *there);
  if (options.format == "csv") {
    out << to_csv(found);
    return {};
  }
  json::object report{{"schema", replay_schema}, {"differences", to_json(found)}};
  report["this"] = std::move(*here);
  report["other"] = std::move(*there);
  out << json::serialize(report) << '\n';
  return {};
}

void add_replay(CommandLine& line) {
  auto command = line.command("replay", "Recorded readings through the same engine");
  const auto options = std::make_shared<ReplayOptions>();
  const auto config_file = std::make_shared<std::string>();
  const auto other_file = std::make_shared<std::string>();
  const auto seconds = std::make_shared<std::string>();
  command.option("CONFIG", *config_file, "The configuration file").required();
  command.option("READINGS", options->readings, "time,meter,quantity,value").required();
  command.option("--format", options->format, "json: the last figures; csv: every interval")
      .among({"json", "csv"})
      .with_default();
  command.option("--compare", *other_file,
                 "Another configuration: prints what differs with the same readings");
  command.option("--ledger", options->ledger, "Fills this new ledger");
  command.option("--period", *seconds, "Spacing of the readings, e.g. 60s");
  command.run([=]() -> Result<int> {
    const auto configuration = load_or_explain(*config_file, std::cerr);
    if (!configuration) return 1;
    auto chosen = *options;
    if (!seconds->empty()) {
      const auto period = config::parse_duration(*seconds);
      if (!period) return Error{"--period: " + period.error().message};
      chosen.period = *period;
    }
    const bool terminal = isatty(STDERR_FILENO) == 1;
    Result<void> done;
    if (other_file->empty()) {
      done = replay(chosen, *configuration, std::cout, std::cerr, terminal);
    } else {
      const auto other = load_or_explain(*other_file, std::cerr);
      if (!other) return 1;
      done = compare(chosen, *configuration, *other, std::cout, std::cerr, terminal);
    }
    if (!done) return done.error();
    return 0;
  });
}

}  // namespace pue::commands
