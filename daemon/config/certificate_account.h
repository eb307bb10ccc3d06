// The certificate account as a file, `kind,number,period_start,period_end,kwh,status,retired_on,
// source`: text → certificates, or every error with its place. It asks no registry.
#pragma once

#include <variant>
#include <vector>

#include "config/load.h"
#include "kpi/certificates.h"

namespace pue::config {

/// `period_end` is the last day of generation; `retired_on` is there if and only if the status is
/// retired; a number occurs once in its kind.
std::variant<std::vector<kpi::Certificate>, LocatedErrors> load_certificates(
    const SourceText& file);

}  // namespace pue::config
