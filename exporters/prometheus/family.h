// One metric family as the daemon defines it: name, meaning, labels, and how its series are filled
// from a View. The definitions are the contract; docs/metrics.md is compared with them by a test.
#pragma once

#include <prometheus/metric_family.h>

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "exporters/view.h"

namespace pue::prometheus {

using Kind = ::prometheus::MetricType;

class Series;

struct Family {
  std::string_view name;
  Kind kind = Kind::Gauge;
  std::string_view labels;  // in order, separated by commas: "site,meter,direction"
  std::string_view help;
  void (*fill)(const View&, Series&);
};

/// The series of one family while they are filled. What is absent or not finite makes no series;
/// an empty label value makes no label.
class Series {
 public:
  /// `site`: the value of the family's first label when that is "site".
  Series(const Family& family, std::string_view site);

  /// Label values after `site`, in the order of Family::labels. Another count is our bug:
  /// std::logic_error.
  using LabelValues = std::initializer_list<std::string_view>;
  void add(double value, LabelValues labels = {});
  void add(std::optional<double> value, LabelValues labels = {});
  void add(std::optional<Watts> power, LabelValues labels = {});
  /// Joules are printed as integers up to 2^53 J (9.0e15 J, 2.5 TWh); beyond, to 16 digits.
  void add(std::optional<Joules> energy, LabelValues labels = {});
  /// Seconds since 1970-01-01T00:00:00Z, to the millisecond.
  void add(std::optional<UtcTime> moment, LabelValues labels = {});
  void add_count(std::uint64_t count, LabelValues labels = {});
  void add_summary(std::uint64_t count, double sum, LabelValues labels);
  void add_histogram(const engine::Lateness& lateness, LabelValues labels = {});

  ::prometheus::MetricFamily take() { return std::move(family_); }

 private:
  ::prometheus::ClientMetric& labelled(LabelValues values);

  std::vector<std::string_view> names_;  // of the labels after `site`
  bool has_site_ = false;
  std::string_view site_;
  ::prometheus::MetricFamily family_;
};

/// The family with all its series of this view; `metric` is empty when none has a value.
::prometheus::MetricFamily build(const Family& family, const View& view);

}  // namespace pue::prometheus
