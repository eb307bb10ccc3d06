// The whole of /metrics: every family that this program can emit, and their text. One family at a
// time is built and serialized, so that memory holds one family and the text, never all series.
#pragma once

#include <prometheus/collectable.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "exporters/prometheus/family.h"

namespace pue::prometheus {

/// In the order of the exposition.
std::vector<Family> all_families();

/// Prometheus text format 0.0.4. Families without a value are left out.
std::string exposition(const View& view);

/// The same families for code that wants prometheus-cpp's interface. No view, no families.
class SnapshotCollectable : public ::prometheus::Collectable {
 public:
  using Source = std::function<std::shared_ptr<const View>()>;
  explicit SnapshotCollectable(Source source) : source_(std::move(source)) {}
  std::vector<::prometheus::MetricFamily> Collect() const override;

 private:
  Source source_;
};

}  // namespace pue::prometheus
