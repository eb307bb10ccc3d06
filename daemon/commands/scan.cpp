#include "commands/scan.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <iostream>
#include <memory>

#include "commands/bus_access.h"
#include "commands/command_line.h"
#include "commands/known_profiles.h"
#include "commands/progress.h"
#include "commands/unit_list.h"
#include "config/scalar.h"

namespace pue::commands {
namespace {

using modbus::Failure;
using modbus::FunctionCode;

// "Gateway path unavailable" and "target device failed to respond", Modbus Application Protocol
// 1.1b3, 7: the gateway answers for a unit that is not there.
constexpr int path_unavailable = 10, no_response = 11;

struct ScanOptions {
  std::string link;
  std::string units;
  std::string timeout = "500ms";
  std::string config_file = "/etc/pued/pued.yaml";
};

bool is_of_device(const modbus::Answer& answer) {
  const auto* failure = std::get_if<Failure>(&answer);
  if (failure == nullptr) return true;
  return failure->kind == Failure::Kind::exception && failure->exception_code != path_unavailable &&
         failure->exception_code != no_response;
}

/// Some devices are silent, instead of refusing, where they do not know the function.
Result<bool> answers(std::uint8_t unit, const Ask& ask) {
  for (const auto function :
       {FunctionCode::read_holding_registers, FunctionCode::read_input_registers}) {
    const auto exchange = ask({unit, {function, 0, 2}});
    if (is_of_device(exchange.answer)) return true;
    const auto& failure = std::get<Failure>(exchange.answer);
    if (failure.kind == Failure::Kind::connect)
      return Error{
          "the link cannot be opened; check address and port (or device and permissions), "
          "and whether another program uses it"};
  }
  return false;
}

std::string profiles_text(const TriedProfiles& tried) {
  if (!tried.best) return "answers; no profile gives a possible power";
  const auto& best = *tried.best;
  auto text = fmt::format("{} ({} of {} values are possible", best.name, best.good, best.total);
  if (best.power_watts) text += fmt::format(", {:.6g} W", *best.power_watts);
  text += ")";
  if (!best.as_good.empty()) text += fmt::format("; or {}", fmt::join(best.as_good, ", "));
  return text;
}

Result<std::size_t> scan_link(const ScanOptions& options) {
  const auto address = modbus::parse_link_url(options.link);
  if (!address) return address.error();
  const bool rtu = modbus::uses_rtu(*address);
  const auto units = parse_units(options.units, rtu ? 1 : 0, rtu ? 247 : 255);
  if (!units) return Error{"--units: " + units.error().message};
  const auto timeout = config::parse_duration(options.timeout);
  if (!timeout || *timeout <= Duration{} || *timeout > std::chrono::minutes{1})
    return Error{"--timeout is more than 0 and at most 1m, for example 500ms"};
  const auto profiles = known_profiles({});
  if (!profiles) return profiles.error();
  modbus::LinkSettings settings;
  settings.address = *address;
  settings.name = modbus::normalized_url(*address);
  settings.timeout = *timeout;
  const auto daemon = polling_daemon(options.config_file, *address);
  if (!daemon.empty())
    std::cerr << "asked through the pued that polls this bus, by its timeout, in the time that it "
                 "leaves\n";
  BusAccess link(settings, daemon);
  Progress shown;
  const auto ask = [&](const modbus::Request& request) { return link.transact(request); };
  const auto progress = [&](std::uint8_t unit, std::size_t found) {
    shown.show(fmt::format("unit {} of {}, {} found", unit, options.units, found));
  };
  const auto found = scan(*units, *profiles, ask, progress, std::cout);
  shown.clear();
  return found;
}

}  // namespace

Result<std::size_t> scan(const std::vector<std::uint8_t>& units,
                         const std::vector<meter::Profile>& profiles, const Ask& ask,
                         const ScanProgress& progress, std::ostream& out) {
  const auto read = [&](const modbus::Request& request) -> Result<modbus::RegisterBlock> {
    auto exchange = ask(request);
    if (const auto* failure = std::get_if<Failure>(&exchange.answer))
      return Error{modbus::reason(*failure)};
    return std::get<modbus::RegisterBlock>(std::move(exchange.answer));
  };
  std::size_t found = 0;
  for (const auto unit : units) {
    progress(unit, found);
    const auto there = answers(unit, ask);
    if (!there) return there.error();
    if (!*there) continue;
    ++found;
    fmt::print(out, "unit {:<3} {}\n", unit, profiles_text(try_profiles(profiles, unit, read)));
    out.flush();
  }
  return found;
}

void add_scan(CommandLine& line) {
  auto command =
      line.command("scan",
                   "Which units of a link answer, and which profiles fit them\n"
                   "Exit status: 0 a unit answered; 1 none did, or the link cannot be opened.");
  const auto options = std::make_shared<ScanOptions>();
  options->units = "1-247";
  command
      .option("URL", options->link,
              "modbus+tcp://HOST[:PORT], modbus+rtu+tcp://HOST:PORT or modbus+rtu:/dev/...")
      .required();
  command.option("--units", options->units, "Which to ask: 1-247, or 1,5,10-20").with_default();
  command.option("--timeout", options->timeout, "How long to wait for one that is silent")
      .with_default();
  command.option("--config.file", options->config_file, "Of a daemon that may poll the link")
      .with_default();
  command.run([options]() -> Result<int> {
    const auto found = scan_link(*options);
    if (!found) return found.error();
    if (*found == 0) return Error{"no unit answered"};
    return 0;
  });
}

}  // namespace pue::commands
