#include "sim/truth_record.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pue::sim {
namespace {

constexpr std::int64_t seconds_kept_s = 2 * 3600;
constexpr std::int64_t quarters_kept_s = 2 * 86400;

SiteEnergy site_energy(const SignalEnergies& energies) {
  return {std::llround(facility_energy_j(energies)), std::llround(it_energy_j(energies))};
}

}  // namespace

TruthRecord::TruthRecord(std::int64_t first, std::vector<SiteEnergy> quarters)
    : first_quarter_(first), quarters_(std::move(quarters)) {}

void TruthRecord::note(std::int64_t t, const SignalEnergies& energies) {
  const auto keep = [&](std::deque<Entry>& entries, std::int64_t span) {
    entries.push_back({t, energies});
    while (entries.front().t < t - span) entries.pop_front();
  };
  keep(recent_seconds_, seconds_kept_s);
  if (t % quarter_hour_s != 0) return;
  keep(recent_quarters_, quarters_kept_s);
  if (quarters_.empty()) first_quarter_ = t;
  const auto index = (t - first_quarter_) / quarter_hour_s;
  if (index == static_cast<std::int64_t>(quarters_.size()))
    quarters_.push_back(site_energy(energies));
}

const SignalEnergies* TruthRecord::find(const std::deque<Entry>& entries, std::int64_t t) {
  const auto found = std::lower_bound(entries.begin(), entries.end(), t,
                                      [](const Entry& e, std::int64_t time) { return e.t < time; });
  return found != entries.end() && found->t == t ? &found->energies : nullptr;
}

std::optional<SignalEnergies> TruthRecord::signals_at(std::int64_t t) const {
  if (const auto* energies = find(recent_seconds_, t)) return *energies;
  if (const auto* energies = find(recent_quarters_, t)) return *energies;
  return std::nullopt;
}

std::optional<SiteEnergy> TruthRecord::site_at(std::int64_t t) const {
  if (const auto energies = signals_at(t)) return site_energy(*energies);
  const std::int64_t since = t - first_quarter_;
  if (quarters_.empty() || since < 0 || since % quarter_hour_s != 0) return std::nullopt;
  const auto index = static_cast<std::size_t>(since / quarter_hour_s);
  if (index >= quarters_.size()) return std::nullopt;
  return quarters_[index];
}

}  // namespace pue::sim
