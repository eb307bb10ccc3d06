// The few pieces of PromQL and of Prometheus's rule files that every rule is put together from. It
// is not a PromQL library: it parses nothing and knows no functions.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace pue::rules {

/// `metric{site="SITE"}` or `metric{site="SITE",more}`. Every expression selects its own site, so
/// that one Prometheus can load the rules of many. `more`: further matchers, as written.
std::string of_site(std::string_view metric, std::string_view site, std::string_view more = "");

/// A Prometheus duration: "0s", "90s" as "1m30s", "500ms". Finer than a millisecond is cut off.
std::string duration_text(Duration duration);

/// The shortest decimal that reads back to the same double: "0.8".
std::string number_text(double value);

}  // namespace pue::rules
