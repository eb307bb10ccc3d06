// The boundary equation: every figure of the site as a signed sum of physical meters. Compiled once
// per configuration; the same sums serve energies, powers and uncertainties.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "site/role.h"
#include "site/signed_sum.h"
#include "site/site_settings.h"

namespace pue::site {

struct SourceSum {
  Role role;  // grid, solar, wind, genset
  SignedSum sum;
};
struct SubsystemSum {
  Subsystem subsystem;  // cooling, power_loss, lighting, other; never unexplained
  SignedSum sum;
};
/// A solar or wind meter that supplies the site, here or by contract.
struct Renewable {
  MeterId meter;
  Watts max_power;
};

inline constexpr int it_categories = 3;

class SiteModel {
 public:
  /// Error: the boundary cannot be built (no source meter, no IT meter at the level …); the message
  /// names what is missing and what to add.
  static Result<SiteModel> build(const SiteSettings& settings);

  /// Σ sources that supply the site − excluded − export
  const SignedSum& facility() const { return facility_; }
  const SignedSum& it() const { return it_; }
  /// IT energy as category 1, 2 or 3 has it (PUE1 to PUE3); absent where that level is not
  /// completely metered.
  const std::optional<SignedSum>& it_level_sum(int category) const {
    return it_levels_[static_cast<std::size_t>(category - 1)];
  }
  const std::vector<SubsystemSum>& subsystems() const { return subsystems_; }
  /// Sources that supply the site; an outside battery is in facility() only.
  const std::vector<SourceSum>& sources() const { return sources_; }
  /// Role `export`; what grid meters count as export comes on top.
  const SignedSum& exported() const { return exported_; }
  const SignedSum& curtailed() const { return curtailed_; }
  /// Renewable generation elsewhere that is the site's by contract.
  const SignedSum& off_site() const { return off_site_; }
  const std::vector<Renewable>& renewables() const { return renewables_; }
  /// Batteries inside the boundary: in no sum, their energy is shown.
  const SignedSum& inside_batteries() const { return inside_batteries_; }

  /// Roles `water` and `heat_reuse`: no electricity, each in a sum of its own.
  const SignedSum& water() const { return water_; }
  const SignedSum& reused_heat() const { return reused_heat_; }

  /// Meters of facility and IT: without one of them that is in place, an interval has no PUE.
  const std::vector<MeterId>& required() const { return required_; }
  /// Whether the meter is part of the site at any moment of the period (`from`, `to`): outside it
  /// counts as 0.
  bool in_place(MeterId meter, const Period& period) const;
  bool in_place(MeterId meter, UtcTime at) const { return places_[meter.index].contains(at); }
  /// Its energy is net: how much of it was exported is not known.
  bool export_unknown(MeterId meter) const { return export_unknown_[meter.index]; }
  /// 1, 2 or 3: the lowest category among the IT meters used.
  int category() const { return category_; }
  /// "E_facility = grid-1 + pv-roof; E_it = ups-a-out" for `puectl check` and the page.
  std::string equation(const SiteSettings& settings) const;

 private:
  SiteModel() = default;
  void add_sources(const SiteSettings& settings);

  SignedSum facility_;
  SignedSum it_;
  std::array<std::optional<SignedSum>, it_categories> it_levels_;
  std::vector<SubsystemSum> subsystems_;
  std::vector<SourceSum> sources_;
  SignedSum exported_;
  SignedSum curtailed_;
  SignedSum off_site_;
  std::vector<Renewable> renewables_;
  SignedSum inside_batteries_;
  SignedSum water_;
  SignedSum reused_heat_;
  std::vector<MeterId> required_;
  std::vector<Period> places_;  // by MeterId
  std::vector<bool> export_unknown_;
  int category_ = 1;
};

/// "0.35 * plant + grid-1 - offices": what is added first. "0" for an empty sum.
std::string to_text(const SignedSum& sum, const SiteSettings& settings);

}  // namespace pue::site
