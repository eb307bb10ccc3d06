// Words of a fixed list as values of keys: roles and points of measurement. A word that is not
// known is reported with the nearest one; a word of a later version is reported as such.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/mapping.h"
#include "site/role.h"

namespace pue::config {

/// `unknown role "colling", did you mean "cooling"?`, or `role "water" is not supported yet by this
/// version`, or the list of known words when none is near.
std::string unknown_word(std::string_view what, std::string_view word,
                         const std::vector<std::string_view>& known,
                         const std::vector<std::string_view>& not_yet);

std::optional<site::Role> read_role(const Mapping& map, std::string_view key);
std::optional<site::ItPoint> read_it_point(const Mapping& map, std::string_view key);

}  // namespace pue::config
