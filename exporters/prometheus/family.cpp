#include "exporters/prometheus/family.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace pue::prometheus {
namespace {

std::vector<std::string_view> split(std::string_view labels) {
  std::vector<std::string_view> names;
  while (!labels.empty()) {
    const auto comma = labels.find(',');
    names.push_back(labels.substr(0, comma));
    labels.remove_prefix(comma == std::string_view::npos ? labels.size() : comma + 1);
  }
  return names;
}

double seconds_since_1970(UtcTime moment) {
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(moment.time_since_epoch()).count();
  return static_cast<double>(milliseconds) / 1000;
}

}  // namespace

Series::Series(const Family& family, std::string_view site)
    : names_(split(family.labels)), site_(site) {
  has_site_ = !names_.empty() && names_.front() == "site";
  if (has_site_) names_.erase(names_.begin());
  family_.name = family.name;
  family_.help = family.help;
  family_.type = family.kind;
}

::prometheus::ClientMetric& Series::labelled(LabelValues values) {
  if (values.size() != names_.size())
    throw std::logic_error(fmt::format("{}: {} label values for {} labels", family_.name,
                                       values.size(), names_.size()));
  auto& metric = family_.metric.emplace_back();
  metric.label.reserve(values.size() + 1);
  if (has_site_) metric.label.push_back({"site", std::string(site_)});
  auto label = names_.begin();
  for (const auto value : values) {
    if (!value.empty()) metric.label.push_back({std::string(*label), std::string(value)});
    ++label;
  }
  return metric;
}

void Series::add(double value, LabelValues labels) {
  if (!std::isfinite(value)) return;
  auto& metric = labelled(labels);
  if (family_.type == Kind::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
}

void Series::add(std::optional<double> value, LabelValues labels) {
  if (value) add(*value, labels);
}

void Series::add(std::optional<Watts> power, LabelValues labels) {
  if (power) add(power->value, labels);
}

void Series::add(std::optional<Joules> energy, LabelValues labels) {
  if (energy) add(static_cast<double>(energy->count), labels);
}

void Series::add(std::optional<UtcTime> moment, LabelValues labels) {
  if (moment) add(seconds_since_1970(*moment), labels);
}

void Series::add_count(std::uint64_t count, LabelValues labels) {
  add(static_cast<double>(count), labels);
}

void Series::add_summary(std::uint64_t count, double sum, LabelValues labels) {
  auto& summary = labelled(labels).summary;
  summary.sample_count = count;
  summary.sample_sum = sum;
}

void Series::add_histogram(const engine::Lateness& lateness, LabelValues labels) {
  auto& histogram = labelled(labels).histogram;
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < lateness.buckets.size(); ++i) {
    cumulative += lateness.buckets[i];
    const bool last = i == engine::lateness_bounds.size();
    histogram.bucket.push_back(
        {cumulative, last ? std::numeric_limits<double>::infinity() : engine::lateness_bounds[i]});
  }
  histogram.sample_count = cumulative;
  histogram.sample_sum = lateness.sum_seconds;
}

::prometheus::MetricFamily build(const Family& family, const View& view) {
  Series series(family, view.snapshot.site);
  family.fill(view, series);
  return series.take();
}

}  // namespace pue::prometheus
