#include "exporters/prometheus/meters.h"

#include <array>
#include <string>

namespace pue::prometheus {
namespace {

/// The overhead subsystem that a meter's role puts it into; "" for meters outside the overhead.
std::string_view subsystem(site::Role role) {
  switch (role) {
    case site::Role::cooling:
      return name(site::Subsystem::cooling);
    case site::Role::power_loss:
      return name(site::Subsystem::power_loss);
    case site::Role::lighting:
      return name(site::Subsystem::lighting);
    case site::Role::other:
      return name(site::Subsystem::other);
    case site::Role::grid:
    case site::Role::solar:
    case site::Role::wind:
    case site::Role::genset:
    case site::Role::battery:
    case site::Role::it:
    case site::Role::feeder:
    case site::Role::excluded:
      return "";
  }
  return "";
}

void info(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters)
    series.add(1.0, {meter.name, name(meter.role), subsystem(meter.role), meter.profile, meter.link,
                     std::to_string(meter.unit)});
}

void up(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) series.add(meter.up ? 1.0 : 0.0, {meter.name});
}

void power(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) series.add(meter.power, {meter.name});
}

void energy(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) {
    series.add(meter.energy_imported, {meter.name, "import"});
    series.add(meter.energy_exported, {meter.name, "export"});
  }
}

void last_success(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) series.add(meter.last_success, {meter.name});
}

constexpr std::array families = {
    Family{"pue_meter_info", Kind::Gauge, "site,meter,role,subsystem,profile,link,unit",
           "1, with what is configured of the meter as labels.", info},
    Family{"pue_meter_up", Kind::Gauge, "site,meter",
           "1 if the meter gave a value within the stale time, else 0.", up},
    Family{"pue_meter_active_power_watts", Kind::Gauge, "site,meter",
           "Newest active power; positive is consumption of a load, supply of a source.", power},
    Family{"pue_meter_energy_joules_total", Kind::Counter, "site,meter,direction",
           "Energy since the meter was first read, freed of glitches and rollovers.", energy},
    Family{"pue_meter_last_success_timestamp_seconds", Kind::Gauge, "site,meter",
           "When the meter last gave a value.", last_success},
};

}  // namespace

std::span<const Family> meters() { return families; }

}  // namespace pue::prometheus
