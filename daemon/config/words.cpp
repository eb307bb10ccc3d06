#include "config/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "config/nearest.h"
#include "config/scalar.h"

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

/// What a key's value is called, and the words that it may be.
struct Words {
  std::string_view what;
  std::vector<std::string_view> known;
  std::vector<std::string_view> not_yet;
};

template <class FromName,
          class Enum = typename std::invoke_result_t<FromName, std::string_view>::value_type>
std::optional<Enum> read_word(const Mapping& map, std::string_view key, const Words& words,
                              FromName from_name) {
  const auto text = map.text(key);
  const std::optional<Enum> value = text ? from_name(*text) : std::nullopt;
  if (text && !value) {
    map.errors().add(map.mark_of(key), unknown_word(words.what, *text, words.known, words.not_yet));
  }
  return value;
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
  return read_word(map, key, {"role", names_up_to(site::Role::heat_reuse), roles_not_yet()},
                   site::role_from_name);
}

std::optional<site::ItPoint> read_it_point(const Mapping& map, std::string_view key) {
  return read_word(map, key, {"point", names_up_to(site::ItPoint::it_input), {}},
                   site::it_point_from_name);
}

std::optional<site::Supplies> read_supplies(const Mapping& map, std::string_view key) {
  return read_word(map, key, {"supplies", names_up_to(site::Supplies::virtual_), {}},
                   site::supplies_from_name);
}

std::optional<site::BatteryBoundary> read_battery_boundary(const Mapping& map,
                                                           std::string_view key) {
  return read_word(map, key, {"boundary", names_up_to(site::BatteryBoundary::outside), {}},
                   site::battery_boundary_from_name);
}

std::optional<site::Subsystem> read_subsystem(const Mapping& map, std::string_view key) {
  const auto metered = [](std::string_view word) {
    const auto found = site::subsystem_from_name(word);
    return found == site::Subsystem::unexplained ? std::nullopt : found;
  };
  return read_word(map, key, {"subsystem", names_up_to(site::Subsystem::other), {}}, metered);
}

std::optional<site::Park> read_park(const Mapping& map, std::string_view key) {
  const auto text = map.text(key);
  const auto park = text ? site::park_from_name(*text) : std::nullopt;
  if (text && !park) {
    map.errors().add(map.mark_of(key),
                     unknown_word("park", *text, names_up_to(site::Park::zero_carbon), {}));
  }
  return park;
}

std::string read_confidence(const Mapping& map) {
  map.require("confidence", "write confidence: read, reported or assumed");
  auto text = map.text("confidence").value_or("");
  if (!text.empty() && text != "read" && text != "reported" && text != "assumed") {
    map.complain("confidence", fmt::format("\"{}\" is not read, reported or assumed", text));
  }
  return text;
}

bool is_dashed_words(std::string_view text) {
  return is_name(text) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace pue::config
