// Words of a fixed list as values of keys: roles, points of measurement, sides of the boundary. A
// word that is not known is reported with the nearest one; a word of a later version is reported as
// such.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/mapping.h"
#include "site/park.h"
#include "site/role.h"

namespace pue::config {

/// `unknown role "colling", did you mean "cooling"?`, or `role "water" is not supported yet by this
/// version`, or the list of known words when none is near.
std::string unknown_word(std::string_view what, std::string_view word,
                         const std::vector<std::string_view>& known,
                         const std::vector<std::string_view>& not_yet);

std::optional<site::Role> read_role(const Mapping& map, std::string_view key);
std::optional<site::ItPoint> read_it_point(const Mapping& map, std::string_view key);
std::optional<site::Park> read_park(const Mapping& map, std::string_view key);
/// The required key "confidence" of a row of a table: read, reported or assumed; "" if it is wrong.
std::string read_confidence(const Mapping& map);

/// Lower-case words joined by dashes, as ids and regions are: label values that outlast any text.
bool is_dashed_words(std::string_view text);
std::optional<site::Supplies> read_supplies(const Mapping& map, std::string_view key);
std::optional<site::BatteryBoundary> read_battery_boundary(const Mapping& map,
                                                           std::string_view key);
/// cooling, power_loss, lighting or other: what is unexplained has no meter.
std::optional<site::Subsystem> read_subsystem(const Mapping& map, std::string_view key);

}  // namespace pue::config
