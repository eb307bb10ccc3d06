// Moments as text, RFC 3339. Always with a zone: a time without one is refused, not guessed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace pue {

/// "2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00.25Z" → moment. Years 1970–2200; a leap second
/// (:60) is read as the following second. Error: says which part is wrong.
Result<UtcTime> parse_rfc3339(std::string_view text);

/// "2026-03-01T00:00:00Z"; milliseconds are added only when not zero ("…00.250Z").
std::string format_rfc3339(UtcTime t);

/// The same moment on the wall clock of an offset: "2026-03-01T08:00:00+08:00".
std::string format_rfc3339(UtcTime t, std::chrono::seconds utc_offset);

}  // namespace pue
