#include "config/links.h"

#include <fmt/format.h>

#include "config/nearest.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

using namespace std::chrono_literals;

constexpr DurationBounds gap_bounds{0s, 10s};
constexpr DurationBounds timeout_bounds{10ms, 60s};

bool same_settings(const modbus::LinkSettings& a, const modbus::LinkSettings& b) {
  return a.address == b.address && a.gap == b.gap && a.timeout == b.timeout;
}

}  // namespace

void LinkTable::read(const YAML::Node& node) {
  if (!node.IsDefined()) return;
  if (!node.IsMap()) {
    errors_.add(node.Mark(),
                "\"links\" must be a mapping of names, for example "
                "gw-ups: {url: \"modbus+tcp://10.1.0.5:502\"}");
    return;
  }
  for (const auto& entry : node) {
    const auto name = entry.first.Scalar();
    by_name_[name] = std::nullopt;
    if (is_name(name)) {
      declare(name, entry.second);
    } else {
      errors_.add(entry.first.Mark(),
                  fmt::format("\"{}\" is not a name; a letter, then up to 62 letters, digits, "
                              "\"_\", \".\" or \"-\"",
                              name));
    }
  }
}

std::optional<modbus::LinkAddress> LinkTable::parse(const Mapping& map, std::string_view key,
                                                    const std::string& url) {
  const auto address = modbus::parse_link_url(url);
  if (address) return *address;
  map.complain(key, address.error().message);
  return std::nullopt;
}

void LinkTable::declare(const std::string& name, const YAML::Node& node) {
  const Mapping map(node, Section::link, fmt::format("link \"{}\"", name), errors_);
  map.require("url", "write for example url: \"modbus+tcp://10.1.0.5:502\"");
  modbus::LinkSettings link;
  link.name = name;
  link.gap = map.duration("gap", gap_bounds).value_or(0ms);
  link.timeout = map.duration("timeout", timeout_bounds).value_or(timeout_);
  const auto url = map.text("url");
  const auto address = url ? parse(map, "url", *url) : std::nullopt;
  if (!address) return;
  link.address = *address;
  const auto [bus, fresh] = by_bus_.emplace(modbus::normalized_url(*address), links_.size());
  by_name_[name] = bus->second;
  if (fresh) {
    links_.push_back(link);
  } else if (!same_settings(links_[bus->second], link)) {
    map.complain("url", fmt::format("{} is the same bus as link \"{}\" with other settings; state "
                                    "it once",
                                    bus->first, links_[bus->second].name));
  }
}

std::optional<std::size_t> LinkTable::in_place(const Mapping& meter, const std::string& url) {
  const auto address = parse(meter, "link", url);
  if (!address) return std::nullopt;
  const auto [bus, fresh] = by_bus_.emplace(modbus::normalized_url(*address), links_.size());
  if (fresh) {
    links_.push_back({modbus::normalized_url(*address), *address, 0ms, timeout_});
  } else if (links_[bus->second].address != *address) {
    meter.complain("link", fmt::format("{} is the same bus as link \"{}\" with other settings; "
                                       "state it once under links",
                                       bus->first, links_[bus->second].name));
  }
  return bus->second;
}

std::optional<std::size_t> LinkTable::resolve(const Mapping& meter) {
  meter.require("link",
                "write a name of links, or a URL, for example "
                "link: \"modbus+tcp://10.0.0.11\"");
  const auto text = meter.text("link");
  if (!text) return std::nullopt;
  if (text->find(':') != std::string::npos) return in_place(meter, *text);
  const auto found = by_name_.find(*text);
  if (found != by_name_.end()) return found->second;
  std::vector<std::string_view> names;
  for (const auto& [name, index] : by_name_) names.push_back(name);
  auto hint = errors_.full() ? "" : did_you_mean(*text, names);
  if (hint.empty()) hint = "; state it under links, or write a URL (modbus+tcp://host:port)";
  meter.errors().add(meter.mark_of("link"), fmt::format("unknown link \"{}\"{}", *text, hint));
  return std::nullopt;
}

}  // namespace pue::config
