#include "commands/init.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>

#include "commands/command_line.h"
#include "commands/known_profiles.h"
#include "runtime/data_files.h"
#include "runtime/one_shot.h"

namespace pue::commands {
namespace {

/// A bound for max_power when only a momentary power is known: at least 100 kW, at least four times
/// the reading, as 1, 2 or 5 times a power of ten, in kW.
std::string guessed_max_power(const std::optional<double>& watts) {
  const double wanted = std::max(100.0, 4 * std::abs(watts.value_or(0)) / 1000);
  double bound = 100;
  for (const double step : {2.0, 2.5, 2.0, 2.0, 2.5, 2.0, 2.0, 2.5, 2.0, 2.0, 2.5, 2.0}) {
    if (bound >= wanted) break;
    bound *= step;
  }
  return fmt::format("{:.0f}kW", bound);
}

/// A device path may hold anything.
std::string inside_quotes(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// Maps of one vendor often agree where both have a point: then values cannot tell them apart.
std::string other_profiles_note(const FittedProfile& found) {
  if (found.as_good.empty()) return "";
  return fmt::format("  # GUESS: {} would fit as well; look at the model on its name plate.\n",
                     fmt::join(found.as_good, ", "));
}

std::string power_note(const FittedProfile& found) {
  if (!found.power_watts) return "It gave no power when this file was written.";
  return fmt::format("It read {:.0f} W when this file was written.", *found.power_watts);
}

constexpr std::string_view form =
    R"(# Written by puectl init from one meter.
# What is marked GUESS is not known from the meter: look at each, then run: puectl check THIS_FILE
site:
  name: my-site                 # GUESS: letters, digits, "-", "_", "."
  timezone: Asia/Shanghai       # GUESS: days are cut by it
  # The caps that apply are derived from these facts:
  # hub_node: true              # inside a national computing-hub node
  # commissioned: 2024-05-01
  # standard_racks: 4200

polling: {{interval: 5s, timeout: 1s}}

meters:
  # The meter that answered: {good} of {total} values of profile {profile} are possible.
{others}  # {note}
  - name: grid                  # GUESS
    link: "{link}"
    unit: {unit}
    profile: {profile}
    role: grid                  # GUESS: grid, it, cooling, power_loss, lighting, other, solar ...
    max_power: {max_power}            # GUESS: the most that its feeder can carry (breaker rating)
    # reverse: true             # if power is negative while it supplies the site

  # PUE needs the IT energy too: a stand-in for that meter. Put in its real link, unit and profile.
  - name: it                    # GUESS
    link: "{link}"
    unit: {other_unit}                     # GUESS
    profile: {profile}    # GUESS
    role: it
    point: ups_output           # GUESS: or mains_feed, dc_output, pdu_output, it_input
    max_power: {max_power}            # GUESS

# Without a ledger no history is kept:
# ledger: {{path: /var/lib/pued/ledger.db}}
)";

Result<FittedProfile> best_fit(const std::vector<meter::Profile>& profiles, std::uint8_t unit,
                               const ReadRegisters& read) {
  const auto tried = try_profiles(profiles, unit, read);
  if (tried.best) return *tried.best;
  if (tried.failure) return *tried.failure;
  return Error{
      "the meter answers, but no profile gives a possible power; name one by --profile, or "
      "look at its registers with puectl decode"};
}

}  // namespace

std::string first_configuration(const std::string& link, int unit, const FittedProfile& found) {
  const int other_unit = unit < 247 ? unit + 1 : unit - 1;
  return fmt::format(fmt::runtime(form), fmt::arg("good", found.good),
                     fmt::arg("total", found.total), fmt::arg("profile", found.name),
                     fmt::arg("others", other_profiles_note(found)),
                     fmt::arg("note", power_note(found)), fmt::arg("link", inside_quotes(link)),
                     fmt::arg("unit", unit), fmt::arg("other_unit", other_unit),
                     fmt::arg("max_power", guessed_max_power(found.power_watts)));
}

Result<void> init(const InitOptions& options, const std::vector<meter::Profile>& profiles,
                  const ReadRegisters& read, std::ostream& out) {
  const auto found = best_fit(profiles, static_cast<std::uint8_t>(options.unit), read);
  if (!found) return found.error();
  if (options.schema) out << "# yaml-language-server: $schema=" << *options.schema << '\n';
  out << first_configuration(options.link, options.unit, *found);
  return {};
}

namespace {

/// The file may come to lie in any folder: the path is an absolute one.
std::optional<std::string> schema_path(const runtime::DataFiles& files) {
  const auto found = files.find("pued.schema.json");
  if (!found) return std::nullopt;
  return std::filesystem::absolute(*found).lexically_normal().string();
}

Result<void> init_from_live_meter(InitOptions options, std::ostream& out) {
  const auto address = modbus::parse_link_url(options.link);
  if (!address) return address.error();
  const bool rtu = modbus::uses_rtu(*address);
  if (options.unit < (rtu ? 1 : 0) || options.unit > (rtu ? 247 : 255)) {
    return Error{fmt::format("unit {} is outside {}", options.unit, rtu ? "1 to 247" : "0 to 255")};
  }
  const auto profiles = known_profiles(options.profile);
  if (!profiles) return profiles.error();
  options.schema = schema_path(runtime::DataFiles(runtime::data_directories({})));
  modbus::LinkSettings settings;
  settings.address = *address;
  settings.name = modbus::normalized_url(*address);
  runtime::OneShotLink link(settings);
  const auto read = [&](const modbus::Request& request) { return link.read(request); };
  return init(options, *profiles, read, out);
}

}  // namespace

void add_init(CommandLine& line) {
  auto command = line.command("init", "Write a first configuration from a live meter");
  const auto options = std::make_shared<InitOptions>();
  command
      .option("--link", options->link,
              "modbus+tcp://HOST[:PORT], modbus+rtu+tcp://HOST:PORT or modbus+rtu:/dev/...")
      .required();
  command.option("--unit", options->unit, "Modbus unit address").required();
  command.option("--profile", options->profile, "Default: the one that fits best");
  command.run([options] { return init_from_live_meter(*options, std::cout); });
}

}  // namespace pue::commands
