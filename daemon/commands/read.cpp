#include "commands/read.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <variant>

#include "commands/load_or_explain.h"
#include "config/load.h"
#include "engine/plausible.h"
#include "engine/telemetry.h"
#include "meter/decode.h"
#include "runtime/data_files.h"
#include "runtime/one_shot.h"

namespace pue::commands {
namespace {

struct ReadOptions {
  std::string meter;
  std::string config_file = "/etc/pued/pued.yaml";
  std::optional<std::string> link;
  int unit = 1;
  std::optional<std::string> profile;
};

/// What to read and over which link.
struct Target {
  modbus::LinkSettings link;
  std::uint8_t unit = 1;
  std::vector<meter::Point> points;
};

std::string hex(const std::vector<std::uint16_t>& words) {
  std::string text;
  for (const auto word : words) text += fmt::format("{:04X} ", word);
  if (!text.empty()) text.pop_back();
  return text;
}

/// What pued would make of the registers: the value, or why it would take none.
struct Shown {
  std::string text;
  bool is_value = false;
};

Shown shown(const meter::Point& point, const std::vector<std::uint16_t>& words) {
  const auto value = meter::decode(point, words);
  if (const auto* none = std::get_if<meter::NoValue>(&value))
    return {fmt::format("no value: {}", meter::name(*none)), false};
  const auto number = std::get<double>(value);
  if (!engine::possible_register(point.quantity, number))
    return {fmt::format("no value: {}", engine::implausible), false};
  return {meter::format_exact(number), true};
}

Result<Target> target_by_link(const ReadOptions& options) {
  if (!options.profile) return Error{"--link needs --profile, e.g. --profile eastron/sdm630"};
  const auto address = modbus::parse_link_url(*options.link);
  if (!address) return address.error();
  const runtime::DataFiles files(runtime::data_directories({}));
  const auto text = files.profile(*options.profile);
  if (!text) return Error{fmt::format("unknown profile \"{}\"", *options.profile)};
  auto loaded = config::load_profile(*options.profile, *text);
  if (const auto* wrong = std::get_if<config::LocatedErrors>(&loaded))
    return Error{wrong->front().text()};
  Target target;
  target.link.address = *address;
  target.unit = static_cast<std::uint8_t>(options.unit);
  target.points = std::get<meter::Profile>(loaded).points;
  return target;
}

Result<Target> target_by_name(const ReadOptions& options,
                              const config::Configuration& configuration) {
  const auto& settings = configuration.engine;
  for (std::size_t i = 0; i < settings.site.meters.size(); ++i) {
    if (settings.site.meters[i].name != options.meter) continue;
    const auto& connection = settings.connections[i];
    return Target{settings.links[connection.link], connection.unit, connection.points};
  }
  return Error{fmt::format("meter \"{}\" is not in {}", options.meter, options.config_file)};
}

Result<Target> target_of(const ReadOptions& options) {
  if (options.link) return target_by_link(options);
  if (options.meter.empty()) return Error{"name a METER of the configuration, or give --link"};
  const auto configuration = load_or_explain(options.config_file, std::cerr);
  if (!configuration) return Error{"the configuration has errors"};
  return target_by_name(options, *configuration);
}

int read_live(const ReadOptions& options) {
  const auto target = target_of(options);
  if (!target) {
    std::cerr << "puectl read: " << target.error().message << '\n';
    return 1;
  }
  runtime::OneShotLink link(target->link);
  const auto ask = [&](const modbus::Request& request) { return link.transact(request); };
  return read_points(target->points, target->unit, ask, std::cout) ? 0 : 1;
}

}  // namespace

bool read_points(const std::vector<meter::Point>& points, std::uint8_t unit, const Ask& ask,
                 std::ostream& out) {
  bool any = false;
  for (const auto& point : points) {
    const auto exchange = ask({unit, point.range});
    const auto ms = static_cast<double>((exchange.received - exchange.sent).count()) / 1e6;
    const auto* block = std::get_if<modbus::RegisterBlock>(&exchange.answer);
    out << fmt::format("{:<20} fc {} wire {:<6}", meter::name(point.quantity),
                       static_cast<int>(point.range.function), point.range.address);
    if (block != nullptr) {
      const auto [text, is_value] = shown(point, block->words);
      any = any || is_value;
      out << fmt::format(" [{}] {} ({:.1f} ms)\n", hex(block->words), text, ms);
    } else {
      out << fmt::format(" {}\n", modbus::reason(std::get<modbus::Failure>(exchange.answer)));
    }
  }
  return any;
}

void add_read(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("read", "One live reading of a meter, raw and decoded");
  const auto options = std::make_shared<ReadOptions>();
  command->add_option("METER", options->meter, "A meter of the configuration");
  command->add_option("--config.file", options->config_file, "The configuration that names it")
      ->capture_default_str();
  command->add_option(
      "--link", options->link,
      "Or a URL: modbus+tcp://HOST[:PORT], modbus+rtu+tcp://HOST:PORT, modbus+rtu:/dev/...");
  command->add_option("--unit", options->unit, "with --link")->check(CLI::Range(0, 255));
  command->add_option("--profile", options->profile, "with --link");
  command->callback([options, &exit_code] { exit_code = read_live(*options); });
}

}  // namespace pue::commands
