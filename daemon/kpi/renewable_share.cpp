#include "kpi/renewable_share.h"

#include <algorithm>

namespace pue::kpi {
namespace {

struct Span {
  UtcTime start;
  Joules load;
  Joules generated;
  Joules matched() const { return std::max(std::min(load, generated), Joules{}); }
};

UtcTime span_start(Matching matching, UtcTime interval_start, const Zone& zone) {
  switch (matching) {
    case Matching::interval:
      return interval_start;
    case Matching::local_hour:
      return zone.start_of_hour(interval_start);
  }
  return interval_start;
}

std::vector<Span> spans(Matching matching, const std::vector<const site::SiteInterval*>& usable,
                        const Zone& zone) {
  std::vector<Span> found;
  for (const auto* closed : usable) {
    const auto start = span_start(matching, closed->interval.start, zone);
    if (found.empty() || found.back().start != start) found.push_back({start, {}, {}});
    found.back().load += *closed->facility;
    found.back().generated += closed->renewable_used.value_or(Joules{});
  }
  return found;
}

}  // namespace

std::optional<double> renewable_share(Matching matching,
                                      const std::vector<const site::SiteInterval*>& usable,
                                      const Zone& zone) {
  const bool known = std::any_of(usable.begin(), usable.end(), [](const auto* closed) {
    return closed->renewable_used.has_value();
  });
  if (!known) return std::nullopt;
  Joules matched;
  Joules load;
  for (const auto& span : spans(matching, usable, zone)) {
    matched += span.matched();
    load += span.load;
  }
  if (load <= Joules{}) return std::nullopt;
  return static_cast<double>(matched.count) / static_cast<double>(load.count);
}

}  // namespace pue::kpi
