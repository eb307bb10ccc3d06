#include "kpi/uncertainty.h"

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

double resolution_of(const MeterSum& sum, std::int64_t runs) {
  energy::ResolutionInputs inputs;
  inputs.runs = runs;
  inputs.resolution = sum.resolution;
  inputs.clamped = sum.clamped;
  inputs.integrated = sum.integrated;
  inputs.measured = Joules{std::abs(sum.net.count)} - sum.integrated - sum.estimated;
  if (inputs.measured < Joules{}) inputs.measured = {};
  return energy::resolution_uncertainty(inputs);
}

/// Absent when the chain's class is unknown.
std::optional<Contribution> contribution(const MeterSum& sum, const InputChain& chain,
                                         const PeriodSums& window) {
  Contribution result{chain.meter, 0, 0, 0};
  if (chain.in_facility == 0 && chain.in_it == 0) return result;
  const double facility = joules(*window.facility);
  const double it = joules(*window.it);
  // How far one joule of this meter moves the ratio.
  const double weight = std::abs(chain.in_facility - facility / it * chain.in_it) / it;
  const Watts mean{std::abs(joules(sum.net)) / seconds(window.usable)};
  std::optional<double> relative;
  if (chain.accuracy) relative = site::relative_uncertainty(*chain.accuracy, mean);
  if (!relative && sum.net != Joules{}) return std::nullopt;
  result.chain = weight * std::abs(joules(sum.net)) * relative.value_or(0);
  result.resolution = weight * resolution_of(sum, window.runs);
  result.estimate = weight * joules(sum.estimated);
  return result;
}

}  // namespace

std::vector<InputChain> input_chains(const site::SiteModel& model,
                                     const site::SiteSettings& settings) {
  std::set<MeterId> meters(model.required().begin(), model.required().end());
  for (const auto& part : model.subsystems())
    for (const auto& term : part.sum) meters.insert(term.meter);
  std::vector<InputChain> chains;
  for (const auto meter : meters)
    chains.push_back({meter, coefficient_in(model.facility(), meter),
                      coefficient_in(model.it(), meter), settings.meters[meter.index].accuracy});
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
