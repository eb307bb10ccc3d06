#include "site/balance.h"

#include <algorithm>

#include "site/renewable_use.h"

namespace pue::site {
namespace {

/// The sum, absent when one of its meters is. `value_of`: MeterId → optional Joules or Watts.
template <class ValueOf>
auto evaluate(const SignedSum& sum, const ValueOf& value_of) {
  auto total = value_of(sum.front().meter);
  if (total) *total = sum.front().coefficient * *total;
  for (auto term = sum.begin() + 1; term != sum.end() && total; ++term) {
    const auto value = value_of(term->meter);
    if (value) *total += term->coefficient * *value;
    if (!value) total.reset();
  }
  return total;
}

/// Fills `overhead` and `sources` of energies or powers whose facility and IT are known or absent.
/// A subsystem with a missing meter is absent; what it used then remains in unexplained.
template <class Sums, class ValueOf>
void fill_parts(Sums& sums, const SiteModel& model, const ValueOf& value_of) {
  for (const auto& source : model.sources()) {
    sums.sources[static_cast<std::size_t>(source.role)] = evaluate(source.sum, value_of);
  }
  const bool balanced = sums.facility && sums.it;
  auto rest = balanced ? std::optional(*sums.facility - *sums.it) : std::nullopt;
  for (const auto& part : model.subsystems()) {
    auto& overhead = sums.overhead[static_cast<std::size_t>(part.subsystem)];
    overhead = evaluate(part.sum, value_of);
    if (rest && overhead) *rest -= *overhead;
  }
  sums.overhead[static_cast<std::size_t>(Subsystem::unexplained)] = rest;
}

Period unite(const std::optional<Period>& gap, const Period& other) {
  if (!gap) return other;
  return {std::min(gap->start, other.start), std::max(gap->end, other.end)};
}

void judge_quality(SiteInterval& closed, const SiteModel& model) {
  closed.quality = energy::Quality::measured;
  for (const auto id : model.required()) {
    const auto& meter = closed.meters[id.index];
    closed.quality = std::max(closed.quality, meter.quality);
    if (meter.gap) closed.gap = unite(closed.gap, *meter.gap);
  }
}

/// Σ of what the grid meters' own export registers counted: another grid meter's import at the same
/// time does not undo it.
std::optional<Joules> exported(const SiteModel& model,
                               const std::vector<energy::IntervalEnergy>& meters) {
  Joules sum;
  for (const auto& source : model.sources()) {
    if (source.role != Role::grid) continue;
    for (const auto& term : source.sum) {
      const auto& meter = meters[term.meter.index];
      if (meter.quality == energy::Quality::missing) return std::nullopt;
      sum += meter.exported;
    }
  }
  return sum;
}

std::optional<Joules> renewable_used(const SiteInterval& closed, const SiteModel& model) {
  Joules renewable;
  Joules other;
  bool has_renewable = false;
  for (const auto& source : model.sources()) {
    if (source.role == Role::grid) continue;
    const auto& generated = closed.sources[static_cast<std::size_t>(source.role)];
    if (!generated) return std::nullopt;
    has_renewable = has_renewable || is_renewable(source.role);
    (is_renewable(source.role) ? renewable : other) += *generated;
  }
  const auto sent_out = exported(model, closed.meters);
  if (!has_renewable || !sent_out) return std::nullopt;
  return used_on_site(renewable, other, *sent_out);
}

}  // namespace

SiteInterval balance(const SiteModel& model, Period interval, std::uint32_t version,
                     std::vector<energy::IntervalEnergy> meters) {
  SiteInterval closed;
  closed.interval = interval;
  closed.version = version;
  closed.meters = std::move(meters);
  judge_quality(closed, model);
  const auto net = [&](MeterId id) -> std::optional<Joules> {
    const auto& meter = closed.meters[id.index];
    if (meter.quality == energy::Quality::missing) return std::nullopt;
    return meter.net();
  };
  // Facility and IT only together: one without the other would sooner or later be divided.
  if (closed.quality != energy::Quality::missing) {
    closed.facility = evaluate(model.facility(), net);
    closed.it = evaluate(model.it(), net);
  }
  fill_parts(closed, model, net);
  closed.renewable_used = renewable_used(closed, model);
  return closed;
}

SitePower balance_power(const SiteModel& model, const std::vector<std::optional<Watts>>& meters) {
  const auto power = [&](MeterId id) { return meters[id.index]; };
  SitePower sums;
  sums.facility = evaluate(model.facility(), power);
  sums.it = evaluate(model.it(), power);
  fill_parts(sums, model, power);
  return sums;
}

}  // namespace pue::site
