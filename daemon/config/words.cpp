#include "config/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/nearest.h"

namespace pue::config {
namespace {

/// Names of the values 0 to `last` of an enumeration.
template <class Enum>
std::vector<std::string_view> names_up_to(Enum last) {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(last); ++i)
    names.push_back(site::name(static_cast<Enum>(i)));
  return names;
}

}  // namespace

std::string unknown_word(std::string_view what, std::string_view word,
                         const std::vector<std::string_view>& known,
                         const std::vector<std::string_view>& not_yet) {
  if (std::find(not_yet.begin(), not_yet.end(), word) != not_yet.end()) {
    return fmt::format("{} \"{}\" is not supported yet by this version", what, word);
  }
  auto hint = did_you_mean(word, known);
  if (hint.empty()) hint = fmt::format("; known are {}", fmt::join(known, ", "));
  return fmt::format("unknown {} \"{}\"{}", what, word, hint);
}

std::optional<site::Role> read_role(const Mapping& map, std::string_view key) {
  const auto text = map.text(key);
  const auto role = text ? site::role_from_name(*text) : std::nullopt;
  if (text && !role) {
    map.errors().add(
        map.mark_of(key),
        unknown_word("role", *text, names_up_to(site::Role::excluded), roles_not_yet()));
  }
  return role;
}

std::optional<site::ItPoint> read_it_point(const Mapping& map, std::string_view key) {
  const auto text = map.text(key);
  const auto point = text ? site::it_point_from_name(*text) : std::nullopt;
  if (text && !point) {
    map.errors().add(map.mark_of(key),
                     unknown_word("point", *text, names_up_to(site::ItPoint::it_input), {}));
  }
  return point;
}

}  // namespace pue::config
