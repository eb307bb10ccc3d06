#include "sim/site_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <stdexcept>

namespace pue::sim {
namespace {

std::runtime_error wrong(const YAML::Node& node, const std::string& message) {
  return std::runtime_error(fmt::format("line {}: {}", node.Mark().line + 1, message));
}

void only(const YAML::Node& map, std::initializer_list<std::string_view> keys) {
  for (const auto& entry : map) {
    const auto key = entry.first.as<std::string>();
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      throw wrong(entry.first, fmt::format("unknown key \"{}\"", key));
  }
}

template <class T>
T required(const YAML::Node& map, const char* key) {
  if (!map[key]) throw wrong(map, fmt::format("\"{}\" is missing", key));
  return map[key].as<T>();
}

void set(const YAML::Node& map, const char* key, double factor, double& value) {
  if (map[key]) value = map[key].as<double>() * factor;
}

Plant parse_plant(const YAML::Node& map) {
  Plant plant;
  if (!map) return plant;
  only(map, {"it_design_kw", "it_mean_fraction", "ups_rated_kw", "transformer_kva", "pv_peak_kw",
             "battery_capacity_kwh", "lighting_kw", "other_kw", "latitude", "longitude",
             "utc_offset_hours", "annual_mean_c", "annual_swing_c", "daily_swing_c", "weather_c"});
  set(map, "it_design_kw", 1e3, plant.it.design_w);
  set(map, "it_mean_fraction", 1, plant.it.mean_fraction);
  set(map, "ups_rated_kw", 1e3, plant.ups_rated_w);
  set(map, "transformer_kva", 1e3, plant.transformer_va);
  set(map, "pv_peak_kw", 1e3, plant.solar.peak_w);
  set(map, "battery_capacity_kwh", 1e3, plant.battery.capacity_wh);
  set(map, "lighting_kw", 1e3, plant.lighting_w);
  set(map, "other_kw", 1e3, plant.other_w);
  set(map, "latitude", 1, plant.solar.latitude_deg);
  set(map, "longitude", 1, plant.solar.longitude_deg);
  set(map, "utc_offset_hours", 1, plant.climate.utc_offset_hours);
  set(map, "annual_mean_c", 1, plant.climate.annual_mean_c);
  set(map, "annual_swing_c", 1, plant.climate.annual_swing_c);
  set(map, "daily_swing_c", 1, plant.climate.daily_swing_c);
  set(map, "weather_c", 1, plant.climate.weather_c);
  plant.it.utc_offset_hours = plant.climate.utc_offset_hours;
  plant.battery.utc_offset_hours = plant.climate.utc_offset_hours;
  return plant;
}

PortDescription parse_port(const YAML::Node& map) {
  only(map, {"name", "serial", "rtu", "delay_ms", "per_byte_us", "timeout_ms", "baud"});
  PortDescription port;
  port.name = required<std::string>(map, "name");
  port.serial = map["serial"].as<bool>(false);
  port.rtu = map["rtu"].as<bool>(false);
  if (port.serial && port.rtu)
    throw wrong(map["rtu"], "rtu: is of TCP; a serial port is RTU anyway");
  port.delay = std::chrono::milliseconds(map["delay_ms"].as<int>(0));
  port.per_byte = std::chrono::microseconds(map["per_byte_us"].as<int>(0));
  port.timeout = std::chrono::milliseconds(map["timeout_ms"].as<int>(0));
  port.baud = map["baud"].as<int>(9600);
  return port;
}

std::size_t port_index(const SiteDescription& site, const YAML::Node& node) {
  const auto port_name = node.as<std::string>();
  for (std::size_t i = 0; i < site.ports.size(); ++i)
    if (site.ports[i].name == port_name) return i;
  throw wrong(node, fmt::format("no port \"{}\" under ports:", port_name));
}

template <class T>
T named(const YAML::Node& map, const char* key,
        std::optional<T> (*from_name)(std::string_view name)) {
  const auto text = required<std::string>(map, key);
  const auto value = from_name(text);
  if (!value) throw wrong(map[key], fmt::format("\"{}\" is no value of {}", text, key));
  return *value;
}

void refuse_taken(const SiteDescription& site, const YAML::Node& map, const MeterDescription& m) {
  for (const auto& other : site.meters) {
    if (other.name == m.name) throw wrong(map, "a second meter \"" + m.name + "\"");
    if (other.port == m.port && (other.unit == m.unit || site.ports[m.port].serial))
      throw wrong(map, fmt::format("{}: its place on port {} is taken by {} (a serial port has one "
                                   "unit)",
                                   m.name, site.ports[m.port].name, other.name));
  }
}

MeterDescription parse_meter(const SiteDescription& site, const YAML::Node& map) {
  only(map,
       {"name", "port", "unit", "measures", "share", "registers", "step", "start_kwh", "config"});
  MeterDescription meter;
  meter.name = required<std::string>(map, "name");
  required<std::string>(map, "port");
  meter.port = port_index(site, map["port"]);
  meter.unit = map["unit"].as<int>(1);
  if (meter.unit < 1 || meter.unit > 247) throw wrong(map["unit"], "unit must be 1 to 247");
  meter.measures = named<Signal>(map, "measures", signal_from_name);
  meter.share = map["share"].as<double>(1.0);
  meter.registers = named<RegisterKind>(map, "registers", register_kind_from_name);
  meter.step_wh = native_step_wh(meter.registers);
  if (map["step"]) meter.step_wh = parse_register_step(map["step"].as<std::string>()).value();
  meter.start_wh = map["start_kwh"].as<double>(0.0) * 1000.0;
  if (map["config"]) meter.config = map["config"];
  refuse_taken(site, map, meter);
  return meter;
}

void halve_shares(SiteDescription& site) {
  for (auto& meter : site.meters)
    if (meter.measures == Signal::pdu_a || meter.measures == Signal::pdu_b) meter.share *= 0.5;
}

std::optional<YAML::Node> config_of(const SiteDescription& site, Signal signal) {
  for (const auto& meter : site.meters)
    if (meter.measures == signal) return meter.config;
  return std::nullopt;
}

}  // namespace

Result<std::int64_t> parse_register_step(const std::string& text) {
  if (text == "1Wh") return 1;
  if (text == "10Wh") return 10;
  if (text == "1kWh") return 1000;
  if (text == "400kWh") return 400'000;
  return Error{fmt::format("register step \"{}\": write 1Wh, 10Wh, 1kWh or 400kWh", text)};
}

Result<SiteDescription> parse_site(const std::string& text) try {
  const YAML::Node root = YAML::Load(text);
  if (!root.IsMap()) return Error{"a map with plant, ports and meters is expected"};
  only(root, {"site", "plant", "ports", "meters", "virtual_meters"});
  SiteDescription site;
  site.plant = parse_plant(root["plant"]);
  for (const auto& port : root["ports"]) site.ports.push_back(parse_port(port));
  for (const auto& meter : root["meters"]) site.meters.push_back(parse_meter(site, meter));
  if (site.meters.empty()) return Error{"no meters:"};
  if (root["site"]) site.site = root["site"];
  if (root["virtual_meters"]) site.virtual_meters = root["virtual_meters"];
  return site;
} catch (const std::exception& error) {
  return Error{error.what()};
}

Result<SiteDescription> with_extra_meters(SiteDescription site, int count) {
  constexpr int units_per_port = 100;
  if (count == 0) return site;
  const auto config_a = config_of(site, Signal::pdu_a);
  const auto config_b = config_of(site, Signal::pdu_b);
  if (!config_a || !config_b)
    return Error{"--meters needs a site with meters that measure pdu_a and pdu_b"};
  halve_shares(site);
  for (int i = 0; i < count; ++i) {
    if (i % units_per_port == 0) {
      PortDescription port;
      port.name = fmt::format("pdus-{}", i / units_per_port + 1);
      site.ports.push_back(port);
    }
    const bool side_a = i % 2 == 0;
    const int on_side = side_a ? (count + 1) / 2 : count / 2;
    MeterDescription meter;
    meter.name = fmt::format("pdu-{}", i + 1);
    meter.port = site.ports.size() - 1;
    meter.unit = i % units_per_port + 1;
    meter.measures = side_a ? Signal::pdu_a : Signal::pdu_b;
    meter.share = 0.5 / on_side;
    meter.config = side_a ? *config_a : *config_b;
    site.meters.push_back(meter);
  }
  return site;
}

}  // namespace pue::sim
