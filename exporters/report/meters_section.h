// The list of meters (能源计量器具一览表): what each is, how well it measures, until when it was
// verified, and what it measured in the period.
#pragma once

#include <string>

#include "exporters/report/context.h"

namespace pue::report {

/// "0.5S / 0.2S / –": classes of meter, current and voltage transformer; a limit of error as
/// "0.4 %". Empty without any.
std::string classes_text(const std::optional<site::Accuracy>& accuracy);

std::string meters_section(const Context& context);

}  // namespace pue::report
