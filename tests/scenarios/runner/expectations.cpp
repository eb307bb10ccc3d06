#include "scenarios/runner/expectations.h"

#include <map>

#include "base/rfc3339.h"

namespace pue::scenario {
namespace {

using engine::Snapshot;

/// The position in `names` of the word that comes next.
template <class Values>
std::size_t position(Words& words, const Values& values, const std::string& what) {
  const auto word = words.take(what);
  for (std::size_t i = 0; i < std::size(values); ++i)
    if (name(values[i]) == word) return i;
  throw ScriptError("\"" + word + "\" is not " + what);
}

std::size_t window_position(Words& words) { return position(words, kpi::windows, "a window"); }

const kpi::WindowFigures& window_of(const Snapshot& snapshot, Words& words) {
  return snapshot.closed.windows[window_position(words)];
}

std::size_t subsystem(Words& words) {
  using site::Subsystem;
  constexpr std::array all = {Subsystem::cooling, Subsystem::power_loss, Subsystem::lighting,
                              Subsystem::other, Subsystem::unexplained};
  return position(words, all, "a subsystem");
}

std::size_t source(Words& words) {
  using site::Role;
  constexpr std::array all = {Role::grid, Role::solar, Role::wind, Role::genset};
  return position(words, all, "a source");
}

Mismatch pue(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto& window = window_of(snapshot, words);
  return check_number(words, window.pue, std::string(name(window.insufficient)));
}

std::string list(const std::vector<std::string>& meters) {
  std::string all;
  for (const auto& meter : meters) all += (all.empty() ? "" : ",") + meter;
  return all.empty() ? "nothing" : all;
}

Mismatch live(const World& world, Words& words) {
  const auto live = world.snapshot().live;
  if (words.takes("derived")) return check_word(words, list(live.derived_meters));
  if (words.takes("estimated")) return check_word(words, list(live.estimated_meters));
  return check_number(words, live.pue, std::string(name(live.absent_because)));
}

Mismatch uncertainty(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  return check_number(words, window_of(snapshot, words).uncertainty);
}

Mismatch coverage(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  return check_number(words, window_of(snapshot, words).coverage());
}

Mismatch renewable(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto window = window_position(words);
  const auto method = kpi::matching_method(kpi::windows[window]);
  const auto share = snapshot.closed.windows[window].renewable(method);
  return check_number(words, share ? std::optional(share->low.ratio()) : std::nullopt);
}

Mismatch length(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto hours =
      std::chrono::duration<double, std::ratio<3600>>{window_of(snapshot, words).period.length()};
  return check_number(words, hours.count());
}

Mismatch wue(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto& usage = window_of(snapshot, words).water_usage;
  return check_number(
      words, usage ? std::optional(usage->cubic_metres_per_megawatt_hour()) : std::nullopt);
}

Mismatch erf(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto& reuse = window_of(snapshot, words).energy_reuse;
  return check_number(words, reuse ? std::optional(reuse->ratio()) : std::nullopt);
}

Mismatch check_volume(Words& words, const std::optional<Millilitres>& volume) {
  return check_number(words, volume ? std::optional(cubic_metres(*volume)) : std::nullopt);
}

/// In cubic metres.
Mismatch water_counter(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  return check_volume(words, snapshot.counters ? snapshot.counters->water : std::nullopt);
}

/// "facility counter ENERGY" or "facility WINDOW ENERGY".
Mismatch facility(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  if (!words.takes("counter")) return check_energy(words, window_of(snapshot, words).facility);
  if (!snapshot.counters) return check_energy(words, std::nullopt);
  return check_energy(words, snapshot.counters->facility);
}

Mismatch it(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  if (!words.takes("counter")) return check_energy(words, window_of(snapshot, words).it);
  if (!snapshot.counters) return check_energy(words, std::nullopt);
  return check_energy(words, snapshot.counters->it);
}

Mismatch overhead(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto which = subsystem(words);
  return check_energy(words, window_of(snapshot, words).overhead[which]);
}

Mismatch source_counter(const World& world, Words& words) {
  const auto snapshot = world.snapshot();
  const auto which = source(words);
  if (!snapshot.counters) return check_energy(words, std::nullopt);
  return check_energy(words, snapshot.counters->sources[which]);
}

Mismatch seconds(const World& world, Words& words) {
  const auto counters = world.snapshot().counters.value_or(engine::EnergyCounters{});
  const bool covered = words.takes("covered");
  if (!covered && !words.takes("elapsed"))
    throw ScriptError("seconds are \"covered\" or \"elapsed\"");
  return check_count(words, static_cast<std::uint64_t>(covered ? counters.covered_seconds
                                                               : counters.elapsed_seconds));
}

/// "level 2 24.5kWh": IT energy as category 2 has it.
Mismatch check_level(const site::SiteInterval& interval, Words& words) {
  const auto level = static_cast<std::size_t>(words.number());
  if (level < 1 || level > interval.it_levels.size()) throw ScriptError("a level is 1, 2 or 3");
  return check_energy(words, interval.it_levels[level - 1]);
}

/// What stands beside the boundary equation.
const std::map<std::string, std::optional<Joules> site::SiteInterval::*>& shown_energies() {
  using site::SiteInterval;
  static const std::map<std::string, std::optional<Joules> SiteInterval::*> all = {
      {"facility", &SiteInterval::facility},           {"it", &SiteInterval::it},
      {"exported", &SiteInterval::exported},           {"curtailed", &SiteInterval::curtailed},
      {"off_site", &SiteInterval::off_site},           {"charge", &SiteInterval::battery_charge},
      {"discharge", &SiteInterval::battery_discharge}, {"heat", &SiteInterval::reused_heat}};
  return all;
}

Mismatch check_property(const site::SiteInterval& interval, Words& words) {
  const auto property = words.take("quality, version, level or an energy");
  if (property == "quality") return check_word(words, std::string(name(interval.quality)));
  if (property == "version") return check_count(words, interval.version);
  if (property == "water") return check_volume(words, interval.water);
  if (property == "level") return check_level(interval, words);
  if (property == "clock") return check_word(words, interval.clock_stepped ? "stepped" : "steady");
  const auto shown = shown_energies().find(property);
  if (shown != shown_energies().end()) return check_energy(words, interval.*(shown->second));
  throw ScriptError("an interval has no \"" + property + "\"");
}

/// "interval TIME quality measured version 1 facility 31.25kWh ± 1Wh"
Mismatch interval(const World& world, Words& words) {
  const auto start = parse_rfc3339(words.take("the interval's start"));
  if (!start) throw ScriptError(start.error().message);
  const auto* interval = world.interval(*start);
  if (!interval) return words.takes("open") ? Mismatch{} : "not closed";
  if (words.takes("open")) return "closed";
  Mismatch mismatch;
  while (!mismatch && !words.done()) mismatch = check_property(*interval, words);
  return mismatch;
}

std::string what_contradicts(const engine::MeterState& state) {
  if (state.energy_contradicted) return "energy";
  return state.power_contradicted ? "power" : "nothing";
}

std::string what_is_frozen(const engine::MeterState& state) {
  if (state.register_frozen) return "register";
  return state.power_frozen ? "power" : "nothing";
}

Mismatch check_state(const engine::MeterState& state, Words& words) {
  if (words.takes("power")) return check_power(words, state.power);
  if (words.takes("imported")) return check_energy(words, state.energy_imported);
  if (words.takes("volume")) return check_volume(words, state.volume);
  if (words.takes("exported")) return check_energy(words, state.energy_exported);
  if (words.takes("frozen")) return check_word(words, what_is_frozen(state));
  if (words.takes("contradicts")) return check_word(words, what_contradicts(state));
  if (words.takes("residual")) return check_power(words, state.balance_residual);
  if (words.takes("implausible")) return check_count(words, state.implausible);
  return check_word(words, state.up ? "up" : "down");
}

Mismatch meter(const World& world, Words& words) {
  const auto id = world.id(words.take("a meter"));
  return check_state(world.snapshot().meters[id.index], words);
}

Mismatch polls(const World& world, Words& words) {
  const auto& polls = world.polls(words.take("a meter"));
  return check_count(words, polls.polls);
}

/// "failures METER REASON >= 3"
Mismatch failures(const World& world, Words& words) {
  const auto& polls = world.polls(words.take("a meter"));
  const auto found = polls.failures.find(words.take("a reason"));
  return check_count(words, found == polls.failures.end() ? 0 : found->second);
}

/// "complies POLICY WINDOW yes|no|absent", "complies POLICY not_applicable"
Mismatch complies(const World& world, Words& words) {
  const auto policy = words.take("a policy");
  for (const auto& cap : world.snapshot().closed.caps) {
    if (cap.policy.id != policy) continue;
    const auto verdict = cap.complies[window_position(words)];
    return check_word(words, !verdict ? "absent" : *verdict ? "yes" : "no");
  }
  return check_word(words, "not_applicable");
}

using Expectation = Mismatch (*)(const World&, Words&);

const std::map<std::string, Expectation>& expectations() {
  static const std::map<std::string, Expectation> all = {{"pue", pue},
                                                         {"live", live},
                                                         {"coverage", coverage},
                                                         {"length", length},
                                                         {"facility", facility},
                                                         {"it", it},
                                                         {"overhead", overhead},
                                                         {"seconds", seconds},
                                                         {"source", source_counter},
                                                         {"interval", interval},
                                                         {"meter", meter},
                                                         {"polls", polls},
                                                         {"failures", failures},
                                                         {"complies", complies},
                                                         {"renewable", renewable},
                                                         {"wue", wue},
                                                         {"erf", erf},
                                                         {"water", water_counter},
                                                         {"uncertainty", uncertainty}};
  return all;
}

}  // namespace

Mismatch expect(const World& world, Words& words) {
  const auto what = words.take("what is expected");
  const auto found = expectations().find(what);
  if (found == expectations().end()) throw ScriptError("\"" + what + "\" cannot be expected");
  return found->second(world, words);
}

}  // namespace pue::scenario
