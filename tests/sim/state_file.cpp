#include "sim/state_file.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

namespace pue::sim {
namespace {

namespace json = boost::json;

json::object by_signal(const std::array<double, signal_count>& joules) {
  json::object object;
  for (std::size_t i = 0; i < signal_count; ++i) object[name(static_cast<Signal>(i))] = joules[i];
  return object;
}

void read_by_signal(const json::value& value, std::array<double, signal_count>& joules) {
  for (std::size_t i = 0; i < signal_count; ++i)
    joules[i] = value.at(name(static_cast<Signal>(i))).to_number<double>();
}

json::object quarters_to_json(const TruthRecord& truth) {
  json::array facility, it;
  for (const auto& quarter : truth.quarters()) {
    facility.emplace_back(quarter.facility_j);
    it.emplace_back(quarter.it_j);
  }
  return {{"first", truth.first_quarter()}, {"facility_j", facility}, {"it_j", it}};
}

TruthRecord quarters_from_json(const json::value& value) {
  const auto& facility = value.at("facility_j").as_array();
  const auto& it = value.at("it_j").as_array();
  std::vector<SiteEnergy> quarters;
  for (std::size_t i = 0; i < facility.size(); ++i)
    quarters.push_back({facility[i].to_number<std::int64_t>(), it.at(i).to_number<std::int64_t>()});
  return {value.at("first").to_number<std::int64_t>(), std::move(quarters)};
}

SimulationState state_of(const json::value& root) {
  SimulationState state;
  state.seed = root.at("seed").to_number<std::uint64_t>();
  state.time = root.at("time").to_number<std::int64_t>();
  state.cooling_factor = root.at("cooling_factor").to_number<double>();
  read_by_signal(root.at("import_j"), state.energies.import_j);
  read_by_signal(root.at("export_j"), state.energies.export_j);
  for (const auto& [meter, origin] : root.at("register_origins").as_object())
    state.origins[std::string(meter)] = {origin.at("import_wh").to_number<double>(),
                                         origin.at("export_wh").to_number<double>()};
  state.truth = quarters_from_json(root.at("quarter_hours"));
  return state;
}

}  // namespace

std::string state_to_json(const SimulationState& state) {
  json::object origins;
  for (const auto& [meter, origin] : state.origins)
    origins[meter] = {{"import_wh", origin.import_wh}, {"export_wh", origin.export_wh}};
  return json::serialize(json::object{{"seed", state.seed},
                                      {"time", state.time},
                                      {"cooling_factor", state.cooling_factor},
                                      {"import_j", by_signal(state.energies.import_j)},
                                      {"export_j", by_signal(state.energies.export_j)},
                                      {"register_origins", origins},
                                      {"quarter_hours", quarters_to_json(state.truth)}}) +
         "\n";
}

Result<SimulationState> state_from_json(const std::string& text) try {
  return state_of(json::parse(text));
} catch (const std::exception& error) {
  return Error{
      fmt::format("not a state of puesim ({}): delete the file to begin anew", error.what())};
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf()))
    return Error{fmt::format("{}: cannot be read: {}", path, std::strerror(errno))};
  return text.str();
}

Result<void> replace_file(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out || std::rename(beside.c_str(), path.c_str()) != 0)
    return Error{fmt::format("{}: cannot be written: {}", path, std::strerror(errno))};
  return {};
}

}  // namespace pue::sim
