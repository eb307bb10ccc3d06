#include "engine/meter_changes.h"

#include <algorithm>

#include "engine/register_feed.h"

namespace pue::engine {
namespace {

using meter::Quantity;

bool has(const MeterConnection& connection, Quantity quantity) {
  return std::any_of(connection.points.begin(), connection.points.end(),
                     [&](const meter::Point& point) { return point.quantity == quantity; });
}

/// The register that people read: the first of import, net and export that the meter has.
Quantity register_read(const MeterConnection& connection) {
  if (has(connection, Quantity::energy_import_wh)) return Quantity::energy_import_wh;
  if (has(connection, Quantity::energy_net_wh)) return Quantity::energy_net_wh;
  return Quantity::energy_export_wh;
}

std::optional<Joules> primary(std::optional<double> watt_hours, double factor) {
  if (!watt_hours) return std::nullopt;
  return joules_from_watt_hours(*watt_hours * factor);
}

/// Water and heat have one register each, without multipliers and direction.
energy::Discontinuity beside_electricity(const MeterEvent& event, site::Role role) {
  const auto quantity =
      role == site::Role::water ? Quantity::volume_m3 : Quantity::energy_thermal_wh;
  energy::RegisterChange change;
  if (event.final_reading) change.final_reading = register_counts(quantity, *event.final_reading);
  if (event.initial_reading)
    change.initial_reading = register_counts(quantity, *event.initial_reading);
  return {change, {}};
}

energy::Discontinuity readings_of(const MeterEvent& event, const MeterConnection& connection,
                                  site::Role role) {
  if (!is_electric(role)) return beside_electricity(event, role);
  const auto quantity = register_read(connection);
  const bool negated = connection.reverse && quantity == Quantity::energy_net_wh;
  const bool swapped = connection.reverse && quantity != Quantity::energy_net_wh;
  const double sign = negated ? -1 : 1;
  const auto& multipliers = connection.multipliers;
  const energy::RegisterChange change{
      primary(event.final_reading, sign * factor_at(multipliers, event.at - Duration{1})),
      primary(event.initial_reading, sign * factor_at(multipliers, event.at))};
  const bool exported = (quantity == Quantity::energy_export_wh) != swapped;
  return exported ? energy::Discontinuity{{}, change} : energy::Discontinuity{change, {}};
}

}  // namespace

MeterChanges::MeterChanges(const Settings& settings) {
  for (std::uint32_t i = 0; i < settings.connections.size(); ++i) {
    const auto& multipliers = settings.connections[i].multipliers;
    for (std::size_t row = 1; row < multipliers.size(); ++row)
      if (multipliers[row].factor != multipliers[row - 1].factor)
        to_come_[{multipliers[row].from, MeterId{i}}] = {};
  }
  for (const auto& event : settings.events)
    if (changes_register(event.kind))
      to_come_[{event.at, event.meter}] =
          readings_of(event, settings.connections[event.meter.index],
                      settings.site.meters[event.meter.index].role);
}

const MeterChanges::Key* MeterChanges::next() const {
  return to_come_.empty() ? nullptr : &to_come_.begin()->first;
}

energy::Discontinuity MeterChanges::take() {
  const auto first = to_come_.extract(to_come_.begin());
  done_.insert(first.key());
  return first.mapped();
}

void MeterChanges::skip_until(UtcTime first_reading) {
  while (next() != nullptr && next()->first <= first_reading) take();
}

void MeterChanges::restore(const std::set<Key>& done, UtcTime told_until) {
  for (const auto& key : done)
    if (to_come_.erase(key) > 0) done_.insert(key);
  while (next() != nullptr && next()->first <= told_until) {
    late_.push_back(*next());
    to_come_.erase(to_come_.begin());
  }
}

}  // namespace pue::engine
