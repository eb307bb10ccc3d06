#include "site/accuracy.h"

#include <algorithm>
#include <cmath>

namespace pue::site {
namespace {

/// Ratio error in percent, IEC 61869-2:2012, tables 201 (0.1 to 1) and 202 (0.2S, 0.5S), from these
/// shares of the rated primary current on. The first column is that of less load: the worst row.
constexpr std::array load_shares = {0.05, 0.2, 1.0, 1.2};
constexpr std::array ct_limits = {
    std::array{0.4, 0.4, 0.2, 0.1, 0.1},     // 0.1
    std::array{0.75, 0.75, 0.35, 0.2, 0.2},  // 0.2
    std::array{1.5, 1.5, 0.75, 0.5, 0.5},    // 0.5
    std::array{3.0, 3.0, 1.5, 1.0, 1.0},     // 1
    std::array{0.75, 0.35, 0.2, 0.2, 0.2},   // 0.2S
    std::array{1.5, 0.75, 0.5, 0.5, 0.5},    // 0.5S
};

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
  const auto& limits = ct_limits[static_cast<std::size_t>(c)];
  // Limits fall with the load: of two neighbours the lower row is the worse, and the first row the
  // worst of all.
  if (!load_share || *load_share > load_shares.back()) return limits.front();
  const auto above = std::upper_bound(load_shares.begin(), load_shares.end(), *load_share);
  return limits[static_cast<std::size_t>(above - load_shares.begin())];
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
