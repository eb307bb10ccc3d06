#include "commands/correct.h"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>

#include "base/rfc3339.h"
#include "commands/command_line.h"
#include "commands/load_or_explain.h"
#include "commands/named_period.h"
#include "commands/through_daemon.h"
#include "energy/volume_register.h"
#include "runtime/checkpoint_folder.h"
#include "runtime/clock.h"
#include "runtime/ledger_opening.h"
#include "runtime/user_name.h"

namespace pue::commands {
namespace {

using runtime::CorrectionDone;
using runtime::CorrectionRequest;

constexpr double greatest = 1e12;  // kWh or m³: what a count holds, with room

Result<double> number(const std::string& text) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, failed] = std::from_chars(text.data(), end, value);
  if (failed == std::errc{} && at == end && std::abs(value) <= greatest) return value;
  return Error{fmt::format("\"{}\": write a number, for example 1234.5", text)};
}

bool counts_water(const std::string& meter, const engine::Settings& settings) {
  for (const auto& one : settings.site.meters)
    if (one.name == meter) return one.role == site::Role::water;
  return false;
}

Result<Joules> energy_of(const CorrectOptions& options, bool water) {
  if (options.kwh.empty() == options.cubic_metres.empty())
    return Error{"give --kwh, or of a water meter --m3"};
  if (water != options.kwh.empty())
    return Error{fmt::format("{} counts {}", options.meter,
                             water ? "water: give --m3" : "energy: give --kwh")};
  const auto value = number(water ? options.cubic_metres : options.kwh);
  if (!value) return value.error();
  if (water) return energy::as_counts(millilitres_from_cubic_metres(*value));
  return joules_from_watt_hours(*value * 1000);
}

Result<CorrectionRequest> request_of(const CorrectOptions& options,
                                     const engine::Settings& settings) {
  const auto& zone = settings.site.zone;
  const auto from = parse_bound(options.from, zone);
  if (!from) return from.error();
  const auto to = parse_bound(options.to, zone);
  if (!to) return to.error();
  const auto energy = energy_of(options, counts_water(options.meter, settings));
  if (!energy) return energy.error();
  CorrectionRequest request;
  request.meter = options.meter;
  if (options.exported) request.direction = energy::Direction::exported;
  request.period = {*from, *to};
  request.energy = *energy;
  request.who = options.who;
  request.why = options.why;
  request.ticket = options.ticket;
  return request;
}

/// What the correction signed goes to the directory, as the daemon does it. It stands without, and
/// the next start completes the directory.
void keep_checkpoints(const config::Configuration& configuration, ledger::HistoryStore& store,
                      std::ostream& out) {
  if (configuration.checkpoint_folder.empty()) return;
  runtime::CheckpointFolder folder(configuration.checkpoint_folder);
  const auto state = folder.complete(store);
  if (!state.error.empty()) fmt::print(out, "signed, but not kept as a file: {}\n", state.error);
}

Result<CorrectionDone> correct_here(CorrectionRequest request,
                                    const config::Configuration& configuration, std::ostream& out) {
  request.who = runtime::said_and_known(request.who, ::getuid());
  const auto& path = configuration.ledger_path;
  if (auto sound = check_correction(request, configuration.engine, path); !sound)
    return sound.error();
  const auto now = runtime::now().utc;
  auto ledger = runtime::open_ledger_to_correct(path, configuration, now);
  if (!ledger) return ledger.error();
  auto done = apply_correction(request, configuration.engine, *ledger->store, path, now);
  if (done) keep_checkpoints(configuration, *ledger->store, out);
  return done;
}

Result<CorrectionDone> carry_out(const CorrectionRequest& request,
                                 const config::Configuration& configuration, std::ostream& out) {
  if (configuration.ledger_path.empty()) return Error{"the configuration names no ledger"};
  return through_daemon<CorrectionDone>(configuration, request,
                                        [&] { return correct_here(request, configuration, out); });
}

std::string amount(Joules energy, bool water) {
  if (water) return fmt::format("{:.3f} m³", cubic_metres(energy::volume_of(energy)));
  return fmt::format("{:.3f} kWh", watt_hours(energy) / 1000);
}

}  // namespace

Result<void> correct(const CorrectOptions& options, const config::Configuration& configuration,
                     std::ostream& out) {
  const auto request = request_of(options, configuration.engine);
  if (!request) return request.error();
  const auto done = carry_out(*request, configuration, out);
  if (!done) return done.error();
  const bool water = counts_water(options.meter, configuration.engine);
  fmt::print(out, "{} {} from {} to {}: {}, was {}\n", options.meter,
             options.exported ? "exported" : "imported", format_rfc3339(request->period.start),
             format_rfc3339(request->period.end), amount(request->energy, water),
             done->before ? amount(*done->before, water) : "not known");
  fmt::print(out, "{} interval{} with a new version; the former ones stay\n", done->intervals,
             done->intervals == 1 ? "" : "s");
  return {};
}

void add_correct(CommandLine& line) {
  auto command = line.command("correct", "Correct what a meter counted, for good reason");
  const auto options = std::make_shared<CorrectOptions>();
  command.option("CONFIG", options->config, "The configuration").required();
  command.option("METER", options->meter, "Its name").required();
  command.option("--from", options->from, "Start of an interval: local date or RFC 3339")
      .required();
  command.option("--to", options->to, "End of an interval; the same").required();
  command.option("--kwh", options->kwh, "What it counted in that time");
  command.option("--m3", options->cubic_metres, "The same of a water meter");
  command.flag("--exported", options->exported, "What flowed out, not in");
  command.option("--who", options->who, "Who knows it; else who starts this");
  command.option("--why", options->why, "The reason").required();
  command.option("--ticket", options->ticket, "Number of a document");
  command.run([options]() -> Result<int> {
    const auto configuration = load_or_explain(options->config, std::cerr);
    if (!configuration) return 1;
    if (const auto done = correct(*options, *configuration, std::cout); !done) return done.error();
    return 0;
  });
}

}  // namespace pue::commands
