#include "engine/sunspec_units.h"

#include "base/limits.h"
#include "modbus/unit_health.h"

namespace pue::engine {

using modbus::RateClass;
using Step = meter::SunSpecDiscovery::Step;

SunSpecUnits::SunSpecUnits(const Settings& settings, const std::vector<MeterId>& meters)
    : settings_{settings} {
  for (const auto meter : meters) {
    const auto& connection = settings.connections[meter.index];
    if (!connection.sunspec.empty()) units_[connection.unit].meters.push_back(meter);
  }
}

SunSpecUnits::Found SunSpecUnits::told(std::uint8_t id, const modbus::Answer& answer,
                                       bool quarantined) {
  auto& unit = units_.at(id);
  Found found;
  switch (unit.discovery.told(answer)) {
    case Step::ask_on:
      found.plan_changes = ask(id, unit, RateClass::medium, false);
      break;
    case Step::ask_later:
      found.failure = reason(std::get<modbus::Failure>(answer));
      if (quarantined) unit.discovery.begin_anew();
      found.plan_changes = ask(id, unit, RateClass::medium, true);
      break;
    case Step::failed:
      found.failure = unit.discovery.failure();
      found.plan_changes = ask(id, unit, RateClass::slow, true);
      break;
    case Step::found:
      place(id, unit, found);
      break;
  }
  return found;
}

bool SunSpecUnits::lost(std::uint8_t id, const modbus::Answer& answer, bool refused,
                        bool quarantined, MonoTime now) {
  const auto known = units_.find(id);
  if (known == units_.end()) return false;
  auto& unit = known->second;
  if (quarantined) {
    unit.was_silent = true;
    return false;
  }
  if (unit.was_silent && modbus::is_sign_of_life(answer)) {
    begin(id, unit);
    return true;
  }
  if (!refused || (unit.refused && now - *unit.refused < limits::sunspec_refusal_again)) {
    return false;
  }
  unit.refused = now;
  begin(id, unit);
  return true;
}

void SunSpecUnits::begin(std::uint8_t id, Unit& unit) {
  unit.was_silent = false;
  unit.discovery = {};
  for (const auto meter : unit.meters) knowledge_.points.erase(meter);
  knowledge_.requests.erase(id);
}

// A meter whose model the device lacks keeps looking, slowly: it may be plugged in or configured
// yet. The others are read meanwhile.
void SunSpecUnits::place(std::uint8_t id, Unit& unit, Found& found) {
  unit.was_silent = false;
  found.plan_changes = true;
  for (const auto meter : unit.meters) {
    auto points =
        meter::points_in(settings_.connections[meter.index].sunspec, unit.discovery.models());
    if (points.empty()) {
      knowledge_.points.erase(meter);
      found.without_model.push_back(meter);
    } else {
      knowledge_.points[meter] = std::move(points);
    }
  }
  if (found.without_model.empty()) {
    knowledge_.requests.erase(id);
  } else {
    ask(id, unit, RateClass::slow, true);
  }
}

bool SunSpecUnits::ask(std::uint8_t id, const Unit& unit, RateClass rate, bool waits) {
  const SunSpecRequest next{unit.discovery.next(), rate, waits};
  auto& known = knowledge_.requests[id];
  const bool changes = known.range != next.range || known.rate != rate;
  known = next;
  return changes;
}

bool refuses_block(const modbus::Answer& answer) {
  const auto* failure = std::get_if<modbus::Failure>(&answer);
  return failure != nullptr && failure->kind == modbus::Failure::Kind::exception &&
         (failure->exception_code == 2 || failure->exception_code == 3);
}

}  // namespace pue::engine
