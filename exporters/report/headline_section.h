// PUE beside its caps, with what it rests on: uncertainty, coverage, estimates. *Complies* and the
// verdict are two words.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

std::string headline_section(const Context& context);

}  // namespace pue::report
