#include "sim/truth_report.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "base/rfc3339.h"

namespace pue::sim {
namespace {

namespace json = boost::json;

std::string time_text(std::int64_t t) { return format_rfc3339(UtcTime{std::chrono::seconds{t}}); }

json::object meter_energies(const SiteDescription& site, const SignalEnergies& from,
                            const SignalEnergies& to) {
  json::object meters;
  for (const auto& meter : site.meters) {
    const auto s = meter.measures;
    if (s == Signal::water) {
      const auto joules = meter.share * (to.import(s) - from.import(s));
      meters[meter.name] = {{"volume_litres", std::llround(joules / 3600)}};
      continue;
    }
    meters[meter.name] = {
        {"import_joules", std::llround(meter.share * (to.import(s) - from.import(s)))},
        {"export_joules", std::llround(meter.share * (to.exported(s) - from.exported(s)))}};
  }
  return meters;
}

json::object site_energies(const SiteEnergy& from, const SiteEnergy& to) {
  const auto facility = to.facility_j - from.facility_j;
  const auto it = to.it_j - from.it_j;
  json::object object{{"facility_joules", facility}, {"it_joules", it}};
  // Without IT energy there is no PUE: the key is null, not 0.
  object["pue"] = it > 0 ? json::value(static_cast<double>(facility) / static_cast<double>(it))
                         : json::value(nullptr);
  return object;
}

json::object meter_powers(LiveSite& site) {
  const auto present = site.present();
  json::object watts;
  for (const auto& meter : site.site().meters)
    if (meter.measures != Signal::water)
      watts[meter.name] = meter.share * present.power[meter.measures];
  return watts;
}

json::object faults_by_meter(const SiteDescription& site, const FaultBoard& faults) {
  json::object object;
  for (std::size_t i = 0; i < site.meters.size(); ++i) {
    const Fault fault = faults.get(i);
    if (fault.kind != FaultKind::none) object[site.meters[i].name] = name(fault.kind);
  }
  return object;
}

Error not_kept(std::int64_t t) {
  return {
      fmt::format("{} is not kept: ask for quarter hours of the simulated past, or for seconds "
                  "of the last two hours",
                  time_text(t))};
}

}  // namespace

Result<std::int64_t> parse_moment(const std::string& text) {
  std::int64_t seconds = 0;
  const char* end = text.data() + text.size();
  if (const auto [at, error] = std::from_chars(text.data(), end, seconds);
      error == std::errc{} && at == end)
    return seconds;
  const auto moment = parse_rfc3339(text);
  if (!moment) return moment.error();
  const auto since = moment->time_since_epoch();
  if (since % std::chrono::seconds{1} != Duration{0})
    return Error{fmt::format("{}: whole seconds only", text)};
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

std::string truth_now(LiveSite& site) {
  const auto present = site.present();
  const SiteEnergy energy{std::llround(facility_energy_j(present.energies)),
                          std::llround(it_energy_j(present.energies))};
  json::object object = site_energies({}, energy);
  object["time"] = time_text(present.time);
  object["meters"] = meter_energies(site.site(), {}, present.energies);
  return json::serialize(object) + "\n";
}

Result<std::string> truth_between(LiveSite& site, std::int64_t from, std::int64_t to) {
  if (to <= from) return Error{"to must be after from"};
  const auto site_from = site.site_energy_at(from);
  const auto site_to = site.site_energy_at(to);
  if (!site_from) return not_kept(from);
  if (!site_to) return not_kept(to);
  json::object object = site_energies(*site_from, *site_to);
  object["from"] = time_text(from);
  object["to"] = time_text(to);
  const auto meters_from = site.energies_at(from);
  const auto meters_to = site.energies_at(to);
  if (meters_from && meters_to)
    object["meters"] = meter_energies(site.site(), *meters_from, *meters_to);
  return json::serialize(object) + "\n";
}

std::string simulation_state(LiveSite& site, const FaultBoard& faults) {
  const auto present = site.present();
  json::object object{{"time", time_text(present.time)},
                      {"speed", site.speed()},
                      {"cooling_factor", present.cooling_factor},
                      {"facility_watts", facility_power_w(present.power)},
                      {"it_watts", it_power_w(present.power)},
                      {"faults", faults_by_meter(site.site(), faults)},
                      {"watts", meter_powers(site)}};
  return json::serialize(object) + "\n";
}

}  // namespace pue::sim
