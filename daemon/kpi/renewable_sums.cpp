#include "kpi/renewable_sums.h"

#include <algorithm>
#include <array>

#include "energy/exact.h"

namespace pue::kpi {
namespace {

constexpr std::array methods = {ShareMethod::interval, ShareMethod::hourly, ShareMethod::annual,
                                ShareMethod::cfe, ShareMethod::attributes};
constexpr Millionths none{};
constexpr Millionths all{1'000'000};

void add(std::optional<Joules>& sum, const std::optional<Joules>& part) {
  if (part) sum = sum.value_or(Joules{}) + *part;
}

/// A facility that reads backwards (a wrong CT) matches nothing.
Joules matched(Joules load, Joules generated) {
  return std::max(std::min(load, generated), Joules{});
}
EnergyRange matched(Joules load, const EnergyRange& generated) {
  return {matched(load, generated.low), matched(load, generated.high)};
}

/// With the grid's share of what is left, rounded down to the joule.
Joules carbon_free(Joules load, Joules met, Millionths grid) {
  const auto rest = std::max(load - met, Joules{});
  return met + Joules{energy::scaled(rest.count, grid.count, all.count)};
}

std::optional<Joules> produced(const site::SiteInterval& closed) {
  std::optional<Joules> sum;
  for (const auto role : {site::Role::solar, site::Role::wind}) {
    const auto& source = closed.sources[static_cast<std::size_t>(role)];
    // What an inverter consumes at night is no generation.
    if (source) add(sum, std::max(*source, Joules{}));
  }
  return sum;
}

std::optional<ShareRange> range(const EnergyRange& part, Joules whole) {
  if (whole <= Joules{}) return std::nullopt;
  return ShareRange{{part.low, whole}, {part.high, whole}};
}

}  // namespace

std::string_view name(ShareMethod method) {
  switch (method) {
    case ShareMethod::interval:
      return "interval";
    case ShareMethod::hourly:
      return "hourly";
    case ShareMethod::annual:
      return "annual";
    case ShareMethod::cfe:
      return "cfe";
    case ShareMethod::attributes:
      return "attributes";
  }
  return "";
}

std::optional<ShareMethod> share_method_from_name(std::string_view text) {
  const auto found = std::find_if(methods.begin(), methods.end(),
                                  [&](ShareMethod method) { return name(method) == text; });
  if (found == methods.end()) return std::nullopt;
  return *found;
}

double Share::ratio() const {
  return static_cast<double>(part.count) / static_cast<double>(whole.count);
}

RenewableSums& RenewableSums::operator+=(const RenewableSums& other) {
  load += other.load;
  generated += other.generated;
  interval_matched += other.interval_matched;
  hour_load += other.hour_load;
  hour_matched += other.hour_matched;
  carbon_free += other.carbon_free;
  has_renewables = has_renewables || other.has_renewables;
  has_grid_cfe = has_grid_cfe || other.has_grid_cfe;
  add(curtailed, other.curtailed);
  used_beside_curtailed += other.used_beside_curtailed;
  add(produced, other.produced);
  add(exported, other.exported);
  add(off_site, other.off_site);
  return *this;
}

RenewableSums renewable_sums(const site::SiteInterval& closed, const BatteryShift& battery) {
  RenewableSums sums;
  if (!closed.usable()) return sums;
  const auto used = closed.renewable_used.value_or(Joules{});
  sums.load = *closed.facility + battery.load;
  sums.generated = {used, used + closed.renewable_unknown};
  sums.generated += battery.renewable;
  sums.interval_matched = matched(sums.load, sums.generated);
  sums.has_renewables = closed.renewable_used || closed.renewable_unknown > Joules{};
  sums.curtailed = closed.curtailed;
  if (closed.curtailed) sums.used_beside_curtailed = used;
  sums.produced = produced(closed);
  sums.exported = closed.exported;
  sums.off_site = closed.off_site;
  return sums;
}

RenewableSums hourly(RenewableSums hour, std::optional<Millionths> grid_cfe) {
  hour.hour_load = hour.load;
  hour.hour_matched = matched(hour.load, hour.generated);
  hour.carbon_free = {carbon_free(hour.load, hour.hour_matched.low, grid_cfe.value_or(none)),
                      carbon_free(hour.load, hour.hour_matched.high, grid_cfe.value_or(all))};
  hour.has_grid_cfe = grid_cfe.has_value();
  return hour;
}

std::optional<ShareRange> share(const RenewableSums& sums, ShareMethod method) {
  if (!sums.has_renewables && method != ShareMethod::cfe) return std::nullopt;
  switch (method) {
    case ShareMethod::interval:
      return range(sums.interval_matched, sums.load);
    case ShareMethod::hourly:
      return range(sums.hour_matched, sums.hour_load);
    case ShareMethod::annual:
      return range(sums.generated, sums.load);
    case ShareMethod::cfe:
      return sums.has_grid_cfe ? range(sums.carbon_free, sums.hour_load) : std::nullopt;
    case ShareMethod::attributes:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Share> utilisation(const RenewableSums& sums) {
  if (!sums.curtailed) return std::nullopt;
  const auto possible = sums.used_beside_curtailed + *sums.curtailed;
  if (possible <= Joules{}) return std::nullopt;
  return Share{sums.used_beside_curtailed, possible};
}

}  // namespace pue::kpi
