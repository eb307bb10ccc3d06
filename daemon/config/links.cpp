#include "config/links.h"

#include <fmt/format.h>

#include "config/nearest.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

using namespace std::chrono_literals;

constexpr DurationBounds gap_bounds{0s, 10s};
constexpr DurationBounds timeout_bounds{10ms, 60s};
constexpr DurationBounds busy_bounds{0s, 60s};
// What servers are advised to serve at most (MODBUS Messaging on TCP/IP, 4.4.3, table of
// parameters).
constexpr IntegerBounds in_flight_bounds{1, 16};
// Below it a late answer could be taken for the next one.
constexpr auto least_busy_bound_without_id = 100ms;

bool same_settings(const modbus::LinkSettings& a, modbus::LinkSettings b) {
  b.name = a.name;
  return a == b;
}

void refuse_on(bool refused, const Mapping& map, std::string_view key, std::string_view where) {
  if (refused && map.has(key))
    map.complain(key, fmt::format("has no meaning {}; remove it", where));
}

/// The keys of devices that are not as one would wish.
void read_quirks(const Mapping& map, modbus::LinkSettings& link) {
  link.connect_gap = map.duration("connect_gap", gap_bounds);
  link.busy_bound = map.duration("busy_bound", busy_bounds);
  link.hold_open = map.boolean("hold_open").value_or(true);
  const auto id = map.text("transaction_id");
  if (id && *id != "match" && *id != "ignore") {
    map.complain("transaction_id", fmt::format("\"{}\" must be match or ignore", *id));
  }
  link.keeps_transaction_id = id != "ignore";
  const bool serial = std::holds_alternative<modbus::SerialAddress>(link.address);
  refuse_on(serial, map, "connect_gap", "on a serial line");
  refuse_on(serial, map, "hold_open", "on a serial line");
  refuse_on(modbus::uses_rtu(link.address), map, "transaction_id", "in RTU, which has none");
  const auto in_flight = map.integer("max_in_flight", in_flight_bounds);
  link.max_in_flight = static_cast<std::size_t>(in_flight.value_or(1));
  refuse_on(!modbus::identifies_answers(link), map, "max_in_flight",
            "where answers carry no transaction id");
  if (link.busy_bound && *link.busy_bound < least_busy_bound_without_id &&
      !modbus::identifies_answers(link)) {
    map.complain("busy_bound",
                 "answers carry no transaction id here, and a late one would be taken for the "
                 "next; write at least 100ms, or leave it out for one timeout");
  }
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
  read_quirks(map, link);
  const auto [bus, fresh] = by_bus_.emplace(modbus::bus_of(*address), links_.size());
  by_name_[name] = bus->second;
  if (fresh) {
    links_.push_back(link);
  } else if (!same_settings(links_[bus->second], link)) {
    map.complain("url", fmt::format("{} is the same bus as link \"{}\" with other settings; state "
                                    "it once",
                                    modbus::normalized_url(*address), links_[bus->second].name));
  }
}

std::optional<std::size_t> LinkTable::in_place(const Mapping& meter, const std::string& url) {
  const auto address = parse(meter, "link", url);
  if (!address) return std::nullopt;
  const auto url_alone = modbus::normalized_url(*address);
  const auto [bus, fresh] = by_bus_.emplace(modbus::bus_of(*address), links_.size());
  if (fresh) {
    auto& link = links_.emplace_back();
    link.name = url_alone;
    link.address = *address;
    link.timeout = timeout_;
  } else if (links_[bus->second].address != *address) {
    meter.complain("link", fmt::format("{} is the same bus as link \"{}\" with other settings; "
                                       "state it once under links",
                                       url_alone, links_[bus->second].name));
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
