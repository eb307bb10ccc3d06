// The uncertainty of a window's PUE from its meters' classes, their registers' resolution and what
// was estimated, through the signed sums of facility and IT, so that a meter in both cancels by
// itself (docs/domain.md, uncertainty). It gives no verdict.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "kpi/period_sums.h"
#include "site/site_model.h"
#include "site/site_settings.h"

namespace pue::kpi {

/// One input meter: how it enters both sums, and its measuring chain.
struct InputChain {
  MeterId meter;
  double in_facility = 0;  // a_m
  double in_it = 0;        // b_m
  std::optional<site::Accuracy> accuracy;
  /// Of each second meter that may stand in for it, absent where its class is not known.
  std::vector<std::optional<site::Accuracy>> second = {};
};

/// Every meter of facility, IT, the subsystems, water and reused heat, by rising id: what the sums
/// are asked to sum one by one.
std::vector<InputChain> input_chains(const site::SiteModel& model,
                                     const site::SiteSettings& settings);

/// Standard uncertainties (k = 1), each already in points of PUE.
struct Contribution {
  MeterId meter;
  double chain = 0;       // class of meter, CT and VT: fully correlated in time; own and second
                          // meter, each for what it measured, independent of each other
  double resolution = 0;  // register steps, or power without a register
  double estimate = 0;    // 100 % of what was estimated
};

struct PueUncertainty {
  double standard = 0;  // u, in points of PUE
  std::vector<Contribution> contributions;
  double expanded() const { return 2 * standard; }
};

/// u²(PUE) = Σ_m [(a_m − PUE · b_m) · E_m · u_m]² / E_it² and the same with the absolute resolution
/// and estimates. Absent without E_it > 0, without inputs, or when a meter of facility or IT that
/// carries energy, or the second meter
/// that stood in for it, has no class. `chain` parallel to sums.meters.
std::optional<PueUncertainty> pue_uncertainty(const PeriodSums& sums,
                                              std::span<const InputChain> chain);

}  // namespace pue::kpi
