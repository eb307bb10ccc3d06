// The formulas of virtual meters, written out: formulas may name virtual meters, sums of the site
// know physical ones only. It judges no roles.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "site/signed_sum.h"
#include "site/site_settings.h"

namespace pue::site {

struct WrittenOut {
  SignedSum sum;
  /// The virtual meters that the formula goes through, with what each counts in it; no zeros.
  std::map<VirtualMeterId, Coefficient> through;
};

struct FormulaError {
  VirtualMeterId meter;  // at whose formula it is to be told
  std::string message;
};

/// By VirtualMeterId. Error: a circle of formulas, an operand that does not exist, more nesting or
/// terms than limits allow, a product of coefficients that is no Coefficient.
std::variant<std::vector<WrittenOut>, FormulaError> write_out_formulas(
    std::size_t meters, const std::vector<VirtualMeter>& virtual_meters);

}  // namespace pue::site
