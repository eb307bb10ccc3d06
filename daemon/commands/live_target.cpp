#include "commands/live_target.h"

#include <fmt/format.h>

#include <iostream>
#include <variant>

#include "commands/bus_access.h"
#include "commands/command_line.h"
#include "commands/load_or_explain.h"
#include "runtime/data_files.h"

namespace pue::commands {
namespace {

Result<LiveTarget> target_by_link(const LiveTargetOptions& options) {
  if (!options.profile) return Error{"--link needs --profile, e.g. --profile eastron/sdm630"};
  const auto address = modbus::parse_link_url(*options.link);
  if (!address) return address.error();
  const runtime::DataFiles files(runtime::data_directories({}));
  const auto text = files.profile(*options.profile);
  if (!text) return Error{fmt::format("unknown profile \"{}\"", *options.profile)};
  auto loaded = config::load_profile(*options.profile, *text);
  if (const auto* wrong = std::get_if<config::LocatedErrors>(&loaded))
    return Error{wrong->front().text()};
  const auto& profile = std::get<meter::Profile>(loaded);
  LiveTarget target;
  target.link.address = *address;
  target.link.name = modbus::normalized_url(*address);
  target.unit = static_cast<std::uint8_t>(options.unit);
  target.profile = profile.name;
  target.limits = profile.limits;
  target.points = profile.points;
  target.sunspec = profile.sunspec;
  target.daemon = polling_daemon(options.config_file, *address);
  return target;
}

Result<LiveTarget> target_by_name(const LiveTargetOptions& options,
                                  const config::Configuration& configuration) {
  const auto& settings = configuration.engine;
  for (std::size_t i = 0; i < settings.site.meters.size(); ++i) {
    const auto& meter = settings.site.meters[i];
    if (meter.name != options.meter) continue;
    const auto& connection = settings.connections[i];
    return LiveTarget{settings.links[connection.link],
                      connection.unit,
                      connection.profile,
                      connection.limits,
                      connection.points,
                      connection.sunspec,
                      LiveTarget::Configured{meter.role, settings.trackers[i].max_power.value,
                                             connection.reverse},
                      polling_daemon(configuration, settings.links[connection.link].address)};
  }
  return Error{fmt::format("meter \"{}\" is not in {}", options.meter, options.config_file)};
}

}  // namespace

void add_live_target(Command& command, LiveTargetOptions& options) {
  command.option("METER", options.meter, "A meter of the configuration");
  command.option("--config.file", options.config_file, "The configuration that names it")
      .with_default();
  command.option(
      "--link", options.link,
      "Or a URL: modbus+tcp://HOST[:PORT], modbus+rtu+tcp://HOST:PORT, modbus+rtu:/dev/...");
  command.option("--unit", options.unit, "with --link").within(0, 255);
  command.option("--profile", options.profile, "with --link");
}

Result<LiveTarget> live_target(const LiveTargetOptions& options) {
  if (options.link) return target_by_link(options);
  if (options.meter.empty()) return Error{"name a METER of the configuration, or give --link"};
  const auto configuration = load_or_explain(options.config_file, std::cerr);
  if (!configuration) return Error{"the configuration has errors"};
  return target_by_name(options, *configuration);
}

}  // namespace pue::commands
