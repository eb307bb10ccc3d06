#include "sim/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "sim/site_description.h"
#include "sim/truth_report.h"

namespace pue::sim {
namespace {

// Texts as given, before they are understood.
struct RawOptions {
  std::vector<std::string> faults;
  std::string register_step;
  std::string step = "15m";
  std::string last_day_step;
  std::string until;
};

void declare_live(CLI::App& app, Options& options, RawOptions& raw) {
  app.add_option("--port", options.base_port, "first port; 0: free ports");
  app.add_option("--control", options.control_port, "port of the control endpoint; 0: free");
  app.add_option("--meters", options.extra_meters, "so many further PDU meters")
      ->check(CLI::Range(0, 20000));
  app.add_option("--speed", options.speed, "simulated seconds per second")
      ->check(CLI::Range(0.01, 3600.0));
  app.add_option("--fault", raw.faults,
                 "METER=silent|slow[:MS]|exception[:CODE[:MS]]|garbage|zero_glitch|reset");
  app.add_option("--serial-link", options.serial_link, "symbolic link to the serial unit's device");
  app.add_option("--write-config", options.config_file, "writes a pued.yaml of the running site");
  app.add_option("--ledger", options.ledger, "ledger path for the pued.yaml");
  app.add_option("--poll-interval", options.poll_interval, "polling interval for the pued.yaml");
}

void declare_history(CLI::App& app, Options& options, RawOptions& raw) {
  auto* history =
      app.add_option("--history", options.history, "writes the past, e.g. 13mo, and ends");
  auto* out = app.add_option("--out", options.readings_file, "readings CSV of the past");
  history->needs(out);
  out->needs(history);
  app.add_option("--truth-out", options.truth_file, "true energies of the past, CSV")
      ->needs(history);
  app.add_option("--step", raw.step, "spacing of the readings")->needs(history);
  app.add_option("--last-day-step", raw.last_day_step, "of the last day; default as --step")
      ->needs(history);
  app.add_option("--until", raw.until, "end of the past, RFC 3339; default now")->needs(history);
}

template <class T>
T valid(const char* option, const Result<T>& value) {
  if (!value) throw CLI::ValidationError(option, value.error().message);
  return *value;
}

void understand(const RawOptions& raw, Options& options) {
  for (const auto& text : raw.faults)
    options.faults.push_back(valid("--fault", parse_meter_fault(text)));
  if (!raw.register_step.empty())
    options.register_step_wh = valid("--register-step", parse_register_step(raw.register_step));
  options.history_step_s = valid("--step", parse_step(raw.step));
  options.last_day_step_s = options.history_step_s;
  if (!raw.last_day_step.empty())
    options.last_day_step_s = valid("--last-day-step", parse_step(raw.last_day_step));
  if (!raw.until.empty()) options.until = valid("--until", parse_moment(raw.until));
}

}  // namespace

Result<std::int64_t> parse_step(const std::string& text) {
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, count);
  const std::string unit(at, end);
  const std::int64_t unit_s = unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
  const bool sound = error == std::errc{} && unit_s > 0 && count > 0 && count <= 86400 / unit_s;
  if (!sound) return Error{fmt::format("\"{}\": write a step like 15m, from 1s to 24h", text)};
  return count * unit_s;
}

CommandLine parse_command_line(int argc, const char* const* argv) {
  CommandLine line;
  RawOptions raw;
  CLI::App app("puesim: a simulated data-center site over real Modbus");
  app.add_option("SITE.yaml", line.options.site_file, "the site")->required();
  app.add_option("--seed", line.options.seed, "of the noise; default the state's, or 1");
  app.add_option("--state", line.options.state_file, "continued when it exists, saved at the end");
  app.add_option("--register-step", raw.register_step, "of every meter: 1Wh, 10Wh, 1kWh or 400kWh");
  declare_live(app, line.options, raw);
  declare_history(app, line.options, raw);
  try {
    app.parse(argc, argv);
    understand(raw, line.options);
  } catch (const CLI::ParseError& error) {
    line.exit_status = app.exit(error);
  }
  return line;
}

}  // namespace pue::sim
