// The daemon's log: one line an event on stderr, in logfmt or JSON as Prometheus programs write it.
#pragma once

#include <string>

#include "base/result.h"

namespace pue::runtime {

/// level: debug, info, warn, error; format: logfmt, json. Error: what is allowed instead.
Result<void> set_up_log(const std::string& level, const std::string& format);

}  // namespace pue::runtime
