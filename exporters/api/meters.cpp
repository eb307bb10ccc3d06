#include "exporters/api/meters.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "exporters/api/fields.h"

namespace pue::api {
namespace {

namespace json = boost::json;

json::object meter(const engine::MeterState& state, UtcTime now) {
  json::object object;
  object["name"] = to_string(state.name);
  add_text(object, "role", name(state.role));
  add_text(object, "link", state.link);
  object["unit"] = static_cast<unsigned>(state.unit);
  add_text(object, "profile", state.profile);
  object["up"] = state.up;
  add(object, "last_success", state.last_success);
  if (state.last_success)
    object["age_seconds"] = seconds(std::max(now - *state.last_success, Duration{0}));
  add(object, "power_watts", state.power);
  add(object, "energy_import_joules", state.energy_imported);
  add(object, "energy_export_joules", state.energy_exported);
  if (state.volume) object["volume_m3"] = cubic_metres(*state.volume);
  add_text(object, "last_interval", name(state.last_interval));
  return object;
}

void add_polls(json::object& object, const engine::MeterPolls& polls) {
  object["polls"] = polls.polls;
  json::object failures;
  for (const auto& [reason, count] : polls.failures) failures[to_string(reason)] = count;
  object["failures"] = std::move(failures);
  add_text(object, "reason", polls.last_failure);
}

}  // namespace

json::value meters(const View& view) {
  json::array array;
  const auto& polls = view.telemetry.meters;
  for (std::size_t i = 0; i < view.snapshot.meters.size(); ++i) {
    auto object = meter(view.snapshot.meters[i], view.snapshot.at);
    // Snapshot and Telemetry may differ in length for one tick around a reload.
    if (i < polls.size()) add_polls(object, polls[i]);
    array.push_back(std::move(object));
  }
  return array;
}

}  // namespace pue::api
