// The page behind a number: formula, meters with coefficients and energies, coverage, uncertainty;
// the same content as `/api/v1/explain`. It computes no figure.
#pragma once

#include <string>

#include "exporters/api/explain.h"
#include "exporters/page/context.h"

namespace pue::page {

std::string explain(const Context& context, const api::Question& question);

}  // namespace pue::page
