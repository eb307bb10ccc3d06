#include "exporters/prometheus/exposition.h"

#include <prometheus/text_serializer.h>

#include <sstream>

#include "exporters/prometheus/caps.h"
#include "exporters/prometheus/changes.h"
#include "exporters/prometheus/daemon_state.h"
#include "exporters/prometheus/energy_counters.h"
#include "exporters/prometheus/green_figures.h"
#include "exporters/prometheus/meters.h"
#include "exporters/prometheus/polls.h"
#include "exporters/prometheus/site_figures.h"

namespace pue::prometheus {

std::vector<Family> all_families() {
  std::vector<Family> families;
  for (const auto group : {site_figures(), energy_counters(), caps(), changes(), green_figures(),
                           meters(), polls(), daemon_state()})
    families.insert(families.end(), group.begin(), group.end());
  return families;
}

std::string exposition(const View& view) {
  const ::prometheus::TextSerializer serializer;
  std::ostringstream text;
  std::vector<::prometheus::MetricFamily> one(1);
  for (const auto& family : all_families()) {
    one.front() = build(family, view);
    if (!one.front().metric.empty()) serializer.Serialize(text, one);
  }
  return std::move(text).str();
}

std::vector<::prometheus::MetricFamily> SnapshotCollectable::Collect() const {
  std::vector<::prometheus::MetricFamily> collected;
  const auto view = source_();
  if (!view) return collected;
  for (const auto& family : all_families()) {
    auto built = build(family, *view);
    if (!built.metric.empty()) collected.push_back(std::move(built));
  }
  return collected;
}

}  // namespace pue::prometheus
