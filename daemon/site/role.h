// What a meter measures in the site's balance: its role, and for IT the point of measurement.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pue::site {

enum class Role : std::uint8_t {
  grid,
  solar,
  wind,
  genset,   // sources: positive is into the site
  battery,  // inside the boundary: not a source, not a load
  it,
  cooling,
  power_loss,
  lighting,
  other,       // loads: positive is consumption
  feeder,      // a tree node, never summed
  excluded,    // behind the utility meter, not the data center
  export_,     // out of the site where no grid meter sees it; positive is out
  curtailed,   // generation that was held back
  check,       // a second meter, in no sum
  water,       // water used, by volume
  heat_reuse,  // heat that leaves the boundary and is used there
};
inline constexpr std::size_t role_count = 17;
std::string_view name(Role role);
std::optional<Role> role_from_name(std::string_view name);
constexpr bool is_source(Role r) { return r <= Role::genset; }
/// What passes out of the site's sums at this meter: consumption, and what leaves the boundary.
/// Each joule of it stands in one sum only.
bool is_load(Role role);
/// Water and heat stand beside the sums of electricity and never in them.
constexpr bool is_electric(Role r) { return r != Role::water && r != Role::heat_reuse; }
constexpr bool is_renewable(Role r) { return r == Role::solar || r == Role::wind; }

/// Where IT energy is measured, ISO/IEC 30134-2 categories 1 to 3.
enum class ItPoint : std::uint8_t { ups_output, mains_feed, dc_output, pdu_output, it_input };
std::string_view name(ItPoint point);
std::optional<ItPoint> it_point_from_name(std::string_view name);
/// 1: ups_output, mains_feed, dc_output; 2: pdu_output; 3: it_input.
int category(ItPoint point);

/// Whom a source supplies: only `site` is in E_facility, `grid` feeds the grid past the site, and
/// `virtual` is renewable generation elsewhere that is the site's by contract.
enum class Supplies : std::uint8_t { site, grid, virtual_ };
std::string_view name(Supplies supplies);
std::optional<Supplies> supplies_from_name(std::string_view name);

/// Which side of the boundary a battery stands on: `outside` makes it a source.
enum class BatteryBoundary : std::uint8_t { inside, outside };
std::string_view name(BatteryBoundary boundary);
std::optional<BatteryBoundary> battery_boundary_from_name(std::string_view name);

/// A disjoint part of the overhead: PUE = 1 + Σ E_s / E_it.
enum class Subsystem : std::uint8_t { cooling, power_loss, lighting, other, unexplained };
inline constexpr std::size_t subsystem_count = 5;
std::string_view name(Subsystem subsystem);
std::optional<Subsystem> subsystem_from_name(std::string_view name);
/// The role whose meters make the subsystem, and back; none for `unexplained` and other roles.
std::optional<Role> role_of(Subsystem subsystem);
std::optional<Subsystem> subsystem_of(Role role);

}  // namespace pue::site
