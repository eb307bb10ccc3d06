#include "config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "base/limits.h"
#include "config/boundary_check.h"
#include "config/events.h"
#include "config/factors.h"
#include "config/meters.h"
#include "config/renewables_section.h"
#include "config/scalar.h"
#include "config/site_section.h"
#include "config/virtual_meters.h"
#include "config/yaml_guard.h"

namespace pue::config {
namespace {

using namespace std::chrono_literals;

constexpr DurationBounds polling_bounds{limits::shortest_poll_interval,
                                        limits::longest_poll_interval};
constexpr DurationBounds timeout_bounds{10ms, 60s};
constexpr DurationBounds hold_bounds{0s, 24h * 30};
constexpr DurationBounds grace_bounds{10s, 24h};
constexpr Duration least_stale_after = 30s;
constexpr int ticks_between_energies = 3;
constexpr double least_slow_share = 0.01;
constexpr double most_slow_share = 0.5;
constexpr int polls_until_stale = 3;
constexpr int cycles_of_grace = 2;
constexpr std::size_t longest_socket_path = 107;  // unix(7)

std::optional<Duration> multiple_of_interval(const Mapping& map, std::string_view key,
                                             Duration interval) {
  const auto value = map.duration(key, polling_bounds);
  if (!value || *value % interval == Duration{0}) return value;
  map.complain(key, fmt::format("must be a whole multiple of polling.interval ({})",
                                duration_text(interval)));
  return std::nullopt;
}

void read_polling(const YAML::Node& node, engine::Settings& settings, ErrorList& errors) {
  const Mapping map(node, Section::polling, "\"polling\"", errors);
  auto& polling = settings.polling;
  polling.interval = map.duration("interval", polling_bounds).value_or(polling.interval);
  polling.timeout = map.duration("timeout", timeout_bounds).value_or(polling.timeout);
  polling.energy_interval = multiple_of_interval(map, "energy_interval", polling.interval)
                                .value_or(ticks_between_energies * polling.interval);
  const auto ticks_in_slow = std::max<std::int64_t>(1, polling.slow_interval / polling.interval);
  polling.slow_interval = multiple_of_interval(map, "slow_interval", polling.interval)
                              .value_or(ticks_in_slow * polling.interval);
  polling.slow_interval = std::max(polling.slow_interval, polling.energy_interval);
  polling.slow_share = map.number("slow_share").value_or(polling.slow_share);
  if (polling.slow_share < least_slow_share || polling.slow_share > most_slow_share) {
    map.complain("slow_share", "must be 0.01 to 0.5 of the bus's time");
  }
}

/// A power that is read as often as the registers is stale accordingly.
void set_stale_after(engine::Settings& settings) {
  const auto& polling = settings.polling;
  auto longest = polling.interval;
  for (const auto& connection : settings.connections) {
    for (const auto& point : connection.points) {
      if (!point.rate || !meter::is_active_power(point.quantity)) continue;
      longest = std::max(longest, polling.periods().of(*point.rate));
    }
  }
  settings.stale_after = std::max(least_stale_after, polls_until_stale * longest);
}

void read_alert(const Mapping& alerts, std::string_view key, AlertSettings::Rule& rule) {
  const Mapping map(alerts.child(key), Section::alert, fmt::format("\"{}\"", key), alerts.errors());
  map.require("for", "write for example for: 30m");
  rule.hold = map.duration("for", hold_bounds).value_or(rule.hold);
}

void read_alerts(const YAML::Node& node, AlertSettings& alerts, ErrorList& errors) {
  const Mapping map(node, Section::alerts, "\"alerts\"", errors);
  read_alert(map, "live_above_cap", alerts.live_above_cap);
  read_alert(map, "pue_above_cap", alerts.pue_above_cap);
  read_alert(map, "budget_burn", alerts.budget_burn);
  read_alert(map, "projection_above_cap", alerts.projection_above_cap);
  read_alert(map, "meter_down", alerts.meter_down);
  read_alert(map, "meter_frozen", alerts.meter_frozen);
  read_alert(map, "meter_contradiction", alerts.meter_contradiction);
  read_alert(map, "meter_swapped", alerts.meter_swapped);
  read_alert(map, "calibration_expires", alerts.calibration_expires);
  read_alert(map, "coverage_low", alerts.coverage_low);
  read_alert(map, "link_overloaded", alerts.link_overloaded);
  read_alert(map, "daemon_down", alerts.daemon_down);
  read_alert(map, "evidence_at_risk", alerts.evidence_at_risk);
  read_alert(map, "checkpoints_unsynced", alerts.checkpoints_unsynced);
  read_alert(map, "clock_unsynchronised", alerts.clock_unsynchronised);
}

void read_grace(const Mapping& map, engine::Settings& settings) {
  const auto least = cycles_of_grace * settings.polling.energy_interval;
  settings.grace = std::max(settings.grace, least);
  const auto grace = map.duration("grace", grace_bounds);
  if (!grace) return;
  settings.grace = *grace;
  if (*grace < least) {
    map.complain("grace",
                 "must be at least twice polling.energy_interval, or late readings of every "
                 "interval would make new versions");
  }
}

/// The current calendar year and so many before it: a start and corrections need the last ones.
void read_retention(const YAML::Node& node, Configuration& configuration, ErrorList& errors) {
  const Mapping map(node, Section::ledger_retention, "\"retention\"", errors);
  const auto years = map.parsed("detail", map.text("detail"), parse_years);
  if (!years) return;
  if (*years < std::int64_t{limits::least_detail_years} ||
      *years > std::int64_t{limits::most_detail_years})
    map.complain("detail", fmt::format("must be {}y to {}y", limits::least_detail_years,
                                       limits::most_detail_years));
  else
    configuration.detail_years = static_cast<std::uint64_t>(*years);
}

void read_ledger(const YAML::Node& node, Configuration& configuration, ErrorList& errors) {
  const Mapping map(node, Section::ledger, "\"ledger\"", errors);
  map.require("path", "write for example path: /var/lib/pued/ledger.db");
  configuration.ledger_path = map.text("path").value_or("");
  configuration.checkpoint_folder = map.text("checkpoints").value_or("");
  const auto interval = map.duration("interval", {1s, 24h});
  if (interval && *interval != configuration.engine.interval) {
    map.complain("interval", "only 15m is supported by this version");
  }
  read_grace(map, configuration.engine);
  read_retention(map.child("retention"), configuration, errors);
}

void read_control(const YAML::Node& node, Configuration& configuration, ErrorList& errors) {
  const Mapping map(node, Section::control, "\"control\"", errors);
  configuration.control_socket = map.text("socket").value_or("");
  if (configuration.control_socket.size() > longest_socket_path)
    map.complain("socket", "a socket's path has at most 107 bytes");
}

/// Adds the rows of one file; an id of another file is an error of this one.
template <class Row>
void add_rows(std::vector<Row>& all, std::vector<Row> rows, std::set<std::string>& ids,
              const SourceText& file, ErrorList& errors) {
  for (auto& row : rows) {
    if (ids.insert(row.id).second) {
      all.push_back(std::move(row));
    } else {
      errors.append({{file.file, 1, 1,
                      fmt::format("policy \"{}\" is already in another file of the policy "
                                  "table; give it an id of its own",
                                  row.id)}});
    }
  }
}

void read_policies(const std::vector<SourceText>& files, engine::Settings& settings,
                   ErrorList& errors) {
  std::set<std::string> ids;
  for (const auto& file : files) {
    auto loaded = load_policies(file);
    if (const auto* wrong = std::get_if<LocatedErrors>(&loaded)) {
      errors.append(*wrong);
      continue;
    }
    auto& table = std::get<PolicyTable>(loaded);
    add_rows(settings.policies, std::move(table.caps), ids, file, errors);
    add_rows(settings.green.targets, std::move(table.renewable_targets), ids, file, errors);
  }
}

void read_site_and_meters(const Mapping& document, const Lookups& lookups,
                          Configuration& configuration, ErrorList& errors) {
  auto& settings = configuration.engine;
  document.require("site", "write site: {name: …, timezone: …}");
  read_site(document.child("site"), lookups, settings, errors);
  LinkTable links(settings.polling.timeout, errors);
  links.read(document.child("links"));
  ProfileCache profiles(lookups, errors);
  document.require("meters", "list the site's meters");
  const auto names = read_meters(document.child("meters"), {links, profiles, errors}, settings);
  configuration.register_maps = profiles.texts();
  settings.links = links.links();
  set_stale_after(settings);
  read_virtual_meters(document.child("virtual_meters"), names, settings.site, errors);
  read_events(document, lookups, names, settings);
}

void read_document(const Mapping& document, const Lookups& lookups, Configuration& configuration,
                   ErrorList& errors) {
  auto& settings = configuration.engine;
  read_polling(document.child("polling"), settings, errors);
  read_alerts(document.child("alerts"), configuration.alerts, errors);
  read_ledger(document.child("ledger"), configuration, errors);
  read_control(document.child("control"), configuration, errors);
  configuration.events_file = document.text("events").value_or("");
  read_site_and_meters(document, lookups, configuration, errors);
  read_policies(lookups.policies, settings, errors);
  settings.green.factors = read_factors(lookups.factors, errors);
  check_grid_region(document, settings, errors);
  read_renewables(document.child("renewables"), lookups, settings.green, errors);
  // A boundary of wrong meters would only repeat what is said already.
  if (!errors.empty()) return;
  if (const auto wrong = boundary_error(settings.site)) {
    errors.add(document.mark_of("meters"), *wrong);
  }
}

}  // namespace

std::string text_in_force(const Configuration& configuration) {
  auto text = configuration.source.text;
  for (const auto& [name, map] : configuration.register_maps) {
    if (!text.ends_with('\n')) text += '\n';
    text += fmt::format("# ---- register map {}\n", name);
    std::istringstream lines(map);
    for (std::string line; std::getline(lines, line);) text += fmt::format("# {}\n", line);
  }
  return text;
}

std::variant<Configuration, LocatedErrors> load(const SourceText& file, const Lookups& lookups) {
  auto tree = parse_guarded(file);
  if (auto* wrong = std::get_if<LocatedErrors>(&tree)) return std::move(*wrong);
  ErrorList errors(file);
  Configuration configuration;
  configuration.source = file;
  const Mapping document(std::get<YAML::Node>(tree), Section::document, "the configuration",
                         errors);
  read_document(document, lookups, configuration, errors);
  if (!errors.empty()) return errors.sorted();
  return configuration;
}

}  // namespace pue::config
