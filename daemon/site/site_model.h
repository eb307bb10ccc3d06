// The boundary equation: every figure of the site as a signed sum of physical meters. Compiled once
// per configuration; the same sums serve energies, powers and (later) uncertainties.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "site/role.h"
#include "site/site_settings.h"

namespace pue::site {

struct Term {
  MeterId meter;
  int coefficient = 1;
  bool operator==(const Term&) const = default;
};

/// Terms sorted by meter, each meter once, no zero coefficients.
using SignedSum = std::vector<Term>;

struct SourceSum {
  Role role;  // grid, solar, wind, genset
  SignedSum sum;
};
struct SubsystemSum {
  Subsystem subsystem;  // cooling, power_loss, lighting, other; never unexplained
  SignedSum sum;
};

class SiteModel {
 public:
  /// Error: the boundary cannot be built (no source meter, no IT meter at the level …); the message
  /// names what is missing and what to add.
  static Result<SiteModel> build(const SiteSettings& settings);

  const SignedSum& facility() const { return facility_; }  // Σ sources − excluded
  const SignedSum& it() const { return it_; }
  const std::vector<SubsystemSum>& subsystems() const { return subsystems_; }
  const std::vector<SourceSum>& sources() const { return sources_; }
  /// Meters of facility and IT: without one of them an interval has no PUE.
  const std::vector<MeterId>& required() const { return required_; }
  /// 1, 2 or 3: the lowest category among the IT meters used.
  int category() const { return category_; }
  /// "E_facility = grid-1 + pv-roof; E_it = ups-a-out" for `puectl check` and the page.
  std::string equation(const SiteSettings& settings) const;

 private:
  SiteModel() = default;
  SignedSum facility_;
  SignedSum it_;
  std::vector<SubsystemSum> subsystems_;
  std::vector<SourceSum> sources_;
  std::vector<MeterId> required_;
  int category_ = 1;
};

}  // namespace pue::site
