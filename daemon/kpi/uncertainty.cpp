#include "kpi/uncertainty.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "energy/resolution_uncertainty.h"

namespace pue::kpi {
namespace {

double coefficient_in(const site::SignedSum& sum, MeterId meter) {
  for (const auto& term : sum)
    if (term.meter == meter) return term.coefficient.as_double();
  return 0;
}

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

double joules(Joules energy) { return static_cast<double>(energy.count); }

double resolution_of(const MeterSum& sum) {
  energy::ResolutionInputs inputs;
  inputs.runs = sum.runs;
  inputs.resolution = sum.resolution;
  inputs.clamped = sum.clamped;
  inputs.integrated = sum.integrated;
  const auto measured = Joules{std::abs(sum.net.count)} - sum.integrated - sum.estimated;
  inputs.measured = std::max(measured, Joules{});
  return energy::resolution_uncertainty(inputs);
}

/// u of what was measured by any of these chains; the worst where several may have been it.
/// Absent when a class is unknown, unless nothing was measured.
std::optional<double> uncertain_energy(Joules energy,
                                       std::span<const std::optional<site::Accuracy>> chains,
                                       Watts mean) {
  if (energy == Joules{}) return 0;
  if (chains.empty()) return std::nullopt;
  double worst = 0;
  for (const auto& accuracy : chains) {
    const auto relative =
        accuracy ? site::relative_uncertainty(*accuracy, mean) : std::optional<double>{};
    if (!relative) return std::nullopt;
    worst = std::max(worst, *relative);
  }
  return worst * std::abs(joules(energy));
}

/// Absent when the class of a chain is unknown.
std::optional<Contribution> contribution(const MeterSum& sum, const InputChain& chain,
                                         const PeriodSums& window) {
  Contribution result{chain.meter};
  if (chain.in_facility == 0 && chain.in_it == 0) return result;
  const double facility = joules(*window.facility);
  const double it = joules(*window.it);
  // How far one joule of this meter moves the ratio.
  const double weight = std::abs(chain.in_facility - facility / it * chain.in_it) / it;
  const Watts mean{std::abs(joules(sum.net)) / seconds(window.usable)};
  const auto own = uncertain_energy(sum.net - sum.substituted, {&chain.accuracy, 1}, mean);
  const auto second = uncertain_energy(sum.substituted, chain.second, mean);
  if (!own || !second) return std::nullopt;
  result.chain = weight * std::hypot(*own, *second);
  result.resolution = weight * resolution_of(sum);
  result.estimate = weight * joules(sum.estimated);
  return result;
}

}  // namespace

std::vector<InputChain> input_chains(const site::SiteModel& model,
                                     const site::SiteSettings& settings) {
  std::set<MeterId> meters(model.required().begin(), model.required().end());
  for (const auto& part : model.subsystems())
    for (const auto& term : part.sum) meters.insert(term.meter);
  for (const auto* side : {&model.water(), &model.reused_heat()})
    for (const auto& term : *side) meters.insert(term.meter);
  std::vector<InputChain> chains;
  for (const auto meter : meters) {
    InputChain chain{meter, coefficient_in(model.facility(), meter),
                     coefficient_in(model.it(), meter), settings.meters[meter.index].accuracy};
    for (const auto& second : settings.meters)
      if (second.checks == meter) chain.second.push_back(second.accuracy);
    chains.push_back(std::move(chain));
  }
  return chains;
}

std::optional<PueUncertainty> pue_uncertainty(const PeriodSums& sums,
                                              std::span<const InputChain> chain) {
  if (!sums.facility || !sums.it || *sums.it <= Joules{}) return std::nullopt;
  if (chain.empty() || chain.size() != sums.meters.size()) return std::nullopt;
  PueUncertainty result;
  double squares = 0;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const auto one = contribution(sums.meters[i], chain[i], sums);
    if (!one) return std::nullopt;
    squares +=
        one->chain * one->chain + one->resolution * one->resolution + one->estimate * one->estimate;
    result.contributions.push_back(*one);
  }
  result.standard = std::sqrt(squares);
  return result;
}

}  // namespace pue::kpi
