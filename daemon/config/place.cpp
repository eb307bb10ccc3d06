#include "config/place.h"

#include <fmt/format.h>

#include "config/accuracy.h"
#include "config/scalar.h"
#include "config/words.h"

namespace pue::config {
namespace {

using site::Role;

/// Reports a key that the role has no use for. `whose`: "only a meter with role: it has …".
void refuse_unless(bool fits, const Mapping& map, std::string_view key, std::string_view whose) {
  if (map.has(key) && !fits) map.complain(key, fmt::format("{}; remove it", whose));
}

void read_children(const Mapping& map, site::MeterPlace& place) {
  const auto children = map.text("children");
  place.children_complete = children == "complete";
  if (children && !place.children_complete) {
    map.complain("children", fmt::format("\"{}\" is not complete; write children: complete or "
                                         "remove the key",
                                         *children));
  }
}

void read_supplies_of(const Mapping& map, std::optional<Role> role, site::MeterPlace& place) {
  const auto supplies = read_supplies(map, "supplies");
  place.supplies = supplies.value_or(site::Supplies::site);
  refuse_unless(!role || is_source(*role), map, "supplies",
                "only a source (grid, solar, wind, genset) supplies anything");
  if (!role || !is_source(*role)) return;
  if (*role == Role::grid && place.supplies != site::Supplies::site) {
    map.complain("supplies", "the grid supplies the site; remove it");
  } else if (place.supplies == site::Supplies::virtual_ && !is_renewable(*role)) {
    map.complain("supplies",
                 "virtual is for solar and wind elsewhere, which enter renewable figures only; "
                 "write supplies: grid");
  }
}

void read_battery(const Mapping& map, std::optional<Role> role, site::MeterPlace& place) {
  refuse_unless(!role || role == Role::battery, map, "battery",
                "only a meter with role: battery has a side of the boundary");
  const Mapping battery(map.child("battery"), Section::battery, "\"battery\"", map.errors());
  battery.require("boundary", "write boundary: inside or boundary: outside");
  place.boundary =
      read_battery_boundary(battery, "boundary").value_or(site::BatteryBoundary::inside);
}

void read_subsystem_of(const Mapping& map, std::optional<Role> role, site::MeterPlace& place) {
  place.subsystem = read_subsystem(map, "subsystem");
  refuse_unless(!role || subsystem_of(*role), map, "subsystem",
                "only a meter with role: cooling, power_loss, lighting or other is in a subsystem");
}

void refuse_keys_of_other_media(const Mapping& map, std::optional<Role> role) {
  refuse_unless(!role || role == Role::water, map, "max_flow",
                "only a meter with role: water has a flow");
  refuse_unless(!role || role != Role::water, map, "max_power",
                "a meter with role: water has max_flow instead");
  for (const auto* key : {"parent", "children", "reverse", "multipliers", "accuracy"})
    refuse_unless(!role || is_electric(*role), map, key, "only a meter of electricity has it");
}

void read_time_in_place(const Mapping& map, Duration interval, site::MeterPlace& place) {
  place.from = read_boundary(map, "from", interval);
  place.to = read_boundary(map, "to", interval);
  if (place.from && place.to && *place.to <= *place.from) map.complain("to", "is not after from");
}

void read_calibration(const Mapping& map, site::MeterPlace& place) {
  if (!map.has("calibration")) return;
  const Mapping calibration(map.child("calibration"), Section::calibration, "\"calibration\"",
                            map.errors());
  calibration.require("certificate", "write its number");
  place.calibration = site::Calibration{calibration.text("certificate").value_or(""),
                                        calibration.date("valid_until")};
}

}  // namespace

std::optional<UtcTime> read_boundary(const Mapping& map, std::string_view key, Duration interval) {
  const auto at = map.moment(key);
  if (!at || floor_to(*at, interval) == *at) return at;
  map.complain(key, fmt::format("is within an interval of {}; write its start or end, for example "
                                "2026-03-01T10:15:00+08:00",
                                duration_text(interval)));
  return std::nullopt;
}

void read_place(const Mapping& map, Duration interval, site::MeterPlace& place) {
  map.require("role", "write for example role: it");
  const auto role = read_role(map, "role");
  place.role = role.value_or(Role::other);
  place.point = read_it_point(map, "point");
  refuse_unless(!role || role == Role::it, map, "point",
                "only a meter with role: it has a point of measurement");
  refuse_keys_of_other_media(map, role);
  read_children(map, place);
  read_supplies_of(map, role, place);
  read_battery(map, role, place);
  refuse_unless(!role || role == Role::check, map, "checks",
                "only a meter with role: check checks another");
  if (role == Role::check) map.require("checks", "name the meter whose second meter it is");
  read_subsystem_of(map, role, place);
  read_time_in_place(map, interval, place);
  place.accuracy = read_accuracy(map);
  read_calibration(map, place);
  place.zone = map.text("zone").value_or("");
  place.serial = map.text("serial").value_or("");
}

}  // namespace pue::config
