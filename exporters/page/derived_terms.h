// The numbers that a derived figure (api/derived.h) was computed from, as a table of the page.
#pragma once

#include <string>

#include "exporters/api/derived.h"
#include "exporters/page/context.h"

namespace pue::page {

/// "1,234.5 kWh", "1.2500", "7.0 t", "0.6849 kg/kWh".
std::string term_value(const Context& context, const api::Term& term);

/// One row a term, with the source of those that come from a table of factors; energies that are
/// figures themselves link to where they come from.
std::string derived_terms(const Context& context, const api::Derived& derived);

}  // namespace pue::page
