#include "site/accuracy.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pue::site {
namespace {

struct Row {
  double load_share;  // of the rated primary current
  double limit_percent;
};

/// Ratio error, IEC 61869-2:2012, tables 201 (0.1 to 1) and 202 (0.2S, 0.5S); rising load.
const std::vector<Row>& rows(CtClass c) {
  static const std::array<std::vector<Row>, 6> tables = {{
      {{0.05, 0.4}, {0.2, 0.2}, {1, 0.1}, {1.2, 0.1}},
      {{0.05, 0.75}, {0.2, 0.35}, {1, 0.2}, {1.2, 0.2}},
      {{0.05, 1.5}, {0.2, 0.75}, {1, 0.5}, {1.2, 0.5}},
      {{0.05, 3.0}, {0.2, 1.5}, {1, 1.0}, {1.2, 1.0}},
      {{0.01, 0.75}, {0.05, 0.35}, {0.2, 0.2}, {1, 0.2}, {1.2, 0.2}},
      {{0.01, 1.5}, {0.05, 0.75}, {0.2, 0.5}, {1, 0.5}, {1.2, 0.5}},
  }};
  return tables[static_cast<std::size_t>(c)];
}

}  // namespace

double limit_percent(MeterClass c) {
  constexpr std::array limits = {0.1, 0.2, 0.5, 0.2, 0.5, 1.0, 2.0};
  return limits[static_cast<std::size_t>(c)];
}

double limit_percent(VtClass c) {
  constexpr std::array limits = {0.1, 0.2, 0.5, 1.0, 3.0};
  return limits[static_cast<std::size_t>(c)];
}

double limit_percent(CtClass c, std::optional<double> load_share) {
  const auto& table = rows(c);
  // Limits fall with the load: of two neighbours the lower row is the worse, and the first row the
  // worst of all.
  const auto worst = table.front().limit_percent;
  if (!load_share || *load_share > table.back().load_share) return worst;
  const auto above = std::find_if(table.begin(), table.end(),
                                  [&](const Row& row) { return row.load_share > *load_share; });
  if (above == table.begin()) return worst;
  return (above - 1)->limit_percent;
}

std::optional<double> load_share(const Accuracy& accuracy, Watts mean_power) {
  if (!accuracy.ct_primary_amperes || !accuracy.nominal_volts) return std::nullopt;
  return std::abs(mean_power.value) /
         (std::sqrt(3.0) * *accuracy.nominal_volts * *accuracy.ct_primary_amperes);
}

std::optional<double> relative_uncertainty(const Accuracy& accuracy,
                                           std::optional<Watts> mean_power) {
  if (!accuracy.meter && !accuracy.limit_percent) return std::nullopt;
  const auto meter = accuracy.meter ? limit_percent(*accuracy.meter) : *accuracy.limit_percent;
  auto squares = meter * meter;
  if (accuracy.ct) {
    const auto share = mean_power ? load_share(accuracy, *mean_power) : std::nullopt;
    squares += std::pow(limit_percent(*accuracy.ct, share), 2);
  }
  if (accuracy.vt) squares += std::pow(limit_percent(*accuracy.vt), 2);
  constexpr double percent = 0.01;
  return percent * std::sqrt(squares / 3);
}

}  // namespace pue::site
