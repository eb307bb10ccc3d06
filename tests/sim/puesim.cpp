// puesim: a simulated data-center site over real Modbus, for trying and testing pued.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "sim/history.h"
#include "sim/live_run.h"
#include "sim/options.h"
#include "sim/sim_clock.h"
#include "sim/site_description.h"

namespace {

using namespace pue;
using namespace pue::sim;

Result<SiteDescription> load_site(const Options& options) {
  const auto text = read_file(options.site_file);
  if (!text) return text.error();
  auto site = parse_site(*text);
  if (!site) return Error{options.site_file + ": " + site.error().message};
  site = with_extra_meters(std::move(*site), options.extra_meters);
  if (site && options.register_step_wh)
    for (auto& meter : site->meters) meter.step_wh = *options.register_step_wh;
  return site;
}

void show_progress(double part) {
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\rhistory {:3.0f} %", part * 100);
}

Result<void> run_history(const Options& options, const SiteDescription& site) {
  auto span = history_span(options.history, options.until.value_or(wall_clock_seconds()),
                           options.history_step_s, site.plant.climate.utc_offset_hours);
  if (!span) return span.error();
  span->last_day_step = options.last_day_step_s;
  std::ofstream readings(options.readings_file, std::ios::binary);
  std::ofstream truth;
  if (!options.truth_file.empty()) truth.open(options.truth_file, std::ios::binary);
  const auto state = write_history(site, options.seed.value_or(1), *span, readings,
                                   truth.is_open() ? &truth : nullptr, show_progress);
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\rhistory 100 %\n");
  readings.close();
  truth.close();
  if (!readings) return Error{options.readings_file + ": cannot be written"};
  if (!options.truth_file.empty() && !truth)
    return Error{options.truth_file + ": cannot be written"};
  if (options.state_file.empty()) return {};
  return replace_file(options.state_file, state_to_json(state));
}

}  // namespace

int main(int argc, char** argv) {
  const auto [options, exit_status] = parse_command_line(argc, argv);
  if (exit_status) return *exit_status;
  const auto site = load_site(options);
  const auto done = !site                     ? Result<void>(site.error())
                    : options.history.empty() ? run_live(options, *site)
                                              : run_history(options, *site);
  if (done) return 0;
  fmt::print(stderr, "puesim: {}\n", done.error().message);
  return 1;
}
