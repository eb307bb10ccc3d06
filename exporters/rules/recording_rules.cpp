#include "exporters/rules/recording_rules.h"

#include <fmt/format.h>

#include "exporters/rules/promql.h"

namespace pue::rules {

std::vector<RecordingRule> recording_rules(const std::string& site) {
  return {
      {"site:pue_poll_lateness_seconds:p99_5m",
       fmt::format("histogram_quantile(0.99, sum by (site, le) (rate({}[5m])))",
                   of_site("pue_poll_lateness_seconds_bucket", site))},
      {"site_link:pue_link_rtt_seconds:mean5m",
       fmt::format("sum by (site, link) (rate({}[5m]))\n/\nsum by (site, link) (rate({}[5m]) > 0)",
                   of_site("pue_link_rtt_seconds_sum", site),
                   of_site("pue_link_rtt_seconds_count", site))},
  };
}

}  // namespace pue::rules
