#include "exporters/prometheus/meters.h"

#include <array>
#include <string>

namespace pue::prometheus {
namespace {

/// The overhead subsystem that a meter's role puts it into; "" for meters outside the overhead.
std::string_view subsystem(site::Role role) {
  const auto found = site::subsystem_of(role);
  return found ? name(*found) : "";
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

void calibration(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) series.add(meter.calibration_ends, {meter.name});
}

void frozen(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) {
    series.add(meter.register_frozen ? 1.0 : 0.0, {meter.name, "register"});
    series.add(meter.power_frozen ? 1.0 : 0.0, {meter.name, "power"});
  }
}

void contradiction(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) {
    series.add(meter.energy_contradicted ? 1.0 : 0.0, {meter.name, "energy"});
    series.add(meter.power_contradicted ? 1.0 : 0.0, {meter.name, "power"});
  }
}

void swaps(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters)
    if (meter.swaps) series.add_count(*meter.swaps, {meter.name});
}

void residual(const View& view, Series& series) {
  for (const auto& meter : view.snapshot.meters) series.add(meter.balance_residual, {meter.name});
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
    Family{"pue_meter_calibration_expiry_timestamp_seconds", Kind::Gauge, "site,meter",
           "When the calibration certificate of the meter ends.", calibration},
    Family{"pue_meter_frozen", Kind::Gauge, "site,meter,what",
           "1 if the meter's register or power repeats an old value, else 0.", frozen},
    Family{"pue_meter_contradiction", Kind::Gauge, "site,meter,what",
           "1 if the meter's energy contradicts its power, or its power its current, else 0.",
           contradiction},
    Family{"pue_meter_swaps_total", Kind::Counter, "site,meter",
           "Times that another serial number took the meter's place, since the start.", swaps},
    Family{"pue_meter_balance_residual_watts", Kind::Gauge, "site,meter",
           "Power of the meter less that of the meters below it, where those are complete.",
           residual},
};

}  // namespace

std::span<const Family> meters() { return families; }

}  // namespace pue::prometheus
