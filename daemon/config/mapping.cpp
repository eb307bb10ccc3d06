#include "config/mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/rfc3339.h"
#include "config/nearest.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string kind(const YAML::Node& node) {
  if (node.IsMap()) return "a mapping";
  if (node.IsSequence()) return "a list";
  if (node.IsNull()) return "empty";
  return fmt::format("\"{}\"", node.Scalar());
}

/// Where a node is; the start of the file for one that is not there.
YAML::Mark place_of(const YAML::Node& node) {
  return node.IsDefined() ? node.Mark() : YAML::Mark::null_mark();
}

/// yaml-cpp tags quoted scalars "!" and plain ones "?".
bool is_quoted(const YAML::Node& node) { return node.Tag() == "!"; }

}  // namespace

Mapping::Mapping(const YAML::Node& node, Section section, std::string subject, ErrorList& errors)
    : node_(node), subject_(std::move(subject)), errors_(errors), keys_(keys_of(section)) {
  if (node_.IsDefined() && !node_.IsMap()) {
    errors_.add(node_.Mark(), fmt::format("{} must be a mapping of keys ({}), it is {}", subject_,
                                          fmt::join(keys_.known, ", "), kind(node_)));
    node_.reset(YAML::Node(YAML::NodeType::Undefined));  // assignment would change the tree
  }
  if (node_.IsDefined()) check_keys(section);
}

void Mapping::check_keys(Section section) const {
  const auto& keys = keys_of(section);
  for (const auto& entry : node_) {
    const auto key = entry.first.Scalar();
    if (contains(keys.known, key)) continue;
    if (contains(keys.not_yet, key)) {
      errors_.add(entry.first.Mark(),
                  fmt::format("key \"{}\" is not supported yet by this version; remove it", key));
      continue;
    }
    auto hint = did_you_mean(key, keys.known);
    if (hint.empty()) hint = fmt::format("; {} has {}", subject_, fmt::join(keys.known, ", "));
    errors_.add(entry.first.Mark(), fmt::format("unknown key \"{}\"{}", key, hint));
  }
}

YAML::Node Mapping::child(std::string_view key) const {
  if (!contains(keys_.known, key)) {
    throw std::logic_error(fmt::format("key {} is not in the list of {}", key, keys_.name));
  }
  if (node_.IsDefined()) {
    for (const auto& entry : node_) {
      if (entry.first.Scalar() == key) return entry.second;
    }
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

YAML::Mark Mapping::mark() const { return place_of(node_); }

bool Mapping::has(std::string_view key) const { return child(key).IsDefined(); }

YAML::Mark Mapping::mark_of(std::string_view key) const {
  const auto node = child(key);
  return place_of(node.IsDefined() ? node : node_);
}

void Mapping::complain(std::string_view key, const std::string& message) const {
  errors_.add(mark_of(key), fmt::format("\"{}\": {}", key, message));
}

bool Mapping::require(std::string_view key, std::string_view remedy) const {
  if (has(key)) return true;
  if (!node_.IsDefined()) return false;  // the absence of the whole is told elsewhere
  errors_.add(node_.Mark(), fmt::format("{} has no \"{}\"; {}", subject_, key, remedy));
  return false;
}

std::optional<std::string> Mapping::text(std::string_view key) const {
  const auto node = child(key);
  if (!node.IsDefined()) return std::nullopt;
  if (!node.IsScalar() || node.Scalar().empty()) {
    complain(key, fmt::format("must be a text, it is {}",
                              node.IsScalar() ? std::string("empty") : kind(node)));
    return std::nullopt;
  }
  return node.Scalar();
}

std::optional<std::string> Mapping::name(std::string_view key) const {
  auto value = text(key);
  if (!value || is_name(*value)) return value;
  complain(key, fmt::format("\"{}\" is not a name; a letter, then up to 62 letters, digits, "
                            "\"_\", \".\" or \"-\"",
                            *value));
  return std::nullopt;
}

std::optional<std::string> Mapping::plain(std::string_view key) const {
  auto value = text(key);
  if (!value || !is_quoted(child(key))) return value;
  complain(key, fmt::format("\"{}\" is a text because of its quotes; write it without", *value));
  return std::nullopt;
}

std::optional<bool> Mapping::boolean(std::string_view key) const {
  return parsed(key, plain(key), parse_boolean);
}

std::optional<std::int64_t> Mapping::integer(std::string_view key, IntegerBounds bounds) const {
  const auto value = parsed(key, plain(key), parse_integer);
  if (!value || (*value >= bounds.from && *value <= bounds.to)) return value;
  complain(key, fmt::format("{} is outside {} to {}", *value, bounds.from, bounds.to));
  return std::nullopt;
}

std::optional<double> Mapping::number(std::string_view key) const {
  return parsed(key, plain(key), parse_number);
}

std::optional<Duration> Mapping::duration(std::string_view key, DurationBounds bounds) const {
  const auto value = parsed(key, text(key), parse_duration);
  if (!value || (*value >= bounds.from && *value <= bounds.to)) return value;
  complain(key, fmt::format("{} is outside {} to {}", *text(key), duration_text(bounds.from),
                            duration_text(bounds.to)));
  return std::nullopt;
}

std::optional<Watts> Mapping::power(std::string_view key) const {
  const auto value = parsed(key, text(key), parse_power);
  if (!value || value->value > 0) return value;
  complain(key, "must be more than 0W");
  return std::nullopt;
}

std::optional<VolumeFlow> Mapping::flow(std::string_view key) const {
  const auto value = parsed(key, text(key), parse_flow);
  if (!value || value->value > 0) return value;
  complain(key, "must be more than 0");
  return std::nullopt;
}

std::optional<std::chrono::year_month_day> Mapping::date(std::string_view key) const {
  return parsed(key, text(key), parse_date);
}

std::optional<double> Mapping::volts(std::string_view key) const {
  const auto value = parsed(key, text(key), parse_volts);
  if (!value || *value > 0) return value;
  complain(key, "must be more than 0V");
  return std::nullopt;
}

std::optional<UtcTime> Mapping::moment(std::string_view key) const {
  return parsed(key, text(key), parse_rfc3339);
}

std::vector<YAML::Node> sequence(const YAML::Node& node, std::string_view what, ErrorList& errors) {
  if (!node.IsDefined()) return {};
  if (!node.IsSequence()) {
    errors.add(node.Mark(), fmt::format("{} must be a list, it is {}", what, kind(node)));
    return {};
  }
  std::vector<YAML::Node> children;
  for (const auto& child : node) children.push_back(child);
  return children;
}

std::string one_of(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("\"{}\"", words[i]);
  }
  return text;
}

}  // namespace pue::config
