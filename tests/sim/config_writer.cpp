#include "sim/config_writer.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>

namespace pue::sim {
namespace {

struct PointPlace {
  int function;
  int power_address;
  const char* power_scale;
  int import_address;
  int export_address;
  const char* energy_type;
  int energy_scale;  // Wh per count
};

PointPlace places(RegisterKind kind) {
  switch (kind) {
    case RegisterKind::sdm630:
      return {4, 52, "1", 72, 74, "float32", 1000};
    case RegisterKind::pm5000:
      return {3, 3059, "1000", 3203, 3207, "int64", 1};
    case RegisterKind::generic_float32:
      return {3, 0, "1", 2, 4, "float32", 1000};
    case RegisterKind::generic_int64:
      return {3, 4, "1", 0, 6, "int64", 1};
    case RegisterKind::water:
      break;  // no electricity
  }
  return {};
}

// The profile whose map and step the meter has, or nothing.
std::string_view profile_of(const MeterDescription& meter) {
  if (meter.step_wh != native_step_wh(meter.registers)) return {};
  if (meter.registers == RegisterKind::sdm630) return "eastron/sdm630";
  if (meter.registers == RegisterKind::pm5000) return "schneider/pm5000";
  return {};
}

YAML::Node flow(YAML::Node node) {
  node.SetStyle(YAML::EmitterStyle::Flow);
  return node;
}

YAML::Node energy_point(const MeterDescription& meter, const char* quantity, int address) {
  const PointPlace place = places(meter.registers);
  YAML::Node point;
  point["quantity"] = quantity;
  point["function"] = place.function;
  point["address"] = address;
  point["type"] = place.energy_type;
  point["scale"] = place.energy_scale;
  point["resolution"] = meter.step_wh;
  return flow(point);
}

YAML::Node water_points() {
  YAML::Node volume;
  volume["quantity"] = "volume_m3";
  volume["function"] = 3;
  volume["address"] = 0;
  volume["type"] = "uint32";
  volume["scale"] = "0.001";  // litres
  YAML::Node points;
  points.push_back(flow(volume));
  return points;
}

YAML::Node own_points(const MeterDescription& meter) {
  if (meter.registers == RegisterKind::water) return water_points();
  const PointPlace place = places(meter.registers);
  YAML::Node power;
  power["quantity"] = "active_power_w";
  power["function"] = place.function;
  power["address"] = place.power_address;
  power["type"] = "float32";
  power["scale"] = place.power_scale;
  YAML::Node points;
  points.push_back(flow(power));
  points.push_back(energy_point(meter, "energy_import_wh", place.import_address));
  points.push_back(energy_point(meter, "energy_export_wh", place.export_address));
  return points;
}

// So that the simulated site's figures have an uncertainty, as those of a real one should.
YAML::Node usual_accuracy() {
  YAML::Node accuracy;
  accuracy["meter"] = "0.5S";
  accuracy["ct"] = "0.5";
  return flow(accuracy);
}

YAML::Node meter_entry(const SiteDescription& site, const MeterDescription& meter) {
  YAML::Node entry;
  entry["name"] = meter.name;
  entry["link"] = site.ports[meter.port].name;
  entry["unit"] = meter.unit;
  const auto profile = profile_of(meter);
  if (!profile.empty()) entry["profile"] = std::string(profile);
  const bool electric = meter.registers != RegisterKind::water;
  if (electric && !meter.config["accuracy"]) entry["accuracy"] = usual_accuracy();
  for (const auto& key : meter.config) entry[key.first.as<std::string>()] = YAML::Clone(key.second);
  if (profile.empty()) entry["points"] = own_points(meter);
  return flow(entry);
}

std::string section(const char* key, const YAML::Node& value) {
  YAML::Node root;
  root[key] = value;
  return YAML::Dump(root) + "\n";
}

}  // namespace

std::string pued_config(const SiteDescription& site, const ConfigChoices& choices) {
  std::string text = "# Written by puesim: a SIMULATED site.\n";
  if (site.site.IsMap()) text += section("site", site.site);
  text += fmt::format("polling: {{interval: {}, timeout: 1s}}\nlinks:\n", choices.poll_interval);
  for (std::size_t i = 0; i < site.ports.size(); ++i)
    text += fmt::format("  {}: {{url: \"{}\"}}\n", site.ports[i].name, choices.link_urls.at(i));
  // Each meter as a document of its own: nodes of one yaml-cpp document share their memory, and
  // adding the 20,000th would touch all others.
  text += "meters:\n";
  for (const auto& meter : site.meters)
    text += fmt::format("  - {}\n", YAML::Dump(meter_entry(site, meter)));
  if (site.virtual_meters.IsSequence()) text += section("virtual_meters", site.virtual_meters);
  if (choices.ledger.empty()) return text;
  const auto beside = [&](const char* name) {
    return std::filesystem::path(choices.ledger).replace_filename(name).string();
  };
  text += fmt::format("ledger: {{path: \"{}\", checkpoints: \"{}\"}}\n", choices.ledger,
                      beside("checkpoints"));
  constexpr std::size_t longest_socket_path = 107;
  if (beside("control.sock").size() <= longest_socket_path)
    text += fmt::format("control: {{socket: \"{}\"}}\n", beside("control.sock"));
  return text;
}

}  // namespace pue::sim
