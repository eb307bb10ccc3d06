#include "site/role.h"

#include <algorithm>
#include <array>

namespace pue::site {
namespace {

constexpr std::array<std::string_view, role_count> role_names = {
    "grid",    "solar",      "wind",     "genset", "battery",   "it",
    "cooling", "power_loss", "lighting", "other",  "feeder",    "excluded",
    "export",  "curtailed",  "check",    "water",  "heat_reuse"};
constexpr std::array<std::string_view, 3> supplies_names = {"site", "grid", "virtual"};
constexpr std::array<std::string_view, 2> boundary_names = {"inside", "outside"};
constexpr std::array<std::string_view, 5> point_names = {"ups_output", "mains_feed", "dc_output",
                                                         "pdu_output", "it_input"};
constexpr std::array<std::string_view, subsystem_count> subsystem_names = {
    "cooling", "power_loss", "lighting", "other", "unexplained"};

template <class Enum, std::size_t Count>
std::optional<Enum> find(const std::array<std::string_view, Count>& names,
                         std::string_view wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name(Role role) { return role_names[static_cast<std::size_t>(role)]; }

std::optional<Role> role_from_name(std::string_view wanted) {
  return find<Role>(role_names, wanted);
}

bool is_load(Role role) {
  switch (role) {
    case Role::it:
    case Role::cooling:
    case Role::power_loss:
    case Role::lighting:
    case Role::other:
    case Role::excluded:
    case Role::export_:
      return true;
    case Role::grid:
    case Role::solar:
    case Role::wind:
    case Role::genset:
    case Role::battery:
    case Role::feeder:
    case Role::curtailed:
    case Role::check:
    case Role::water:
    case Role::heat_reuse:
      return false;
  }
  return false;
}

std::string_view name(ItPoint point) { return point_names[static_cast<std::size_t>(point)]; }

std::optional<ItPoint> it_point_from_name(std::string_view wanted) {
  return find<ItPoint>(point_names, wanted);
}

int category(ItPoint point) {
  switch (point) {
    case ItPoint::ups_output:
    case ItPoint::mains_feed:
    case ItPoint::dc_output:
      break;
    case ItPoint::pdu_output:
      return 2;
    case ItPoint::it_input:
      return 3;
  }
  return 1;
}

std::string_view name(Supplies supplies) {
  return supplies_names[static_cast<std::size_t>(supplies)];
}

std::optional<Supplies> supplies_from_name(std::string_view wanted) {
  return find<Supplies>(supplies_names, wanted);
}

std::string_view name(BatteryBoundary boundary) {
  return boundary_names[static_cast<std::size_t>(boundary)];
}

std::optional<BatteryBoundary> battery_boundary_from_name(std::string_view wanted) {
  return find<BatteryBoundary>(boundary_names, wanted);
}

std::string_view name(Subsystem subsystem) {
  return subsystem_names[static_cast<std::size_t>(subsystem)];
}

std::optional<Subsystem> subsystem_from_name(std::string_view wanted) {
  return find<Subsystem>(subsystem_names, wanted);
}

std::optional<Role> role_of(Subsystem subsystem) {
  // A subsystem and the role that makes it have one name.
  return role_from_name(name(subsystem));
}

std::optional<Subsystem> subsystem_of(Role role) { return subsystem_from_name(name(role)); }

}  // namespace pue::site
