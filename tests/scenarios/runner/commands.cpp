#include "scenarios/runner/commands.h"

#include <map>

#include "base/rfc3339.h"

namespace pue::scenario {
namespace {

using meter::Quantity;

VirtualMeter& meter_of(World& world, Words& words) { return world.meter(words.take("a meter")); }

/// "METER grid POWER 125kW REGISTER 1000kWh EXPORTED 0kWh STEP 1Wh MODULUS 10000kWh GAIN 1"
void describe(World& world, Words& words) {
  auto& meter = meter_of(world, words);
  const auto at = world.now().mono;
  while (!words.done()) {
    const auto what = words.take("a property");
    if (what == "POWER")
      meter.set_power(at, words.power());
    else if (what == "REGISTER")
      meter.set_register(at, Quantity::energy_import_wh, words.energy());
    else if (what == "EXPORTED")
      meter.set_register(at, Quantity::energy_export_wh, words.energy());
    else if (what == "STEP")
      meter.set_step(words.energy());
    else if (what == "MODULUS")
      meter.set_modulus(words.energy());
    else if (what == "GAIN")
      meter.set_gain(static_cast<std::int64_t>(words.number()));
    else
      throw ScriptError("a meter has no " + what);
  }
}

void power(World& world, Words& words) {
  auto& meter = meter_of(world, words);
  meter.set_power(world.now().mono, words.power());
}

void run(World& world, Words& words) {
  if (!words.takes("UNTIL")) return world.run(words.duration());
  const auto until = parse_rfc3339(words.take("a time"));
  if (!until) throw ScriptError(until.error().message);
  if (*until < world.now().utc) throw ScriptError("that time is over");
  world.run(*until - world.now().utc);
}

void silent(World& world, Words& words) {
  meter_of(world, words).set_voice(VirtualMeter::Voice::silent);
}

void garbage(World& world, Words& words) {
  meter_of(world, words).set_voice(VirtualMeter::Voice::garbage);
}

void exception(World& world, Words& words) {
  auto& meter = meter_of(world, words);
  meter.set_voice(VirtualMeter::Voice::exception, static_cast<std::uint8_t>(words.number()));
}

void sentinel(World& world, Words& words) {
  auto& meter = meter_of(world, words);
  const auto quantity = meter::quantity_from_name(words.take("a quantity"));
  if (!quantity) throw ScriptError("that is no quantity");
  meter.set_missing(*quantity);
}

void freeze(World& world, Words& words) { meter_of(world, words).freeze_power(); }

void stand(World& world, Words& words) { meter_of(world, words).stop_registers(world.now().mono); }

void back(World& world, Words& words) { meter_of(world, words).heal(); }

void glitch(World& world, Words& words) {
  auto& meter = meter_of(world, words);
  meter.glitch(words.energy());
}

/// "RESET grid": its register counts from 0 again; "RESET grid TO 100kWh".
void reset(World& world, Words& words) {
  auto& meter = meter_of(world, words);
  const auto to = words.takes("TO") ? words.energy() : Joules{};
  meter.set_register(world.now().mono, Quantity::energy_import_wh, to);
}

void clock(World& world, Words& words) { world.step_clock(words.duration()); }

void restart(World& world, Words& words) { world.restart(words.duration(), World::Ending::clean); }

void kill(World& world, Words& words) { world.restart(words.duration(), World::Ending::killed); }

using Command = void (*)(World&, Words&);

const std::map<std::string, Command>& commands() {
  static const std::map<std::string, Command> all = {
      {"METER", describe},      {"POWER", power},     {"RUN", run},     {"SILENT", silent},
      {"EXCEPTION", exception}, {"GARBAGE", garbage}, {"BACK", back},   {"SENTINEL", sentinel},
      {"GLITCH", glitch},       {"RESET", reset},     {"CLOCK", clock}, {"RESTART", restart},
      {"KILL", kill},           {"FREEZE", freeze},   {"STAND", stand}};
  return all;
}

}  // namespace

void perform(World& world, const std::string& command, Words& words) {
  const auto found = commands().find(command);
  if (found == commands().end()) throw ScriptError("unknown statement " + command);
  found->second(world, words);
}

}  // namespace pue::scenario
