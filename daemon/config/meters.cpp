#include "config/meters.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "config/forbidden.h"
#include "config/multipliers.h"
#include "config/parents.h"
#include "config/place.h"
#include "config/points.h"
#include "config/scalar.h"
#include "config/tracker_rules.h"
#include "meter/decode.h"

namespace pue::config {
namespace {

using namespace std::chrono_literals;
using engine::MeterConnection;
using meter::Quantity;
using site::Role;

constexpr DurationBounds update_period_bounds{0s, 1h};

std::uint8_t read_unit(const Mapping& map, const modbus::LinkSettings* link) {
  map.require("unit", "write the Modbus unit address of the device, for example unit: 1");
  const bool rtu = link != nullptr && modbus::uses_rtu(link->address);
  // Unit 0 is a broadcast on a serial line, 248–255 are reserved; TCP gateways use all of them.
  const auto bounds = rtu ? IntegerBounds{1, 247} : IntegerBounds{0, 255};
  return static_cast<std::uint8_t>(map.integer("unit", bounds).value_or(1));
}

/// Points from the profile or the meter's own list. False: they are not known (reported).
bool read_register_map(const Mapping& map, MeterContext& context, MeterConnection& connection) {
  const bool profile = map.has("profile"), points = map.has("points");
  if (profile == points) {
    context.errors.add(map.mark(), fmt::format("{} has {}; give it one of them", map.subject(),
                                               profile ? "both profile and points"
                                                       : "neither profile nor points"));
  }
  if (points) {
    connection.points = read_points(map.child("points"), context.errors);
    return !connection.points.empty() && !profile;
  }
  const auto* found = context.profiles.find(map);
  if (found == nullptr) return false;
  connection.profile = found->name;
  connection.confidence = found->confidence;
  connection.limits = found->limits;
  connection.points = found->points;
  connection.sunspec = found->sunspec;
  return true;
}

bool fit_into_a_request(const Mapping& map, const std::vector<meter::Point>& points,
                        std::uint16_t most) {
  for (const auto& point : points) {
    if (point.range.count <= most) continue;
    map.complain("max_registers", fmt::format("{} has {} registers, which one request must read",
                                              meter::name(point.quantity), point.range.count));
    return false;
  }
  return true;
}

void read_max_registers(const Mapping& map, MeterConnection& connection) {
  const auto limit = map.integer("max_registers", {1, limits::registers_per_request});
  if (!limit) return;
  const auto most = static_cast<std::uint16_t>(*limit);
  connection.limits.max_registers = most;
  if (connection.sunspec.empty()) fit_into_a_request(map, connection.points, most);
  for (const auto& layout : connection.sunspec) {
    if (!fit_into_a_request(map, layout.points, most)) return;
  }
}

/// The meter's own come on top of its profile's.
void add_forbidden(const Mapping& map, MeterConnection& connection) {
  if (!connection.sunspec.empty() && map.has("forbidden")) {
    map.complain("forbidden",
                 "the addresses of a SunSpec device are found while polling; remove it");
    return;
  }
  const auto own = read_forbidden(map.child("forbidden"), connection.points, map.errors());
  connection.limits.cuts.insert(connection.limits.cuts.end(), own.begin(), own.end());
}

void require_register(const Mapping& map, const MeterConnection& connection, Quantity quantity) {
  if (meter::has_quantity(connection.points, quantity)) return;
  map.errors().add(map.mark(), fmt::format("{} has no point {}, which its role counts",
                                           map.subject(), meter::name(quantity)));
}

/// What the points alone cannot say and the figures need.
void check_points(const Mapping& map, const MeterConnection& connection, Role role) {
  const auto& points = connection.points;
  if (role == Role::water) {
    require_register(map, connection, Quantity::volume_m3);
    map.require("max_flow",
                "a step of the register is judged by it; write for example max_flow: 20m3/h");
  } else if (role == Role::heat_reuse) {
    require_register(map, connection, Quantity::energy_thermal_wh);
    map.require("max_power",
                "a step of the register is judged by it, the most heat that the pipe can carry; "
                "write for example max_power: 800kW");
  } else if (has_energy_register(points)) {
    map.require("max_power",
                "a step of an energy register is judged by it; write for example max_power: 800kW");
  } else if (!meter::tells_power(points)) {
    map.errors().add(
        map.mark(), fmt::format("{} measures no energy; it needs active_power_w, energy_import_wh, "
                                "energy_export_wh or energy_net_wh",
                                map.subject()));
  }
}

/// Without it nothing would bound what the meter can have generated while it is missing.
void require_bound_of_generation(const Mapping& map, const MeterConnection& connection,
                                 const site::MeterPlace& place) {
  if (!is_renewable(place.role) || has_energy_register(connection.points)) return;
  map.require("max_power",
              "what it can have generated while it does not answer is bounded by it; write for "
              "example max_power: 1MW");
}

/// Power alone is integrated in both directions, a net register counts both.
bool counts_export(const energy::TrackerSettings& tracker) {
  return tracker.export_.has_value() || (!tracker.import && (tracker.net || tracker.has_power));
}

/// Water and heat are in no tree of electricity.
void refuse_other_media(const std::vector<Reference>& references, std::string_view key,
                        const std::vector<site::MeterPlace>& meters, ErrorList& errors) {
  for (const auto& reference : references) {
    const auto& other = meters[reference.to.index];
    if (is_electric(other.role)) continue;
    errors.add(reference.at, fmt::format("\"{}\": {} has role: {} and measures no electricity", key,
                                         other.name, name(other.role)));
  }
}

void set_checked_meters(const std::vector<Reference>& checks, std::vector<site::MeterPlace>& meters,
                        ErrorList& errors) {
  for (const auto& check : checks) {
    meters[check.from.index].checks = check.to;
    if (meters[check.to.index].role != site::Role::check) continue;
    errors.add(check.at, fmt::format("\"checks\": {} has role: check itself; name the meter that "
                                     "counts",
                                     meters[check.to.index].name));
  }
}

class MeterReader {
 public:
  MeterReader(MeterContext context, engine::Settings& settings)
      : context_(context), settings_(settings) {}

  void read(const YAML::Node& node) {
    const MeterId id{static_cast<std::uint32_t>(settings_.connections.size())};
    Mapping map(node, Section::meter, fmt::format("meter {}", id.index + 1), context_.errors);
    site::MeterPlace place;
    place.name = read_name(map, id);
    read_place(map, settings_.interval, place);
    parents_.note(map, id);
    checks_.note(map, id);
    const auto connection = read_connection(map, place.role);
    const auto tracker = read_tracker(map, connection, place.role);
    require_bound_of_generation(map, connection, place);
    if (tracker.max_power.value > 0 && place.role != Role::water)
      place.max_power = tracker.max_power;
    place.counts_export = counts_export(tracker);
    place.export_unknown = tracker.net && !tracker.import && !tracker.export_;
    settings_.site.meters.push_back(std::move(place));
    settings_.connections.push_back(connection);
    settings_.trackers.push_back(tracker);
  }

  MeterNames finish() {
    auto& meters = settings_.site.meters;
    const auto parents = parents_.resolve(names_, context_.errors);
    refuse_other_media(parents, "parent", meters, context_.errors);
    set_parents(parents, meters, context_.errors);
    const auto checks = checks_.resolve(names_, context_.errors);
    refuse_other_media(checks, "checks", meters, context_.errors);
    set_checked_meters(checks, meters, context_.errors);
    return std::move(names_);
  }

 private:
  std::string read_name(Mapping& map, MeterId id) {
    map.require("name", "write for example name: ups-a-out");
    const auto name = map.name("name");
    if (!name) return "";
    map.set_subject(fmt::format("meter \"{}\"", *name));
    if (!names_.emplace(*name, id).second) {
      map.complain("name", fmt::format("\"{}\" is the name of another meter", *name));
    }
    return *name;
  }

  MeterConnection read_connection(const Mapping& map, Role role) {
    MeterConnection connection;
    const auto link = context_.links.resolve(map);
    connection.link = link.value_or(0);
    connection.unit = read_unit(map, link ? &context_.links.links()[*link] : nullptr);
    connection.reverse = map.boolean("reverse").value_or(false);
    connection.multipliers = read_multipliers(map, settings_.interval);
    if (read_register_map(map, context_, connection)) check_points(map, connection, role);
    read_max_registers(map, connection);
    add_forbidden(map, connection);
    return connection;
  }

  energy::TrackerSettings read_tracker(const Mapping& map, const MeterConnection& connection,
                                       Role role) {
    MeterLimits meter;
    meter.role = role;
    meter.max_power = map.power("max_power");
    meter.max_flow = map.flow("max_flow");
    meter.update_period = map.duration("update_period", update_period_bounds).value_or(0s);
    return tracker_settings(connection, meter, settings_.polling.interval, settings_.interval);
  }

  MeterContext context_;
  engine::Settings& settings_;
  MeterNames names_;
  References parents_{"parent"};
  References checks_{"checks"};
};

}  // namespace

MeterNames read_meters(const YAML::Node& list, MeterContext context, engine::Settings& settings) {
  const auto nodes = sequence(list, "\"meters\"", context.errors);
  if (list.IsSequence() && nodes.empty()) {
    context.errors.add(list.Mark(),
                       "\"meters\" is empty; a site has a meter with role: grid and "
                       "one with role: it at least");
  }
  if (nodes.size() > limits::meters) {
    context.errors.add(
        list.Mark(), fmt::format("{} meters, a site has at most {}", nodes.size(), limits::meters));
    return {};
  }
  MeterReader reader(context, settings);
  for (const auto& node : nodes) reader.read(node);
  return reader.finish();
}

}  // namespace pue::config
